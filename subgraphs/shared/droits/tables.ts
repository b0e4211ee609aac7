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
 * A row is read whole, so a table has one class: what its rows are there to say. Columns of a higher class in it are masked by the gateway
 * and the subgraph (`@donnee`), and a NIR is stored encrypted, with a key that PostgreSQL does not have. ORDINAIRE: the perimeter is the only wall. */
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

/** Schemas whose rows are counted, never shown: figures of a territory, and ids where the lineage of one is asked. Every purpose counts. */
export const SCHEMAS_COMPTES: readonly string[] = ["indicateurs"];
