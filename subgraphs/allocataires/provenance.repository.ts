import { type Provenance, type ProvenanceColumns, provenance } from "../shared/contrat/provenance";

/** The provenance columns of a table, for a SELECT. `alias` is a constant of the code. */
export const colonnesProvenance = (alias: string): string =>
  ["source", "source_organisme", "collectee_le", "recue_le", "certifiee", "reference"].map((colonne) => `${alias}.${colonne}`).join(", ");

/** The row with its provenance as the API shows it. */
export const avecProvenance = <T extends ProvenanceColumns>(ligne: T): T & { provenance: Provenance } =>
  Object.assign(ligne, { provenance: provenance(ligne) });
