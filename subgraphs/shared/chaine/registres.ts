import { NATURES } from "../nature";

/** Sealed lists whose rows take their place when they are sealed. */
export const SANS_NATURE = ["alerte", "alerte_examen", "acces_urgence", "acces_urgence_fermeture"] as const;

/** A list of rows that is sealed: the rows of one nature of the register of reads, the events, the alerts, the emergency accesses. Positions run from 1,
 * without a hole. */
export interface RegistreScelle {
  registre: "consultation" | "evenement" | (typeof SANS_NATURE)[number];
  /** Empty for a register that has none. */
  nature: string;
}

/** Every list that is sealed, in the order in which a round seals them. */
export const REGISTRES: readonly RegistreScelle[] = [
  ...NATURES.map((nature) => ({ registre: "consultation" as const, nature })),
  { registre: "evenement", nature: "" },
  ...SANS_NATURE.map((registre) => ({ registre, nature: "" })),
];

/** Columns that the hash of a row covers, in the order of the canonical text. `position` is said by the place in the batch. */
export const COLONNES = {
  consultation: [
    "id",
    "rang",
    "nature",
    "operation",
    "operation_nom",
    "requete",
    "sous_graphe",
    "le",
    "departement",
    "client",
    "agent",
    "organisme",
    "finalite",
    "allocataires",
    "champs",
    "motif",
    "nombre",
  ],
  evenement: ["id", "rang", "type", "departement", "allocataire", "donnees", "survenu_le", "source"],
  alerte: ["id", "rang", "nature", "gravite", "departement", "client", "agent", "organisme", "le", "details"],
  alerte_examen: ["alerte", "rang", "le", "client", "agent", "motif"],
  acces_urgence: ["id", "rang", "departement", "client", "agent", "organisme", "ouvert_le", "expire_le"],
  acces_urgence_fermeture: ["acces", "rang", "le", "par"],
} as const satisfies Record<RegistreScelle["registre"], readonly string[]>;

/** A row as it is hashed: texts, lists of texts, null. */
export type LigneCanonique = Record<string, string | string[] | null>;
