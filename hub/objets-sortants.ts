import { sanctionsParIds } from "../subgraphs/allocataires/transmission/sanction.repository";
import { consequencesDesSanctions } from "../subgraphs/echanges/envoi/consequences.repository";
import type { ObjetSortant } from "../subgraphs/echanges/envoi/objet-sortant";
import { objetSanctionDecision } from "../subgraphs/echanges/envoi/objets/sanction-decision";
import { objetSanctionManquement } from "../subgraphs/echanges/envoi/objets/sanction-manquement";
import type { SourcesDesFaits } from "./sources-des-faits";

/** What is told to France Travail, one line an object: its factory, and where its fact is read.
 * `objetX((departement, ids) => sources.allocataires(departement, (tx) => xATransmettre(tx, ids)))` */
export function objetsSortants(sources: SourcesDesFaits): ObjetSortant[] {
  const sanctions = (departement: string, ids: readonly string[]) => sources.allocataires(departement, (tx) => sanctionsParIds(tx, ids));
  const consequences = (departement: string, ids: readonly string[]) =>
    sources.echanges(departement, (tx) => consequencesDesSanctions(tx, departement, ids));
  return [objetSanctionDecision(sanctions), objetSanctionManquement(sanctions, consequences)];
}
