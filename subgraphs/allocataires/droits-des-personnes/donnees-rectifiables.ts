import type { DonneeRectifiable } from "../vocabulaire";

/** How a datum is corrected: DECLARATION, by the hub, which owns it; SOURCE, by who sends it (the payer), who is told; ACTE, by the act of a professional. */
export type Moyen = "DECLARATION" | "SOURCE" | "ACTE";

export interface Donnee {
  moyen: Moyen;
  /** Fields of declarations that it covers. */
  champs: readonly string[];
  /** Coordinates of the API that give it: who read them had the value. */
  coordonnees: readonly string[];
  /** It can be kept without being served (RGPD, article 18). Not what the right itself rests on (article 18, 2). */
  limitable: boolean;
  /** ACTE: the mutation that corrects it. */
  acte?: string;
}

/** What of a datum is contested: these fields and the coordinates that give them; all of it without a choice. */
export function contestation(donnee: Donnee, choisis: readonly string[] | null): Pick<Donnee, "champs" | "coordonnees"> {
  if (choisis === null) return donnee;
  const siennes = donnee.coordonnees.filter((c) => choisis.includes(c.split(".")[1]!));
  return { champs: donnee.champs.filter((c) => choisis.includes(c)), coordonnees: siennes.length > 0 ? siennes : donnee.coordonnees };
}

/** What may be corrected, and how. */
export const DONNEES: Readonly<Record<DonneeRectifiable, Donnee>> = {
  TELEPHONE: { moyen: "DECLARATION", champs: ["telephone"], coordonnees: ["Allocataire.telephone"], limitable: true },
  COURRIEL: { moyen: "DECLARATION", champs: ["courriel"], coordonnees: ["Allocataire.courriel"], limitable: true },
  ADRESSE: { moyen: "DECLARATION", champs: ["adresse"], coordonnees: ["Allocataire.adresse", "Allocataire.commune"], limitable: true },
  NOM_USAGE: { moyen: "DECLARATION", champs: ["nomUsage"], coordonnees: ["Allocataire.nomUsage"], limitable: true },
  ETAT_CIVIL: {
    moyen: "SOURCE",
    champs: ["civilite", "nom", "prenoms", "dateNaissance"],
    coordonnees: ["Allocataire.civilite", "Allocataire.nom", "Allocataire.prenoms", "Allocataire.dateNaissance"],
    limitable: false,
  },
  DOSSIER_RSA: {
    moyen: "SOURCE",
    champs: ["situationFamille", "enfantsACharge"],
    coordonnees: ["Allocataire.dossier", "Allocataire.dossiers"],
    limitable: false,
  },
  DIAGNOSTIC: {
    moyen: "ACTE",
    champs: [],
    coordonnees: ["Allocataire.diagnostic", "Allocataire.diagnostics"],
    limitable: true,
    acte: "enregistrerDiagnostic",
  },
  ORIENTATION: {
    moyen: "ACTE",
    champs: [],
    coordonnees: ["Allocataire.orientation", "Allocataire.orientations"],
    limitable: false,
    acte: "proposerReorientation",
  },
  CONTRAT: {
    moyen: "ACTE",
    champs: [],
    coordonnees: ["Allocataire.contratEngagement", "Allocataire.contratsEngagement"],
    limitable: false,
    acte: "modulerContrat",
  },
  PRESENCE: { moyen: "ACTE", champs: [], coordonnees: ["Allocataire.rendezVous"], limitable: false, acte: "renseignerPresence" },
  SANCTION: { moyen: "ACTE", champs: [], coordonnees: ["Allocataire.sanctions"], limitable: false, acte: "annulerSanction" },
  ACTIVITE: { moyen: "ACTE", champs: [], coordonnees: ["Allocataire.activites"], limitable: false, acte: "confirmerActivite" },
};
