import type { MigrationInterface, QueryRunner } from "typeorm";

/** What a row of the register is for. */
const NATURES = "'LECTURE', 'ECRITURE', 'EXPORT', 'TRANSMISSION', 'IMPORT', 'REFUS'";

const differ = (columns: string[]) =>
  `(${columns.map((c) => `old.${c}`).join(", ")}) is distinct from (${columns.map((c) => `new.${c}`).join(", ")})`;
const CONSULTATION =
  "id rang operation operation_nom requete sous_graphe le departement client agent organisme finalite allocataires champs nature";
const EVENEMENT = "id rang type departement allocataire donnees survenu_le source";

const immuable = (table: string, columns: string) => `
  create trigger ${table}_immuable before update on journal.${table} for each row
    when (${differ(columns.split(" "))} or old.position is not null and old.position is distinct from new.position)
    execute function journal.refuser_modification();
  create trigger ${table}_ineffacable before delete on journal.${table} for each statement execute function journal.refuser_modification();
  create trigger ${table}_intronquable before truncate on journal.${table} for each statement execute function journal.refuser_modification();`;

/** The journal is numbered after the commit, sealed by batches chained by hash, and written once: docs/journal.md. */
export class Chaine1700000000003 implements MigrationInterface {
  name = "Chaine1700000000003";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table journal.consultation
        add column nature text not null default 'LECTURE' check (nature in (${NATURES})),
        add column position bigint;
      comment on column journal.consultation.nature is 'Ce qui a été fait : LECTURE, ECRITURE, EXPORT, TRANSMISSION, IMPORT ; REFUS : demandée et refusée, aucune donnée donnée.';
      comment on column journal.consultation.position is 'Rang dans la chaîne de sa nature, donné après le commit par le teneur du registre ; le reste de la ligne ne change jamais.';
      create unique index consultation_position on journal.consultation (nature, position) where position is not null;
      create index consultation_a_numeroter on journal.consultation (rang) where position is null;

      create table journal.lot (
        numero bigint primary key check (numero > 0),
        genre text not null check (genre in ('LIGNES', 'PURGE')),
        registre text not null,
        nature text not null,
        du bigint not null check (du > 0),
        au bigint not null check (au >= du),
        nombre bigint not null check (nombre between 0 and au - du + 1),
        dernier_le timestamptz,
        regle text,
        empreintes bytea,
        racine bytea not null,
        precedent bytea not null,
        empreinte bytea not null,
        clos_le timestamptz not null,
        constraint une_regle_par_purge check ((genre = 'PURGE') = (regle is not null))
      );
      comment on table journal.lot is 'Lots scellés du journal, chaînés par empreinte (docs/journal.md). Une PURGE dit ce que la conservation a retiré.';
      comment on column journal.lot.empreintes is 'SHA-256 de chaque ligne, bout à bout, dans l’ordre des positions ; nul une fois le lot purgé.';
      comment on column journal.lot.dernier_le is 'Instant de la ligne la plus récente du lot : la conservation compte à partir de lui.';
      create index lot_registre on journal.lot (registre, nature, genre, au);

      create table journal.ancre (
        id bigint generated always as identity primary key,
        numero bigint not null,
        empreinte bytea not null,
        vers text not null,
        ancree_le timestamptz not null
      );
      comment on table journal.ancre is 'Têtes de la chaîne écrites hors de la base. Ce qui fait foi est le fichier écrit dehors, pas cette table.';

      create function journal.refuser_modification() returns trigger language plpgsql as $$
      begin
        if current_setting('unefois.journal', true) = 'conservation' then
          return case when tg_op = 'DELETE' then old else new end;
        end if;
        raise exception 'Le journal ne se modifie pas : % sur %.% refusé.', tg_op, tg_table_schema, tg_table_name using errcode = '42501';
      end $$;
      ${immuable("consultation", CONSULTATION)}
      ${immuable("evenement", EVENEMENT)}
      create trigger lot_immuable before update or delete on journal.lot for each row execute function journal.refuser_modification();
      create trigger lot_intronquable before truncate on journal.lot for each statement execute function journal.refuser_modification();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    const triggers = ["consultation", "evenement"].flatMap((table) =>
      ["immuable", "ineffacable", "intronquable"].map((name) => `drop trigger ${table}_${name} on journal.${table};`),
    );
    await runner.query(`
      ${triggers.join("\n")}
      drop table journal.ancre, journal.lot;
      drop function journal.refuser_modification();
      drop index journal.consultation_a_numeroter, journal.consultation_position;
      alter table journal.consultation drop column position, drop column nature;
    `);
  }
}
