import type { MigrationInterface, QueryRunner } from "typeorm";

/** Files of indicators that were prepared: their bytes while the link lives, then what was asked, by whom, and the fingerprint. They name nobody. */
export class Exports1700000000412 implements MigrationInterface {
  name = "Exports1700000000412";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table indicateurs.export (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        demande jsonb not null,
        nom text not null,
        format text not null check (format in ('csv', 'ods', 'xlsx', 'json', 'md')),
        empreinte text not null,
        sha256 text not null,
        taille int not null,
        arrete_au date,
        par text not null,
        le timestamptz not null,
        expire_le timestamptz not null,
        contenu bytea,
        primary key (departement, id)
      );
      comment on table indicateurs.export is 'Fichier d’indicateurs préparé. Chiffres agrégés et masqués : aucune personne.';
      comment on column indicateurs.export.empreinte is 'SHA-256 du contenu, la même pour tous les formats.';
      comment on column indicateurs.export.sha256 is 'SHA-256 des octets du fichier.';
      comment on column indicateurs.export.contenu is 'Octets du fichier ; oubliés quand le lien expire.';
      create index export_a_oublier on indicateurs.export (expire_le) where contenu is not null;
      alter table indicateurs.export enable row level security;
      create policy perimetre on indicateurs.export for all to unefois_indicateurs
        using (departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[]));
      grant select, insert on indicateurs.export to unefois_indicateurs;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table indicateurs.export;");
  }
}
