import type { ObjetSortant } from "../subgraphs/echanges/envoi/objet-sortant";
import type { SourcesDesFaits } from "./sources-des-faits";

/** What is told to France Travail, one line an object: its factory, and where its fact is read.
 * `objetX((departement, ids) => sources.allocataires(departement, (tx) => xATransmettre(tx, ids)))` */
export function objetsSortants(_sources: SourcesDesFaits): ObjetSortant[] {
  return [];
}
