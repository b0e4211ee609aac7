import type { MigrationInterface, QueryRunner } from "typeorm";
import { murSql, sansMurSql } from "../murs-sql";

const IDENTITE = [
  "allocataire",
  "identifiant",
  "declaration",
  "contenu_personne",
  "identite_distincte",
  "fusion",
  "fusion_ligne",
  "rapprochement",
];
const SOCIALE = [
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
  "dossier",
  "etat_dossier",
  "decision_dossier",
  "ligne_droit",
  "contenu_dossier",
  "mention_dossier",
  "mutation_dossier",
  "passage_instance",
];
const SANTE = ["diagnostic", "contrainte"];

/** What the two policies said before: two purposes, listed by hand. */
const AVANT = "coalesce(current_setting('unefois.finalite', true), '') in ('DROITS_ET_DEVOIRS', 'PILOTAGE_STATISTIQUE')";

/** The purpose of the caller walls the tables of people, by their class (shared/droits): a restrictive policy beside the perimeter. */
export class Murs1700000000134 implements MigrationInterface {
  name = "Murs1700000000134";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop policy finalite on allocataires.diagnostic;
      drop policy finalite on allocataires.contrainte;
      ${murSql("allocataires", "IDENTITE", IDENTITE)}
      ${murSql("allocataires", "SOCIALE", SOCIALE)}
      ${murSql("allocataires", "SANTE", SANTE)}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${sansMurSql("allocataires", IDENTITE)}
      ${sansMurSql("allocataires", SOCIALE)}
      ${sansMurSql("allocataires", SANTE)}
      create policy finalite on allocataires.diagnostic as restrictive for select to unefois_allocataires using (not ${AVANT});
      create policy finalite on allocataires.contrainte as restrictive for select to unefois_allocataires using (not ${AVANT});
    `);
  }
}
