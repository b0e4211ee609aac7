import type { MigrationInterface, QueryRunner } from "typeorm";

/** What kind of set of communes a territory is: cuts by EPCI, by CLPE and by pilot area read it. */
export class Territoires1700000000407 implements MigrationInterface {
  name = "Territoires1700000000407";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table indicateurs.territoire
        add column nature text not null default 'AUTRE' check (nature in ('COMMUNE', 'PILOTE', 'EPCI', 'CLPE', 'AUTRE')),
        add column siren text check (siren ~ '^[0-9]{9}$');
      comment on column indicateurs.territoire.nature is 'COMMUNE : une commune du contrat ; PILOTE : l’ensemble des communes de l’expérimentation ; EPCI, CLPE, AUTRE : zonages.';
      update indicateurs.territoire set nature = case when code = departement || '-PILOTE' then 'PILOTE' when code not like '%-%' then 'COMMUNE' else 'AUTRE' end;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("alter table indicateurs.territoire drop column nature, drop column siren");
  }
}
