import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";

const ROLE = "unefois_rendez_vous";
const DEPARTEMENTS = "string_to_array(current_setting('unefois.departements', true), ',')";

/** What a Département sets for its appointments: the length of slots, and which organisme an organisation of a tool is. */
export class ReglagesDesRendezVous1700000000315 implements MigrationInterface {
  name = "ReglagesDesRendezVous1700000000315";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table rendez_vous.duree_creneau (
        departement text not null,
        famille text not null,
        depuis date not null,
        minutes int not null check (minutes between 5 and 720),
        definie_le timestamptz not null,
        client text not null,
        primary key (departement, famille, depuis)
      );
      comment on table rendez_vous.duree_creneau is 'Durée des créneaux d’une famille, à partir d’un jour, là où ni la plage ni l’outil ne la dit. Sans ligne : celle du hub.';
      grant select, insert, update on rendez_vous.duree_creneau to ${ROLE};
      ${policySql({ schema: "rendez_vous", table: "duree_creneau", allocataire: null })}

      -- Organisations of the tools that no organisme has, named by the tool or by a message that waits for them, and those of the départements of the caller.
      -- The messages themselves name people: nothing of them is read but the organisation.
      create function rendez_vous.organisations_dites()
      returns table (systeme text, identifiant text, nom text, organisme text, en_attente int)
      language sql stable security definer set search_path = '' as $$
        with attente as (
          select r.partenaire as systeme, d.organisation ->> 'id' as identifiant, max(d.organisation ->> 'name') as nom, count(*)::int as n
          from rendez_vous.rejet r
          cross join lateral (select (r.original::jsonb ->> 'corps')::jsonb -> 'data' -> 'organisation' as organisation) d
          where r.rejoue_le is null and r.original <> '' and r.code in ('ORGANISATION_INCONNUE', 'ORGANISATION_AMBIGUE')
          group by 1, 2)
        select coalesce(o.systeme, a.systeme), coalesce(o.identifiant, a.identifiant), coalesce(o.nom, a.nom), o.organisme, coalesce(a.n, 0)
        from rendez_vous.organisation_externe o
        full join attente a on a.systeme = o.systeme and a.identifiant = o.identifiant
        where coalesce(o.identifiant, a.identifiant) is not null and (o.organisme is null or o.departement = any (${DEPARTEMENTS}))
      $$;
      revoke all on function rendez_vous.organisations_dites() from public;
      grant execute on function rendez_vous.organisations_dites() to ${ROLE};`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop function rendez_vous.organisations_dites(); drop table rendez_vous.duree_creneau;");
  }
}
