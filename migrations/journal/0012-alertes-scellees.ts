import type { MigrationInterface, QueryRunner } from "typeorm";

/** Columns that never change, once the row is written. What an erasure blanks of an emergency access (the person, her reason) is not among them. */
const IMMUABLES = {
  alerte: "id rang nature gravite departement client agent organisme le details",
  alerte_examen: "alerte rang le client agent motif",
  acces_urgence: "id rang departement client agent organisme ouvert_le expire_le",
  acces_urgence_fermeture: "acces rang le par",
};
const TABLES = Object.keys(IMMUABLES);

const differe = (colonnes: string[]) =>
  `(${colonnes.map((c) => `old.${c}`).join(", ")}) is distinct from (${colonnes.map((c) => `new.${c}`).join(", ")})`;

const immuable = ([table, colonnes]: [string, string]) => `
  create unique index ${table}_position on journal.${table} (position) where position is not null;
  create index ${table}_a_sceller on journal.${table} (rang) where position is null;
  comment on column journal.${table}.position is 'Rang dans la chaîne scellée, donné par le scellement.';
  create trigger ${table}_immuable before update on journal.${table} for each row
    when (${differe(colonnes.split(" "))} or old.position is not null and old.position is distinct from new.position)
    execute function journal.refuser_modification();
  create trigger ${table}_ineffacable before delete on journal.${table} for each statement execute function journal.refuser_modification();
  create trigger ${table}_intronquable before truncate on journal.${table} for each statement execute function journal.refuser_modification();`;

/** Alerts, their examinations, emergency accesses and their closings are sealed in the chain of the journal. A closing is a fact of its own. */
export class AlertesScellees1700000000012 implements MigrationInterface {
  name = "AlertesScellees1700000000012";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table journal.acces_urgence_fermeture (
        acces uuid primary key references journal.acces_urgence,
        rang bigint generated always as identity,
        le timestamptz not null,
        par text,
        position bigint
      );
      comment on table journal.acces_urgence_fermeture is 'Fermeture d’un accès d’urgence avant son terme : quand, par qui. Écrite avec l’acte, scellée, jamais changée.';
      alter table journal.alerte add column position bigint;
      alter table journal.alerte_examen add column rang bigint generated always as identity, add column position bigint;
      alter table journal.acces_urgence add column rang bigint generated always as identity, add column position bigint;
      insert into journal.acces_urgence_fermeture (acces, le, par) select id, ferme_le, ferme_par from journal.acces_urgence where ferme_le is not null order by ferme_le, id;
      ${Object.entries(IMMUABLES).map(immuable).join("\n")}
      create function journal.noter_fermeture() returns trigger language plpgsql security definer set search_path = '' as $$
      begin
        insert into journal.acces_urgence_fermeture (acces, le, par) values (new.id, new.ferme_le, new.ferme_par);
        return null;
      end $$;
      revoke all on function journal.noter_fermeture() from public;
      create trigger acces_urgence_fermeture after update of ferme_le on journal.acces_urgence for each row
        when (old.ferme_le is null and new.ferme_le is not null) execute function journal.noter_fermeture();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger acces_urgence_fermeture on journal.acces_urgence;
      drop function journal.noter_fermeture();
      ${TABLES.flatMap((table) => ["immuable", "ineffacable", "intronquable"].map((nom) => `drop trigger ${table}_${nom} on journal.${table};`)).join("\n")}
      drop table journal.acces_urgence_fermeture;
      alter table journal.acces_urgence drop column rang, drop column position;
      alter table journal.alerte_examen drop column rang, drop column position;
      alter table journal.alerte drop column position;
    `);
  }
}
