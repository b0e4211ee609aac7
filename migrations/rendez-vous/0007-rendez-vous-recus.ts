import type { MigrationInterface, QueryRunner } from "typeorm";

const DEPARTEMENT = "departement = any (string_to_array(current_setting('unefois.departements', true), ','))";
const RENDEZ_VOUS = `exists (select from rendez_vous.rendez_vous r where r.departement = lien_externe.departement and r.id = lien_externe.rendez_vous)`;

/** Appointments of France Travail come in by a mutation, under the role of the subgraph: it writes what the receiver of webhooks writes as the owner. */
export class RendezVousRecus1700000000307 implements MigrationInterface {
  name = "RendezVousRecus1700000000307";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      grant insert, update on rendez_vous.lien_externe to unefois_rendez_vous;
      grant delete on rendez_vous.participation, rendez_vous.convocation to unefois_rendez_vous;
      create policy reception on rendez_vous.lien_externe for insert to unefois_rendez_vous with check (${DEPARTEMENT} and ${RENDEZ_VOUS});
      create policy mise_a_jour on rendez_vous.lien_externe for update to unefois_rendez_vous using (${DEPARTEMENT} and ${RENDEZ_VOUS});
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop policy reception on rendez_vous.lien_externe; drop policy mise_a_jour on rendez_vous.lien_externe;
      revoke insert, update on rendez_vous.lien_externe from unefois_rendez_vous;
      revoke delete on rendez_vous.participation, rendez_vous.convocation from unefois_rendez_vous;
    `);
  }
}
