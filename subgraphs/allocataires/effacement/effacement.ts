import type { Refus } from "../../shared/contrat/refus";
import { enCapitalesSansAccent } from "../caf/etat-civil";
import { premierRefus, refus } from "../refus";
import type { Acteur } from "../situation";
import type { MotifEffacement } from "../vocabulaire";

/** Someone was erased. Nothing of her is in it. */
export interface Effacement {
  id: string;
  motif: MotifEffacement;
  effaceLe: Date;
  /** How many rows went. */
  lignes: number;
}

/** Why a person cannot be erased on request, or null. Refus: NON_HABILITE, EFFACEMENT_FINALITE, EFFACEMENT_MOTIF, EFFACEMENT_DROITS_OUVERTS.
 * Source: RGPD, article 17: the right to erasure does not hold against a mission of public interest that goes on; data collected by mistake go at once. */
export function refusDEffacement(
  { acteur, finalite, droitsOuverts }: { acteur: Acteur; finalite: string | null; droitsOuverts: boolean },
  motif: MotifEffacement,
): Refus | null {
  return premierRefus(
    () => (acteur.type === "DEPARTEMENT" ? null : refus("NON_HABILITE", "allocataire")),
    () => (finalite === "EXERCICE_DES_DROITS" ? null : refus("EFFACEMENT_FINALITE")),
    () => (motif === "CONSERVATION_ECHUE" ? refus("EFFACEMENT_MOTIF", "motif") : null),
    () => (droitsOuverts && motif === "DEMANDE_DE_LA_PERSONNE" ? refus("EFFACEMENT_DROITS_OUVERTS", "allocataire") : null),
  );
}

/** The words that a keyed hash of a civil status is made of: letters and digits of the name and of the first given name, and the birth date. */
export const texteEtatCivil = (nom: string, prenom: string, dateNaissance: string): string =>
  `${enCapitalesSansAccent(nom).replace(/[^A-Z0-9]/g, "")}|${enCapitalesSansAccent(prenom).replace(/[^A-Z0-9]/g, "")}|${dateNaissance}`;

/** A name whole and, when it has several words, each one of more than two letters. */
const entierEtMots = (texte: string, separateur: RegExp): string[] => [
  ...new Set([texte, ...texte.split(separateur).filter((mot) => mot.replace(/[^\p{L}]/gu, "").length > 2)]),
];

/** Every text by which a flow may name her otherwise: part of a compound name, another given name first, a birth date without its day (the first of
 * the month) or its month. `connue`: she is the one erased, so that what a flow leaves out of her date is kept too. */
export function textesEtatCivil(personne: { noms: string[]; prenoms: string[]; naissance: string }, connue: boolean): string[] {
  const { naissance } = personne;
  const [mois, an] = [`${naissance.slice(0, 7)}-00`, `${naissance.slice(0, 4)}-00-00`];
  const [sansJour, sansMois] = [connue || naissance.endsWith("-01"), connue || naissance.endsWith("-01-01")];
  const dates = [naissance, ...(sansJour ? [mois] : []), ...(sansMois ? [an] : [])];
  const noms = personne.noms.flatMap((nom) => entierEtMots(nom, /[\s-]+/));
  const prenoms = personne.prenoms.flatMap((prenom) => entierEtMots(prenom, /\s+/));
  return noms.flatMap((nom) => prenoms.flatMap((prenom) => dates.map((date) => texteEtatCivil(nom, prenom, date))));
}

/** A request number with the birth date: another person who comes into the same foyer is not the one who was erased. */
export const texteDossier = (numeroDemande: string, dateNaissance: string): string => `${numeroDemande}|${dateNaissance}`;

/** A request number with each given name: a birth date told otherwise in the same dossier. */
export const textesPrenomsDuDossier = (numeroDemande: string, prenoms: readonly string[]): string[] =>
  prenoms.map((prenom) => texteEtatCivil(numeroDemande, prenom, ""));
