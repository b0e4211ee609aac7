import type { DemandeExport, Periode } from "../demande";
import type { DefinitionLue, MesureLue } from "../mesures";
import type { Poser } from "../poser";
import type { Tableau } from "../tableur/classeur";

/** What a model works with. */
export interface Travail {
  demande: DemandeExport;
  periode: Periode;
  poser: Poser;
  /** Told how far the work is: done, total. */
  avance(fait: number, total: number): void;
}

/** A table without its mentions: those are the same for every table, and are known once all is measured. */
export type TableauNu = Omit<Tableau, "mentions"> & { mentions?: readonly string[] };

/** What a model gives: its tables, all the measures they rest on, and the definitions behind them. */
export interface Contenu {
  tableaux: TableauNu[];
  mesures: (MesureLue | null)[];
  definitions: DefinitionLue[];
  /** Texts and files that the tables come from. */
  sources: string[];
}

export type Modele = (travail: Travail) => Promise<Contenu>;

/** The definitions of measures, each version once, in the order where they come. */
export const definitionsDe = (mesures: readonly (MesureLue | null)[]): DefinitionLue[] => [
  ...new Map(
    mesures.flatMap((mesure) => (mesure ? [[`${mesure.definition.code} ${mesure.definition.version}`, mesure.definition]] : [])),
  ).values(),
];
