/** The tables of the projection: their key, the columns that events fill (`dites`), those that follow from other facts (`deduites`).
 * A null never erases a value that is known, but in an `entiere` row, which its last event tells whole: a late flow may take back a date.
 * To erase, an event rule writes `JAMAIS` in a date and `PERSONNE` in a text. */
export const TABLES = {
  personne: {
    cle: ["departement", "allocataire"],
    dites: ["code_insee", "soumis_droits_devoirs", "dossier", "etat_dossier"],
    deduites: [],
  },
  localisation: { cle: ["departement", "allocataire", "depuis"], dites: [], deduites: ["code_insee", "du", "avant"] },
  situation_droit: {
    cle: ["departement", "allocataire", "dossier", "depuis"],
    dites: [],
    deduites: ["etat", "soumis_droits_devoirs", "avant"],
  },
  profil: {
    cle: ["departement", "allocataire"],
    dites: [],
    deduites: ["naissance", "sexe", "situation_familiale", "niveau_etude"],
  },
  entree: {
    cle: ["departement", "allocataire", "rang"],
    dites: ["demande", "ouverture_droits", "notification", "entree_dispositif", "flux"],
    deduites: [
      "code_insee",
      "soumis_droits_devoirs",
      "decision_orientation",
      "parcours",
      "categorie",
      "organisme",
      "premier_entretien",
      "orientation",
      "referent",
      "premier_rdv_orientation",
      "premier_contrat",
      "premiere_convocation",
      "premier_diagnostic",
    ],
    entiere: true,
  },
  orientation: {
    cle: ["departement", "id"],
    dites: [
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
    deduites: [],
  },
  reorientation: {
    cle: ["departement", "orientation"],
    dites: ["allocataire", "parcours", "organisme", "demandee_le", "statuee_le", "acceptee", "instance"],
    deduites: [],
  },
  intervention: {
    cle: ["departement", "orientation", "referent", "role", "du"],
    dites: ["allocataire", "fin_dite"],
    deduites: ["au"],
  },
  contrat: {
    cle: ["departement", "id"],
    dites: [
      "allocataire",
      "nature",
      "date_signature",
      "date_refus",
      "date_debut",
      "date_fin",
      "minutes_hebdomadaires",
      "exempte",
      "cloture_le",
      "cloture_cause",
    ],
    deduites: [],
  },
  diagnostic: { cle: ["departement", "id"], dites: ["allocataire", "etabli_le"], deduites: [] },
  presence: {
    cle: ["departement", "rendez_vous", "allocataire"],
    dites: ["famille", "le", "statut", "convocation_rang", "organisme", "planifie_le"],
    deduites: [],
  },
  activite: { cle: ["departement", "id"], dites: ["allocataire", "date", "minutes", "statut", "prescription", "structure"], deduites: [] },
  prescription: {
    cle: ["departement", "id"],
    dites: [
      "allocataire",
      "offre",
      "structure",
      "statut",
      "ouverte_le",
      "validee_le",
      "demarree_le",
      "terminee_le",
      "refusee_le",
      "annulee_le",
      "expiree_le",
    ],
    deduites: ["organisme"],
  },
  inscription: { cle: ["departement", "allocataire", "date_effet"], dites: ["statut"], deduites: [] },
  reprise: {
    cle: ["departement", "id"],
    dites: ["allocataire", "debut", "type_contrat", "terminee_le", "presente_six_mois_le"],
    deduites: [],
  },
  sortie: { cle: ["departement", "id"], dites: ["allocataire", "nature", "date"], deduites: [] },
  manquement: { cle: ["departement", "id"], dites: ["allocataire", "nature", "constate_le", "examine_le", "motif_legitime"], deduites: [] },
  sanction: {
    cle: ["departement", "id"],
    dites: ["allocataire", "manquement", "nature", "statut", "proposee_le", "decidee_le", "debut", "fin", "levee_le", "annulee_le"],
    deduites: [],
  },
} as const satisfies Record<string, Table>;

interface Table {
  cle: readonly string[];
  dites: readonly string[];
  deduites: readonly string[];
  entiere?: true;
}

export type TableProjetee = keyof typeof TABLES;
export const TABLES_PROJETEES = Object.keys(TABLES) as TableProjetee[];

/** Tables that events fill, in the order of writing. */
export const TABLES_DITES = TABLES_PROJETEES.filter((table) => TABLES[table].dites.length > 0);

export const estEntiere = (table: TableProjetee): boolean => "entiere" in TABLES[table];

/** Every column of a table, knowledge left out. */
export const colonnesDe = (table: TableProjetee): string[] => {
  const { cle, dites, deduites }: Table = TABLES[table];
  return [...cle, ...dites, ...deduites];
};

/** The table where what was known before is kept. */
export const passee = (table: TableProjetee): string => `${table}_passee`;

/** All that the projection writes, history included; `profil` is read elsewhere and is kept when the rest is read again. */
export const TABLES_ECRITES: readonly string[] = [
  ...TABLES_PROJETEES.flatMap((table) => [table, passee(table)]),
  "dite",
  "deplacement",
  "connaissance",
];

/** A date and a text that stand for « no longer ». */
export const JAMAIS = "infinity";
export const PERSONNE = "";

/** Where the projection is built: at its place, or beside it, in temporary tables of the session, while it is rebuilt. */
export type Lieu = "indicateurs" | "pg_temp";

/** Constant texts of SQL, one set a place. */
export function parLieu<T>(textes: (lieu: Lieu) => T): (lieu: Lieu) => T {
  const faits = { indicateurs: textes("indicateurs"), pg_temp: textes("pg_temp") };
  return (lieu) => faits[lieu];
}
