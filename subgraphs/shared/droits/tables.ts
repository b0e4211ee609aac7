import type { ClasseDonnee } from "./classes";

/** A table that names people: what its rows say at most, and the column with the person's id (none: she is reached through another table). */
export interface TableDePersonnes {
  classe: ClasseDonnee;
  allocataire: string | null;
}

const de = (classe: ClasseDonnee, tables: readonly string[], allocataire: string | null = "allocataire"): [string, TableDePersonnes][] =>
  tables.map((table) => [table, { classe, allocataire }]);

/** Every table of people, by schema, with the class that PostgreSQL walls. No default: a table that names a person and is not here fails a test.
 *
 * A table has one class: what its rows are there to say. A column of a higher class is walled apart (`COLONNES_MUREES`). ORDINAIRE: the perimeter is
 * the only wall. */
export const TABLES_DE_PERSONNES: Readonly<Record<string, Readonly<Record<string, TableDePersonnes>>>> = {
  allocataires: Object.fromEntries([
    ...de("IDENTITE", ["allocataire"], "id"),
    ...de("IDENTITE", ["identifiant", "declaration", "contenu_personne", "identite_distincte", "fusion", "demande_de_droits"]),
    ...de("IDENTITE", ["fusion_ligne", "rapprochement"], null),
    ...de("SOCIALE", [
      "entree",
      "membre",
      "orientation",
      "contrat_engagement",
      "modulation",
      "action_plan",
      "manquement",
      "sanction",
      "sortie",
      "reprise_emploi",
      "inscription_france_travail",
    ]),
    ...de(
      "SOCIALE",
      [
        "dossier",
        "etat_dossier",
        "decision_dossier",
        "ligne_droit",
        "contenu_dossier",
        "mention_dossier",
        "mutation_dossier",
        "passage_instance",
      ],
      null,
    ),
    ...de("SANTE", ["diagnostic", "contrainte", "export_personne"]),
    ...de("ORDINAIRE", ["intervention", "intervention_ecartee", "opposition", "limitation"]),
    ...de("ORDINAIRE", ["ecart_flux"], null),
  ]),
  offre_insertion: Object.fromEntries(de("SOCIALE", ["prescription", "etape_prescription", "activite", "etape_activite"])),
  rendez_vous: Object.fromEntries([
    ...de("SOCIALE", [
      "participation",
      "convocation",
      "convocation_historique",
      "historique_presence",
      "examen_absence",
      "examen_historique",
    ]),
    ...de("SOCIALE", ["campagne_personne", "invitation"]),
    ...de("ORDINAIRE", ["dire", "personne_externe", "referent_externe"]),
  ]),
  echanges: Object.fromEntries([
    ...de("SOCIALE", ["divergence", "activite_recue", "liste_inscription_personne"]),
    ...de("ORDINAIRE", ["echange", "registre", "registre_compteur", "lecture_personne", "notification"]),
  ]),
};

/** A column of a higher class than its table: the role of the schema reads it in a view of its own, which that class walls, and nowhere else. */
export interface ColonneMuree {
  schema: string;
  table: string;
  vue: string;
  colonne: string;
  /** Columns of the view that tell the row. */
  cle: readonly string[];
  classe: ClasseDonnee;
}
export const COLONNES_MUREES: readonly ColonneMuree[] = [
  {
    schema: "allocataires",
    table: "identifiant",
    vue: "identifiant_nir",
    colonne: "valeur_chiffree",
    cle: ["departement", "id"],
    classe: "NIR",
  },
  { schema: "allocataires", table: "dossier", vue: "dossier_nir", colonne: "matricule_chiffre", cle: ["departement", "id"], classe: "NIR" },
  {
    schema: "allocataires",
    table: "modulation",
    vue: "modulation_sante",
    colonne: "motif",
    cle: ["departement", "contrat", "du"],
    classe: "SANTE",
  },
  {
    schema: "rendez_vous",
    table: "examen_absence",
    vue: "examen_absence_sante",
    colonne: "observations",
    cle: ["departement", "id"],
    classe: "SANTE",
  },
];

/** Schemas whose rows are counted, never shown: figures of a territory, and ids where the lineage of one is asked. Every purpose counts. */
export const SCHEMAS_COMPTES: readonly string[] = ["indicateurs"];
