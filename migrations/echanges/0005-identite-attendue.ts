import type { MigrationInterface, QueryRunner } from "typeorm";

/** Finds at once the exchanges that wait for France Travail to know a person: imports bring changes of people by the hundred thousand. */
export class IdentiteAttendue1700000000505 implements MigrationInterface {
  name = "IdentiteAttendue1700000000505";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index echange_identite_attendue on echanges.echange (departement, allocataire)
      where canal = 'API' and statut in ('A_ENVOYER', 'ABANDONNE')
        and erreur_code in ('USAGER_INTROUVABLE', 'NON_RATTACHE', 'IDENTIFIANT_MANQUANT')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop index echanges.echange_identite_attendue");
  }
}
