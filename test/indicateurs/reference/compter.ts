import type { Jour } from "./histoire";
import { communeLe, derniereDecidee, entreeEnVigueur, plusMois, soumiseLe } from "./situation";
import type { Vue } from "./vue";

/** A fact that an indicator counts, found by hand. */
export interface Ligne {
  personne: Vue;
  /** Day of the fact: where the person lived and how old she was are those of this day. */
  le: Jour;
  /** Null when it does not count on that side, or is not known. */
  numerateur: number | null;
  denominateur: number | null;
  organisme?: string | null;
  referent?: string | null;
  parcours?: string | null;
  categorie?: string | null;
  flux?: boolean;
  /** Day on which the person must have rights and duties, when it is not `le`. */
  devoirsLe?: Jour;
  /** Days, of the delay that the indicator measures. */
  delai?: number | null;
  /** Keys of the cuts that this indicator alone has. */
  propres?: Record<string, string | null>;
}

/** `unites`: what the denominator counts is the value. */
export type Formule = "nombre" | "unites" | "pourcentage" | "moyenne" | "evolution" | "aucune";

/** What an indicator says of figures, written a second time from its French text. */
export interface Reference {
  lignes(contexte: Contexte): Ligne[];
  compte: "personnes" | "sommes";
  valeur: Formule;
  parts: Formule | "part-du-total";
  /** An indicator without a denominator has none, not 0. */
  sansDenominateur?: boolean;
  /** What the denominator counts, when it is not people: distinct values of it. */
  unite?(ligne: Ligne): string | null;
  /** A sum that no row makes is unknown, not 0. */
  inconnu?: boolean;
  /** A line that adds up with others is cut by one cut at a time. */
  uneCoupe?: boolean;
  /** A mean told in whole units. */
  arrondi?: boolean;
  /** Known for the whole département only. */
  sansLieu?: boolean;
}

/** The same count for who has rights and duties on the day counted, and not for who has them now. */
export const aLaDate = (reference: Reference): Reference => ({
  ...reference,
  lignes: (c) =>
    reference
      .lignes({ ...c, vues: c.vues.map((v) => ({ ...v, soumise: true })) })
      .filter((l) => soumiseLe(l.personne, l.devoirsLe ?? l.le)),
});

export interface Contexte {
  vues: Vue[];
  debut: Jour;
  fin: Jour;
  parcours: ParcoursLocal[];
}
export interface ParcoursLocal {
  code: string;
  categorie: string;
  intensif: boolean;
}

export interface Lieux {
  /** Communes of each set, by its code. */
  groupes: Record<string, readonly string[]>;
  /** EPCI and CLPE: codes of the sets of that nature. */
  natures: Record<string, "PILOTE" | "EPCI" | "CLPE" | "AUTRE">;
}

export interface Chiffres {
  numerateur: number | null;
  denominateur: number | null;
  valeur: number | null;
}
export interface Compte extends Chiffres {
  parts: Map<string, Chiffres>;
}

export type RegleLieu = "A_LA_DATE" | "ACTUELLE";

const INCONNU = "INCONNU";

/** Where a row is counted. */
export const commune = (ligne: Ligne, regle: RegleLieu): string | null =>
  regle === "ACTUELLE" ? ligne.personne.communeActuelle : communeLe(ligne.personne, ligne.le);

export function classeAge(naissance: Jour | null, le: Jour): string {
  if (naissance === null) return INCONNU;
  const ans = Number(le.slice(0, 4)) - Number(naissance.slice(0, 4)) - (le.slice(5) < naissance.slice(5) ? 1 : 0);
  if (ans < 25) return "0-24";
  if (ans < 30) return "25-29";
  if (ans < 40) return "30-39";
  if (ans < 50) return "40-49";
  return ans < 60 ? "50-59" : "60+";
}

export function classeAnciennete(ouverture: Jour | null, le: Jour): string {
  if (ouverture === null) return INCONNU;
  if (le < plusMois(ouverture, 6)) return "MOINS_6_MOIS";
  if (le < plusMois(ouverture, 12)) return "6_MOIS_1_AN";
  if (le < plusMois(ouverture, 24)) return "1_2_ANS";
  return le < plusMois(ouverture, 60) ? "2_5_ANS" : "5_ANS_ET_PLUS";
}

/** The key of a row in one cut. */
export function cle(ligne: Ligne, coupe: string, regle: RegleLieu, lieux: Lieux): string {
  if (ligne.propres && coupe in ligne.propres) return ligne.propres[coupe] ?? INCONNU;
  const { personne, le } = ligne;
  const ici = () => commune(ligne, regle);
  const ensembles = (nature: string) =>
    Object.keys(lieux.groupes)
      .filter((code) => lieux.natures[code] === nature && lieux.groupes[code]!.includes(ici() ?? ""))
      .sort();
  switch (coupe) {
    case "commune":
      return ici() ?? INCONNU;
    case "departement":
      return "94";
    case "pilote":
      return ensembles("PILOTE").length > 0 ? "PILOTE" : ici() === null ? INCONNU : "HORS_PILOTE";
    case "epci":
      return ensembles("EPCI")[0] ?? INCONNU;
    case "clpe":
      return ensembles("CLPE")[0] ?? INCONNU;
    case "age":
      return classeAge(personne.profil.naissance, le);
    case "sexe":
      return personne.profil.sexe ?? INCONNU;
    case "situationFamiliale":
      return personne.profil.situationFamiliale ?? INCONNU;
    case "anciennete":
      return classeAnciennete(entreeEnVigueur(personne, le)?.ouverture ?? null, le);
    case "mois":
      return le.slice(0, 7);
    case "flux": {
      const flux = ligne.flux ?? entreeEnVigueur(personne, le)?.flux;
      return flux === undefined ? INCONNU : flux ? "FLUX" : "STOCK";
    }
    case "organisme":
    case "referent":
    case "parcours":
    case "categorie":
      // What the fact does not say itself is that of the last orientation decided by that day.
      return (ligne[coupe] === undefined ? derniereDecidee(personne, le)?.[coupe] : ligne[coupe]) ?? INCONNU;
    default:
      throw new Error(`la référence ne connaît pas la coupe ${coupe}`);
  }
}

export const cles = (ligne: Ligne, ventilation: string, regle: RegleLieu, lieux: Lieux): string =>
  ventilation
    .split(",")
    .map((coupe) => cle(ligne, coupe.trim(), regle, lieux))
    .join("|");

/** Everything of an indicator: the whole, and each part that has someone. */
export function compter(
  reference: Reference,
  lignes: readonly Ligne[],
  ventilation: string | null,
  regle: RegleLieu,
  lieux: Lieux,
): Compte {
  const total = cumuler(reference, lignes);
  const groupes = new Map<string, Ligne[]>();
  if (ventilation) for (const ligne of lignes) ajouter(groupes, cles(ligne, ventilation, regle, lieux), ligne);
  // Shares are of the cut that the indicator is made of; by another cut, a part is the rate of those in it.
  const propre = (ventilation?.split(",") ?? []).some((coupe) => lignes.some((l) => l.propres && coupe in l.propres));
  const taux = reference.parts === "part-du-total" && reference.valeur === "pourcentage" && !propre;
  const regles: Reference = taux ? { ...reference, parts: "pourcentage" } : reference;
  const parts = new Map([...groupes].map(([k, siennes]) => [k, part(regles, cumuler(reference, siennes), total.denominateur)]));
  const sansEnsemble = reference.valeur === "aucune";
  return {
    numerateur: sansEnsemble ? null : total.numerateur,
    denominateur: reference.sansDenominateur || (sansEnsemble && reference.parts === "nombre") ? null : total.denominateur,
    valeur: arrondir(reference, appliquer(reference.valeur, total)),
    parts,
  };
}

function ajouter(groupes: Map<string, Ligne[]>, k: string, ligne: Ligne): void {
  const liste = groupes.get(k) ?? [];
  liste.push(ligne);
  groupes.set(k, liste);
}

interface Cumul {
  numerateur: number | null;
  denominateur: number | null;
}

function cumuler({ compte, sansDenominateur, unite, inconnu }: Reference, lignes: readonly Ligne[]): Cumul {
  const cote = (combien: (ligne: Ligne) => number | null): number => {
    if (compte === "sommes") return lignes.reduce((somme, ligne) => somme + (combien(ligne) ?? 0), 0);
    return new Set(lignes.filter((ligne) => (combien(ligne) ?? 0) > 0).map((ligne) => ligne.personne.id)).size;
  };
  const numerateur = inconnu && lignes.every((l) => l.numerateur === null) ? null : cote((l) => l.numerateur);
  if (sansDenominateur) return { numerateur, denominateur: null };
  if (unite) return { numerateur, denominateur: new Set(lignes.flatMap((l) => unite(l) ?? [])).size };
  return { numerateur, denominateur: cote((l) => l.denominateur) };
}

function part(reference: Reference, cumul: Cumul, ensemble: number | null): Chiffres {
  if (reference.parts === "part-du-total") {
    const chiffres = { numerateur: cumul.denominateur, denominateur: ensemble };
    return { ...chiffres, valeur: appliquer("pourcentage", chiffres) };
  }
  return { ...cumul, valeur: arrondir(reference, appliquer(reference.parts, cumul)) };
}
const arrondir = ({ arrondi }: Reference, valeur: number | null) => (arrondi && valeur !== null ? Math.round(valeur) : valeur);

function appliquer(formule: Formule, { numerateur, denominateur }: Cumul): number | null {
  if (formule === "aucune" || numerateur === null) return null;
  if (formule === "nombre") return numerateur;
  if (formule === "unites") return denominateur;
  if (!denominateur) return null;
  if (formule === "moyenne") return numerateur / denominateur;
  return formule === "evolution" ? (100 * (numerateur - denominateur)) / denominateur : (100 * numerateur) / denominateur;
}

/** What nobody knew yet has no figure. */
export const INCONNUS: Compte = { numerateur: null, denominateur: null, valeur: null, parts: new Map() };

/** Mean and percentiles of delays, by linear interpolation between ranks. */
export function delais(lignes: readonly Ligne[]): { effectif: number; moyenne: number; rang(p: number): number } | null {
  const jours = lignes.flatMap((l) => (typeof l.delai === "number" ? [l.delai] : [])).sort((a, b) => a - b);
  if (jours.length === 0) return null;
  const rang = (p: number) => {
    const place = p * (jours.length - 1);
    const [bas, haut] = [jours[Math.floor(place)]!, jours[Math.ceil(place)]!];
    return bas + (haut - bas) * (place - Math.floor(place));
  };
  return { effectif: jours.length, moyenne: jours.reduce((s, j) => s + j, 0) / jours.length, rang };
}
