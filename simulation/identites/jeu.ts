import type { Candidat, Identite } from "../../subgraphs/allocataires/identite/identite";
import { iso, jourDe } from "../calendrier";
import { PRENOMS_F, PRENOMS_H } from "../foyer/noms";
import { Hasard } from "../hasard";
import { personne } from "./personnes";
import { VARIANTES } from "./variantes";

/** A received identity with the truth: whom it is, or null when nobody known. */
export interface IdentiteEtiquetee {
  difficulte: string;
  recue: Identite;
  vraie: string | null;
}

export interface JeuEtiquete {
  connues: Candidat[];
  recues: IdentiteEtiquetee[];
}

/** In which file the identity comes: the next flow of her foyer, another foyer's flow, or a partner's list without NIR. */
const SUPPORTS: Record<string, (p: Candidat, recue: Identite, h: Hasard) => Identite> = {
  FLUX: (p, recue) => ({ ...recue, foyers: p.foyers, telephone: null, courriel: null }),
  AUTRE_DOSSIER: (_, recue, h) => ({
    ...recue,
    foyers: [{ numeroDemande: String(h.entier(25_000_000_000, 25_999_999_999)), role: "DEM" }],
    telephone: null,
    courriel: null,
  }),
  LISTE: (_, recue, h) => ({
    ...recue,
    foyers: [],
    numeros: recue.numeros.filter((n) => n.type !== "NIR"),
    communeNaissance: h.oui(0.5) ? recue.communeNaissance : null,
  }),
};

/** Couples of people who look alike and are two: only the first is known, the second is received. Each gives what the second has of the first. */
const SOSIES: Record<string, (p: Candidat, h: Hasard) => Partial<Candidat>> = {
  "homonyme né un autre jour": (p) => ({ nom: p.nom, prenoms: p.prenoms, sexe: p.sexe }),
  "homonyme né le même jour": (p, h) => ({
    nom: p.nom,
    prenoms: [p.prenoms[0]!],
    sexe: p.sexe,
    dateNaissance: p.dateNaissance,
    ...(h.oui(0.5) ? { codeInsee: p.codeInsee } : {}),
  }),
  jumeaux: (p, h) => ({ ...fratrie(p), dateNaissance: p.dateNaissance, rangNaissance: h.oui(0.5) ? 2 : null }),
  "jumeaux aux prénoms voisins": (p, h) => ({
    ...fratrie(p),
    dateNaissance: p.dateNaissance,
    sexe: p.sexe,
    prenoms: [`${p.prenoms[0]!.slice(0, -1)}${p.prenoms[0]!.endsWith("a") ? "o" : "a"}`],
    rangNaissance: h.oui(0.5) ? 2 : null,
  }),
  "père et fils du même nom": (p, h) => ({
    ...fratrie(p),
    sexe: p.sexe,
    prenoms: p.prenoms,
    dateNaissance: h.oui(0.5) ? decalee(p.dateNaissance!, -20) : iso(jourDe(p.dateNaissance!) - h.entier(6_500, 12_000)),
  }),
  "fratrie née la même année": (p, h) => ({ ...fratrie(p), dateNaissance: iso(jourDe(p.dateNaissance!) + h.entier(280, 360)) }),
  inconnu: () => ({}),
};

/** Born elsewhere in time, in the same family: name, town, telephone and address in common. */
const fratrie = (p: Candidat): Partial<Candidat> => ({
  nom: p.nom,
  communeNaissance: p.communeNaissance,
  codeInsee: p.codeInsee,
  telephone: p.telephone,
  courriel: p.courriel,
});
const decalee = (date: string, annees: number) => `${Number(date.slice(0, 4)) + annees}${date.slice(4)}`;

/** People known and identities received, always the same for a seed: each received one shows one difficulty. */
export function jeuEtiquete(nombre: number, graine: string): JeuEtiquete {
  const connues = Array.from({ length: nombre }, (_, rang) => personne(new Hasard(graine, "identite", rang), rang));
  const recues = connues.flatMap((p, rang) => {
    const h = new Hasard(graine, "reception", rang);
    return [variante(p, h), sosie(p, h, nombre + rang), nirDUnAutre(p, h, nombre + rang)].filter((r) => r !== null);
  });
  return { connues, recues };
}

function variante(p: Candidat, h: Hasard): IdentiteEtiquetee | null {
  const [difficulte, modifier] = h.choix(Object.entries(VARIANTES));
  const modifiee = modifier(p, h);
  if (modifiee === null) return null;
  const support = h.choix(Object.values(SUPPORTS));
  const { id, ...identite } = p;
  return { difficulte, recue: support(p, { ...identite, ...modifiee }, h), vraie: id };
}

function sosie(p: Candidat, h: Hasard, rang: number): IdentiteEtiquetee {
  const [difficulte, partage] = h.choix(Object.entries(SOSIES));
  const commun = partage(p, h);
  const autre = personne(h, rang, commun);
  if (difficulte.startsWith("jumeaux") && autre.prenoms[0] === p.prenoms[0]) {
    const prenoms = autre.sexe === "2" ? PRENOMS_F : PRENOMS_H;
    autre.prenoms = [prenoms[(prenoms.indexOf(p.prenoms[0]!) + 1) % prenoms.length]!];
  }
  const { id: _, ...recue } = autre;
  // Half of the relatives live in the known person's foyer, under another role.
  const foyers = commun.communeNaissance && h.oui(0.5) ? [{ numeroDemande: p.foyers[0]!.numeroDemande, role: "CJT" }] : recue.foyers;
  return { difficulte, recue: { ...recue, foyers, numeros: h.oui(0.5) ? recue.numeros : [] }, vraie: null };
}

/** One in ten: a new person to whom a file gives the NIR of someone known. */
function nirDUnAutre(p: Candidat, h: Hasard, rang: number): IdentiteEtiquetee | null {
  const nir = p.numeros.find((n) => n.type === "NIR");
  if (!nir || !h.oui(0.1)) return null;
  const { id: _, ...recue } = personne(h, rang);
  return { difficulte: "NIR d’une autre personne", recue: { ...recue, numeros: [nir] }, vraie: null };
}
