/** Where the hub has each datum that the Département must provide for the volet 3 indicators (annexe 4, 3/3). */
export interface FaitDuHub {
  /** Field of the API that gives it, for one person. */
  champ: string;
  /** Facts that fill it. */
  fait: string;
}

export const FAITS_DU_HUB: Readonly<Record<string, FaitDuHub>> = {
  IDENTIFIANT_FRANCE_TRAVAIL: {
    champ: "Allocataire.identifiants",
    fait: "Flux de la CAF, enregistrerNumeroFranceTravail ; compté quand France Travail a dit l’inscription ou l’identification de la personne.",
  },
  IDENTIFIANT_RSA: { champ: "Allocataire.dossiers", fait: "Flux de la CAF et de la MSA : dossier RSA de la personne." },
  DATE_OUVERTURE_DROITS: { champ: "Allocataire.dates", fait: "Flux de la CAF et de la MSA : ouverture du droit." },
  DATE_NOTIFICATION: { champ: "Allocataire.dates", fait: "Flux quotidien de la CAF : notification au Département." },
  DATE_ENTREE_DISPOSITIF: { champ: "Allocataire.dates", fait: "Flux de la CAF et de la MSA : entrée dans le dispositif." },
  DATE_RDV_ORIENTATION: { champ: "Allocataire.rendezVous", fait: "Rendez-vous d’orientation, tenus ou manqués." },
  DIAGNOSTIC: { champ: "Allocataire.diagnostics", fait: "enregistrerDiagnostic, et diagnostics lus à France Travail." },
  TYPE_PARCOURS: { champ: "Allocataire.orientations", fait: "deciderOrientation : catégorie légale du parcours." },
  DATES_RDV_ACCOMPAGNEMENT: { champ: "Allocataire.rendezVous", fait: "Rendez-vous d’accompagnement, le premier compris." },
  PRESTATIONS: {
    champ: "Allocataire.prescriptions",
    fait: "Prescriptions démarrées et activités déclarées, avec leurs dates et leur durée.",
  },
};

/** A share in percent; null when there is nobody. */
export const part = (renseignees: number, personnes: number): number | null => (personnes === 0 ? null : (100 * renseignees) / personnes);
