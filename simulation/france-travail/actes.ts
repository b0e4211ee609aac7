import type { Acte } from "./acte";
import * as dossier from "./actes-dossier";
import * as parcours from "./actes-parcours";
import type { Plateforme } from "./plateforme";

/** @throws Error in a sentence when it cannot be done. */
export function agir(plateforme: Plateforme, acte: Acte): unknown {
  if (acte.acte === "PUBLIER_EVENEMENT") return publier(plateforme, acte.evenement);
  if (acte.acte === "RETIRER_EVENEMENT") {
    plateforme.evenements = plateforme.evenements.filter((e) => e.id !== acte.id);
    return null;
  }
  const trouve = plateforme.dossier(acte.numeroFranceTravail);
  if (!trouve) throw new Error(`Usager inconnu : ${acte.numeroFranceTravail}.`);
  const geste = { plateforme, dossier: trouve, maintenant: plateforme.maintenant(), agent: "CONSEILLER-FT", organisme: parcours.AGENCE };
  switch (acte.acte) {
    case "DEMANDER_ORIENTATION":
      return parcours.demanderOrientation(geste, acte);
    case "DECIDER_ORIENTATION":
      return parcours.deciderOrientation(geste, acte);
    case "CLORE_ORIENTATION":
      return parcours.cloreOrientation(geste, acte);
    case "PRENDRE_RENDEZ_VOUS":
      return parcours.prendreRendezVous(geste, acte);
    case "MARQUER_RENDEZ_VOUS":
      return parcours.marquerRendezVous(geste, acte);
    case "CHANGER_STATUT":
      return dossier.changerStatut(geste, acte);
    case "PREPARER_CONTRAT":
      return dossier.preparerContrat(geste);
    case "SIGNER_CONTRAT":
      return dossier.signerContrat(geste, acte);
    case "REFUSER_CONTRAT":
      return dossier.refuserContrat(geste, acte);
    case "MODIFIER_DIAGNOSTIC":
      return dossier.modifierDiagnostic(geste, acte);
    case "PROPOSER_SANCTION":
      return dossier.proposerSanction(geste, acte);
    case "PROPOSER_LEVEE":
      return dossier.proposerLevee(geste, acte);
    case "ANNULER_SANCTION":
      return dossier.annulerSanction(geste, acte);
  }
}

/** The same id again replaces it. */
function publier(plateforme: Plateforme, evenement: Record<string, unknown> & { id: string }): { id: string } {
  plateforme.evenements = [...plateforme.evenements.filter((e) => e.id !== evenement.id), evenement];
  return { id: evenement.id };
}
