import type { MigrationInterface, QueryRunner } from "typeorm";

const CONTRACT = [
  "parcours_local",
  "definition",
  "ligne_contrat",
  "cible",
  "ligne_financiere",
  "total_financier",
  "territoire",
  "feuille_de_route",
  "defm",
  "donnee_a_fournir",
  "interoperabilite",
];
const PROJECTION = ["personne", "entree", "orientation", "contrat", "presence", "activite", "sortie"];

/** A sub-select is computed once a statement; in the policy itself, it would be once a row, and an indicator reads them all. */
const DEPARTEMENTS = "(select string_to_array(current_setting('unefois.departements', true), ','))::text[]";

/** Row level security by département on every table, those of people included.
 *
 * This schema is the one place where a table of people does not ask for the caller's portfolio: the API of `indicateurs` gives
 * figures of a territory only, never a row, and a token without organisme (reach `aucune`) must still count its own département.
 * A département never counts another's people. */
export class Droits1700000000403 implements MigrationInterface {
  name = "Droits1700000000403";

  async up(runner: QueryRunner): Promise<void> {
    const list = (tables: string[]) => tables.map((table) => `indicateurs.${table}`).join(", ");
    await runner.query(`
      grant select on journal.evenement to unefois_indicateurs;
      grant select on ${list(CONTRACT)} to unefois_indicateurs;
      grant select, insert on indicateurs.resultat_saisi to unefois_indicateurs;
      grant select, insert, update, delete on ${list(PROJECTION)}, indicateurs.cle_idempotence to unefois_indicateurs;
      grant select, insert, update on indicateurs.curseur to unefois_indicateurs;
    `);
    for (const table of [...CONTRACT, "resultat_saisi", ...PROJECTION]) {
      await runner.query(`alter table indicateurs.${table} enable row level security;
        create policy perimetre on indicateurs.${table} for all to unefois_indicateurs using (departement = any (${DEPARTEMENTS}));`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...CONTRACT, "resultat_saisi", ...PROJECTION]) {
      await runner.query(`drop policy perimetre on indicateurs.${table}; alter table indicateurs.${table} disable row level security;`);
    }
    await runner.query(`revoke all on all tables in schema indicateurs from unefois_indicateurs;
      revoke select on journal.evenement from unefois_indicateurs;`);
  }
}
