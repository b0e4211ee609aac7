import { contratsATransmettre } from "../subgraphs/allocataires/transmission/contrat.repository";
import { diagnosticsATransmettre } from "../subgraphs/allocataires/transmission/diagnostic.repository";
import { orientationsATransmettre } from "../subgraphs/allocataires/transmission/orientation.repository";
import { reorientationsATransmettre } from "../subgraphs/allocataires/transmission/reorientation.repository";
import { sanctionsParIds } from "../subgraphs/allocataires/transmission/sanction.repository";
import { consequencesDesSanctions } from "../subgraphs/echanges/envoi/consequences.repository";
import type { LireFaits } from "../subgraphs/echanges/envoi/lire-faits";
import type { ObjetSortant } from "../subgraphs/echanges/envoi/objet-sortant";
import { objetContratEngagement } from "../subgraphs/echanges/envoi/objets/contrat-engagement";
import { objetDiagnostic } from "../subgraphs/echanges/envoi/objets/diagnostic";
import { objetOrientationDemande } from "../subgraphs/echanges/envoi/objets/orientation-demande";
import { objetOrientationResultat } from "../subgraphs/echanges/envoi/objets/orientation-resultat";
import { objetRdvAPositionner } from "../subgraphs/echanges/envoi/objets/rdv-a-positionner";
import { objetRdvPositionne } from "../subgraphs/echanges/envoi/objets/rdv-positionne";
import { objetRdvPresence } from "../subgraphs/echanges/envoi/objets/rdv-presence";
import { objetSanctionDecision } from "../subgraphs/echanges/envoi/objets/sanction-decision";
import { objetSanctionManquement } from "../subgraphs/echanges/envoi/objets/sanction-manquement";
import type { Transaction } from "../subgraphs/shared/database";
import { rendezVousADire } from "./rendez-vous-a-dire";
import type { SourcesDesFaits } from "./sources-des-faits";

/** What is told to France Travail, one line an object: its factory, and where its fact is read. */
export function objetsSortants(sources: SourcesDesFaits): ObjetSortant[] {
  const chez =
    <F>(lire: (tx: Transaction, ids: readonly string[]) => Promise<Map<string, F>>): LireFaits<F> =>
    (departement, ids) =>
      sources.allocataires(departement, (tx) => lire(tx, ids));
  const sanctions = chez(sanctionsParIds);
  const consequences = (departement: string, ids: readonly string[]) =>
    sources.echanges(departement, (tx) => consequencesDesSanctions(tx, departement, ids));
  return [
    objetOrientationDemande(chez(reorientationsATransmettre)),
    objetOrientationResultat(chez(orientationsATransmettre)),
    objetRdvAPositionner(chez(orientationsATransmettre)),
    objetDiagnostic(chez(diagnosticsATransmettre)),
    objetContratEngagement(chez(contratsATransmettre)),
    objetRdvPositionne(rendezVousADire(sources)),
    objetRdvPresence(rendezVousADire(sources)),
    objetSanctionDecision(sanctions),
    objetSanctionManquement(sanctions, consequences),
  ];
}
