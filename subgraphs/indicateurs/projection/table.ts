/** The tables of the projection: key and columns that events fill. A null never erases a value that is known, but in an `entiere` row,
 * which its last event tells whole: a late flow may take back a date. */
export const TABLES = {
  personne: { cle: ["departement", "allocataire"], colonnes: ["code_insee", "soumis_droits_devoirs", "dossier", "etat_dossier"] },
  entree: {
    cle: ["departement", "allocataire", "rang"],
    colonnes: ["demande", "ouverture_droits", "notification", "entree_dispositif", "flux"],
    entiere: true,
  },
  orientation: {
    cle: ["departement", "id"],
    colonnes: [
      "allocataire",
      "rang",
      "origine",
      "parcours",
      "categorie",
      "organisme",
      "referent",
      "demandee_le",
      "decidee_le",
      "intensite",
      "close_le",
      "motif_fin",
    ],
  },
  contrat: {
    cle: ["departement", "id"],
    colonnes: ["allocataire", "nature", "date_signature", "date_refus", "date_debut", "date_fin", "minutes_hebdomadaires", "exempte"],
  },
  presence: { cle: ["departement", "rendez_vous", "allocataire"], colonnes: ["famille", "le", "statut", "convocation_rang", "organisme"] },
  activite: { cle: ["departement", "id"], colonnes: ["allocataire", "date", "minutes", "statut"] },
  sortie: { cle: ["departement", "id"], colonnes: ["allocataire", "nature", "date"] },
} as const satisfies Record<string, { cle: readonly string[]; colonnes: readonly string[]; entiere?: true }>;

export type TableProjetee = keyof typeof TABLES;
export const TABLES_PROJETEES = Object.keys(TABLES) as TableProjetee[];

export const estEntiere = (table: TableProjetee): boolean => "entiere" in TABLES[table];
