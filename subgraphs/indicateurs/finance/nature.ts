/** What is entered of the money of a contract. */

export const PROGRAMMES = ["INSERTION", "SOLIDARITES"] as const;
export type Programme = (typeof PROGRAMMES)[number];

/** Of what a nature is said: a line of annexe 3, a line or a whole programme, or the contract. */
type Niveau = "FICHE" | "FICHE_OU_PROGRAMME" | "CONTRAT";

interface RegleNature {
  niveau: Niveau;
  /** SOMME: every entry counts · DERNIER: a total on its day, the last entry counts · DATE: no amount, the last entry counts. */
  compte: "SOMME" | "DERNIER" | "DATE";
}

export const NATURES = {
  SIGNATURE: { niveau: "CONTRAT", compte: "DATE" },
  AVENANT: { niveau: "CONTRAT", compte: "DATE" },
  RAPPORT_INSERTION: { niveau: "CONTRAT", compte: "DATE" },
  RAPPORT_SOLIDARITES: { niveau: "CONTRAT", compte: "DATE" },
  VERSEMENT_ETAT: { niveau: "FICHE_OU_PROGRAMME", compte: "SOMME" },
  RESTITUTION: { niveau: "FICHE_OU_PROGRAMME", compte: "SOMME" },
  REALISE_ETAT: { niveau: "FICHE", compte: "DERNIER" },
  REALISE_DEPARTEMENT: { niveau: "FICHE", compte: "DERNIER" },
  REALISE_AUTRES: { niveau: "FICHE", compte: "DERNIER" },
  REPORT_ETAT: { niveau: "FICHE", compte: "DERNIER" },
  REPORT_DEPARTEMENT: { niveau: "FICHE", compte: "DERNIER" },
} as const satisfies Record<string, RegleNature>;
export type Nature = keyof typeof NATURES;
export const NOMS_NATURES = Object.keys(NATURES) as Nature[];

/** What an entry is of, when it is of no line of annexe 3. */
export const DU_CONTRAT = "CONTRAT";

/** An entry, as the rules read it. Replaced entries are left out. */
export interface SaisieFinanciere {
  annee: number;
  nature: Nature;
  /** Fiche action, a programme, or CONTRAT. */
  objet: string;
  montantCentimes: number | null;
  /** Civil date of the fact. */
  le: string;
  imputation: string | null;
}

/** The amount that entries make for one object: their sum, or the last of them; null when nobody entered any. Entries come in the order they were made. */
export function montant(saisies: readonly SaisieFinanciere[], nature: Nature, objet: string): number | null {
  const siennes = saisies.filter((saisie) => saisie.nature === nature && saisie.objet === objet);
  if (siennes.length === 0) return null;
  if (NATURES[nature].compte === "SOMME") return siennes.reduce((somme, saisie) => somme + saisie.montantCentimes!, 0);
  return siennes.at(-1)!.montantCentimes;
}

/** The date of a fact of the contract (signature, reports), or null. */
export const dateDe = (saisies: readonly SaisieFinanciere[], nature: Nature): string | null =>
  saisies.findLast((saisie) => saisie.nature === nature)?.le ?? null;
