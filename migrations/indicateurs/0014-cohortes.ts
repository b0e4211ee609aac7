import type { MigrationInterface, QueryRunner } from "typeorm";

const TABLES = ["cohorte", "cohorte_membre"];

/** Groups of people fixed at a date, followed over months. Who is in one is never read: only counted. */
export class Cohortes1700000000414 implements MigrationInterface {
  name = "Cohortes1700000000414";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table indicateurs.cohorte (
        departement text not null,
        code text not null,
        libelle text not null,
        fixee_le date not null,
        critere jsonb not null,
        temoin_de text,
        effectif int not null,
        exclues int not null,
        par text not null,
        creee_le timestamptz not null,
        close_le timestamptz,
        primary key (departement, code),
        foreign key (departement, temoin_de) references indicateurs.cohorte (departement, code)
      );
      comment on column indicateurs.cohorte.fixee_le is 'Jour dont les faits disent qui en est.';
      comment on column indicateurs.cohorte.exclues is 'Personnes qui répondaient au critère et étaient déjà dans la cohorte comparée.';
      create table indicateurs.cohorte_membre (
        departement text not null,
        cohorte text not null,
        allocataire uuid not null,
        fusion uuid,
        partie uuid,
        primary key (departement, cohorte, allocataire),
        foreign key (departement, cohorte) references indicateurs.cohorte (departement, code)
      );
      comment on column indicateurs.cohorte_membre.fusion is 'Membre par la fusion de deux fiches : une séparation la retire.';
      comment on column indicateurs.cohorte_membre.partie is 'Fusion par laquelle cette fiche est devenue une autre : elle ne compte plus.';
      create index cohorte_membre_personne on indicateurs.cohorte_membre (departement, allocataire);

      create function indicateurs.anonymiser_membres(departements text[], personnes uuid[], nouvelles uuid[]) returns void
      language sql security definer set search_path = '' as $$
        update indicateurs.cohorte_membre m set allocataire = x.nouvelle
        from unnest(departements, personnes, nouvelles) as x (departement, personne, nouvelle)
        where m.departement = x.departement and m.allocataire = x.personne
      $$;
      revoke all on function indicateurs.anonymiser_membres(text[], uuid[], uuid[]) from public;
      grant execute on function indicateurs.anonymiser_membres(text[], uuid[], uuid[]) to unefois_indicateurs;
      grant select, insert, update, delete on indicateurs.cohorte to unefois_indicateurs;
      grant select, insert, update, delete on indicateurs.cohorte_membre to unefois_indicateurs;
    `);
    for (const table of TABLES) {
      await runner.query(`alter table indicateurs.${table} enable row level security;
        create policy perimetre on indicateurs.${table} for all to unefois_indicateurs
          using (departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[]));`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      "drop function indicateurs.anonymiser_membres(text[], uuid[], uuid[]); drop table indicateurs.cohorte_membre, indicateurs.cohorte;",
    );
  }
}
