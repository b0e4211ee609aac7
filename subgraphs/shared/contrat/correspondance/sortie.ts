/** `NatureSortie` of the contract, as far as France Travail’s motives tell it. */
type NatureSortie =
  | "EMPLOI_DURABLE"
  | "EMPLOI_COURT"
  | "FORMATION"
  | "CREATION_ACTIVITE"
  | "FIN_DE_DROIT"
  | "DEMENAGEMENT"
  | "DECES"
  | "AUTRE";

/** Labels of the end of a registration (`m_motif_cloture_lib` of « Statut usager » v2), by what they say. The list of codes is not published: the label
 * decides, in the words of the published statistics of exits (« reprise d’emploi », « entrée en stage »…). A job whose length is not said is counted as short. */
const NATURES: readonly (readonly [RegExp, NatureSortie])[] = [
  [/\bdeces\b|\bdecede/, "DECES"],
  [/creation|reprise d.?entreprise|\bacre\b/, "CREATION_ACTIVITE"],
  [/emploi durable|\bcdi\b|duree indeterminee/, "EMPLOI_DURABLE"],
  [/reprise d.?emploi|reprise d.?activite|\bcdd\b|interim/, "EMPLOI_COURT"],
  [/\bstage\b|formation/, "FORMATION"],
  [/demenagement|changement de departement/, "DEMENAGEMENT"],
];

const simple = (texte: string): string => texte.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** What an end of registration means for the journey; AUTRE when its motive says nothing of it: it is never guessed. */
export const natureDeSortie = (libelle: string | null | undefined): NatureSortie =>
  NATURES.find(([mots]) => mots.test(simple(libelle ?? "")))?.[1] ?? "AUTRE";
