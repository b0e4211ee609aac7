import { RUBRIQUES, type Rubrique } from "../../subgraphs/shared/droits-des-personnes/table-de-personne";

export interface PersonneExportee {
  departement: string;
  /** Canonical id. */
  id: string;
  /** Her ids: hers, and those of the records merged into it. */
  fiches: string[];
}

export interface LigneExportee {
  provenance: {
    source: string;
    organisme: string | null;
    collecteeLe: string;
    recueLe: string;
    certifiee: boolean;
    reference: string | null;
    baseLegale: string;
  } | null;
  donnees: Record<string, unknown>;
}

export interface TableExportee {
  table: string;
  rubrique: Rubrique;
  titre: string;
  /** Where it comes from, when rows have no provenance of their own. */
  origine: string | null;
  lignes: LigneExportee[];
  retenues: { colonne: string; raison: string }[];
}

/** All that the hub holds on a person: schema/export-personne.json. */
export interface ExportPersonne {
  format: "unefois-export-personne";
  version: 1;
  faitLe: string;
  personne: PersonneExportee;
  conservation: { objet: string; mois: number; motif: string }[];
  rubriques: { code: Rubrique; titre: string; tables: TableExportee[] }[];
  /** What is not handed over, by reason. */
  nonRemis: { raison: string; tables: string[] }[];
}

/** The tables in the order of the document, those without a row left out of the count but kept: « nothing » is an answer. */
export const enRubriques = (tables: readonly TableExportee[]): ExportPersonne["rubriques"] =>
  (Object.entries(RUBRIQUES) as [Rubrique, string][]).map(([code, titre]) => ({
    code,
    titre,
    tables: tables.filter((table) => table.rubrique === code),
  }));
