import { clientActivites } from "./activites.client";
import { clientAgences } from "./agences.client";
import type { FranceTravail } from "./api";
import { clientContratEngagement } from "./contrat-engagement.client";
import { clientDiagnostic } from "./diagnostic.client";
import { clientEvenements } from "./evenements.client";
import { clientInformationsAdministratives } from "./informations-administratives.client";
import { clientOrientationV1 } from "./orientation-v1.client";
import { clientOrientationV2 } from "./orientation-v2.client";
import { clientUsagers } from "./rechercher-usager.client";
import { clientRendezVous } from "./rendez-vous.client";
import { clientSanctions } from "./sanctions.client";
import { clientStatut } from "./statut-usager.client";
import { type ReglagesFranceTravail, Transport } from "./transport";

/** The family of the SI Plateforme over one transport: the same for the simulator, the recette and production, which only the settings tell apart. */
export function creerFranceTravail(reglages: ReglagesFranceTravail): FranceTravail {
  const transport = new Transport(reglages);
  return {
    usagers: clientUsagers(transport),
    informationsAdministratives: clientInformationsAdministratives(transport),
    statut: clientStatut(transport),
    activites: clientActivites(transport),
    orientation: reglages.versionOrientation === 1 ? clientOrientationV1(transport) : clientOrientationV2(transport),
    rendezVous: clientRendezVous(transport),
    diagnostic: clientDiagnostic(transport),
    contratEngagement: clientContratEngagement(transport),
    sanctions: clientSanctions(transport),
    agences: clientAgences(transport),
    evenements: clientEvenements(transport),
  };
}
