import type { Provenance } from "../../shared/contrat/provenance";
import type { Allocataire } from "../personne/allocataire";

/** What a declaration says of one datum. `adresse` holds its four parts together. */
export interface DonneeDite {
  champ: string;
  valeur: unknown;
  /** The hub believes it, by the rule of precedence `motif`. */
  retenue: boolean;
  motif: string | null;
  declaration: string;
  dossier: string | null;
  /** When the same source spoke again of the whole dossier. */
  suivanteLe: Date | null;
  provenance: Provenance;
  /** The person contests it, the Département agrees, the source has not corrected it. */
  contestee?: boolean;
}

/** A value of a field, as it is shown. */
export interface ValeurConnue {
  champ: string;
  valeur: string;
  provenance: Provenance;
  dossier: string | null;
  /** When another value took its place; null for the current one. */
  remplaceeLe: Date | null;
  contestee?: boolean;
}

/** Fields told to callers, in the order of an identity card; the others (birth rank, sex) only serve to recognise the person. */
export const CHAMPS_DITS = [
  "civilite",
  "nom",
  "nomUsage",
  "prenoms",
  "dateNaissance",
  "lieuNaissance",
  "commune",
  "adresse",
  "sansDomicileFixe",
  "telephone",
  "courriel",
  "situationFamille",
  "enfantsACharge",
] as const;
export type ChampDit = (typeof CHAMPS_DITS)[number];

type Lieu = { adresse?: string | null; codeInsee?: string | null; communeNom?: string | null };

/** The parts of an address as the fields of the API. */
const enChamps = (dite: DonneeDite): DonneeDite[] => {
  if (dite.champ !== "adresse") return [dite];
  const { adresse, codeInsee, communeNom } = (dite.valeur ?? {}) as Lieu;
  return [
    { ...dite, champ: "adresse", valeur: adresse ?? null },
    { ...dite, champ: "commune", valeur: communeNom ?? codeInsee ?? null },
  ];
};

/** A value in clear: a list with commas, yes or no in French. Null when there is nothing to show. */
export function enTexte(valeur: unknown): string | null {
  if (valeur === null || valeur === undefined || valeur === "") return null;
  if (typeof valeur === "boolean") return valeur ? "oui" : "non";
  return Array.isArray(valeur) ? valeur.join(", ") || null : String(valeur);
}

const quand = (dite: DonneeDite): number => dite.provenance.collecteeLe.getTime();
const laPlusTardive = (a: Date, b: Date): Date => (a < b ? b : a);

/** Each value that sources gave of a person: the believed one of each field first, then the former ones, newest first.
 * What a source repeats is one value, dated by the last time; what another source confirms is not a former value. */
export function valeursConnues(dites: readonly DonneeDite[]): ValeurConnue[] {
  const parChamp = Map.groupBy(dites.flatMap(enChamps), (dite) => dite.champ);
  return CHAMPS_DITS.flatMap((champ) => {
    const duChamp = parChamp.get(champ) ?? [];
    const crue = duChamp.find((dite) => dite.retenue) ?? null;
    const parSource = Map.groupBy(duChamp, (dite) => `${dite.provenance.source} ${dite.dossier}`);
    const valeurs = [...parSource.values()].flatMap((paroles) => valeursDUneSource(paroles, crue));
    return valeurs.sort((a, b) => (b.remplaceeLe?.getTime() ?? Number.MAX_VALUE) - (a.remplaceeLe?.getTime() ?? Number.MAX_VALUE));
  });
}

function valeursDUneSource(paroles: readonly DonneeDite[], crue: DonneeDite | null): ValeurConnue[] {
  const ordre = [...paroles].sort((a, b) => quand(a) - quand(b));
  return ordre.flatMap((dite, i) => {
    const suivante = ordre[i + 1];
    const valeur = enTexte(dite.valeur);
    if (valeur === null || (suivante && enTexte(suivante.valeur) === valeur)) return [];
    if (dite.retenue) return [valeurConnue(dite, valeur, null)];
    const fin = suivante?.provenance.collecteeLe ?? dite.suivanteLe;
    if (fin === null && crue && enTexte(crue.valeur) === valeur) return [];
    const ecartee = crue ? laPlusTardive(crue.provenance.collecteeLe, dite.provenance.collecteeLe) : dite.provenance.collecteeLe;
    return [valeurConnue(dite, valeur, fin ?? ecartee)];
  });
}

const valeurConnue = (
  { champ, provenance, dossier, contestee = false }: DonneeDite,
  valeur: string,
  remplaceeLe: Date | null,
): ValeurConnue => ({
  champ,
  valeur,
  provenance,
  dossier,
  remplaceeLe,
  contestee,
});

/** The values of a person: those of her declarations, and, for a field that none speaks of, the row's own with the row's provenance. */
export function valeursDeLaPersonne(personne: Allocataire, dites: readonly DonneeDite[]): ValeurConnue[] {
  const connues = valeursConnues(dites);
  const enCours = new Set(connues.filter((c) => c.remplaceeLe === null).map((c) => c.champ));
  const contestes = new Set(dites.flatMap(enChamps).flatMap(({ champ, contestee }) => (contestee ? [champ] : [])));
  const { provenance, civilite, nom, nomUsage, prenoms, dateNaissance, commune, adresse, telephone, courriel } = personne;
  const ligne = { civilite, nom, nomUsage, prenoms, dateNaissance, commune: commune?.nom, adresse, telephone, courriel };
  const propres = Object.entries(ligne).flatMap(([champ, brute]) => {
    const valeur = enTexte(brute);
    const contestee = contestes.has(champ);
    return valeur === null || enCours.has(champ) ? [] : [{ champ, valeur, provenance, dossier: null, remplaceeLe: null, contestee }];
  });
  const rang = ({ champ, remplaceeLe }: ValeurConnue) => CHAMPS_DITS.indexOf(champ as ChampDit) * 2 + (remplaceeLe ? 1 : 0);
  return [...propres, ...connues].sort((a, b) => rang(a) - rang(b));
}
