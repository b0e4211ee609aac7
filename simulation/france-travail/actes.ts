import * as dossier from "./actes-dossier";
import * as parcours from "./actes-parcours";
import type { StatutUsager } from "./modele";
import type { Entite, ParcoursLu } from "./modele-orientation";
import type { Plateforme } from "./plateforme";

/** What a conseiller of France Travail, or its batches, do on their side. Civil dates, and instants for the contract; absent: now. */
export type Acte =
  | ({ numeroFranceTravail: string } & ActeDUsager)
  | { acte: "PUBLIER_EVENEMENT"; evenement: Record<string, unknown> & { id: string; titre: string; dateDebut: string } }
  | { acte: "RETIRER_EVENEMENT"; id: string };

export type ActeDUsager =
  | {
      acte: "DEMANDER_ORIENTATION";
      origine?: string;
      parcours?: ParcoursLu;
      organisme?: Entite["organisme"]["code"];
      criteres?: Record<string, unknown>;
      competent?: Entite;
    }
  | { acte: "DECIDER_ORIENTATION"; parcours: "PED" | "PSP" | "PSO"; referent?: Entite; dateDecision?: string }
  | { acte: "CLORE_ORIENTATION"; dateSortie?: string; motif?: string }
  | { acte: "PRENDRE_RENDEZ_VOUS"; rendezVous: Record<string, unknown> & { date: string } }
  | {
      acte: "MARQUER_RENDEZ_VOUS";
      id: string;
      statut: "EFFECTUE" | "ABSENT" | "ANNULE" | "MODIFIE";
      date?: string;
      motifAnnulation?: string;
      initiateur?: "USAGER" | "PARTENAIRE";
    }
  | { acte: "CHANGER_STATUT"; statut: StatutUsager; dateEffet?: string; motifCode?: string; motifLibelle?: string; categorie?: string }
  | { acte: "PREPARER_CONTRAT" }
  | { acte: "SIGNER_CONTRAT"; dateSignature?: string; engagementsUsager?: { titre: string; libelles: string[] }[] }
  | { acte: "REFUSER_CONTRAT"; dateRefus?: string }
  | {
      acte: "MODIFIER_DIAGNOSTIC";
      contraintes: { code: string; valeur: string; impact?: string; estPrioritaire?: boolean }[];
      dateExploration?: string;
    }
  | {
      acte: "PROPOSER_SANCTION";
      type?: "SUSP_RSA" | "SUPPR_RSA";
      famille?: "F01" | "F03" | "F04";
      nature?: string;
      dateManquement?: string;
      modalite?: "P" | "M";
      montant?: number;
      duree?: 1 | 2 | 3 | 4;
      attributs?: { codeAttribut: string; valeurAttribut: string }[];
    }
  | { acte: "PROPOSER_LEVEE"; idConsequenceSanction: string; accordFT?: boolean }
  | { acte: "ANNULER_SANCTION"; idConsequenceSanction: string; motif?: string };

export type De<A extends ActeDUsager["acte"]> = Extract<ActeDUsager, { acte: A }>;

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
