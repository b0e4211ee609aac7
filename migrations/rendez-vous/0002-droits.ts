import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";

const ROLE = "unefois_rendez_vous";
const OF_PEOPLE = ["participation", "convocation", "historique_presence"];
/** Read as their appointment is. */
const THROUGH = { lien_externe: "select", deplacement: "all" };
const DEPARTEMENT = "departement = any (string_to_array(current_setting('unefois.departements', true), ','))";

/** An appointment is read by who sees one of its participants, by the organisme that holds it, or département-wide. */
const READABLE = `(current_setting('unefois.portee', true) = 'departement'
  or (current_setting('unefois.portee', true) = 'organisme' and organisme = current_setting('unefois.organisme', true))
  or exists (select from rendez_vous.participation p where p.departement = rendez_vous.departement and p.rendez_vous = rendez_vous.id))`;

/** The view that other subgraphs read, and row level security on every table of people. */
export class DroitsRendezVous1700000000302 implements MigrationInterface {
  name = "DroitsRendezVous1700000000302";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create view publie.presence (departement, rendez_vous, allocataire, famille, debut, statut, convocation_rang, convocation_envoyee_le) as
        select p.departement, p.rendez_vous, p.allocataire, r.famille, r.debut, p.statut, c.rang, c.envoyee_le
        from rendez_vous.participation p
        join rendez_vous.rendez_vous r on r.departement = p.departement and r.id = p.rendez_vous
        left join rendez_vous.convocation c on c.departement = p.departement and c.rendez_vous = p.rendez_vous and c.allocataire = p.allocataire;
      comment on view publie.presence is 'Qui est attendu, présent ou absent à quel rendez-vous. statut : PREVU même quand l’heure est passée.';

      grant select on publie.presence to ${ROLE};
      -- These schemas come before in the order of migrations; those that come after are granted when they are created.
      do $$ declare r text; begin
        for r in select rolname from pg_roles where rolname in ('unefois_allocataires', 'unefois_offre_insertion') loop
          execute format('grant select on publie.presence to %I', r);
        end loop;
      end $$;

      grant select, insert, update on rendez_vous.rendez_vous, rendez_vous.participation, rendez_vous.convocation to ${ROLE};
      grant select, insert on rendez_vous.historique_presence, rendez_vous.deplacement to ${ROLE};
      grant select on rendez_vous.lien_externe to ${ROLE};
      grant select, insert, update, delete on rendez_vous.cle_idempotence to ${ROLE};
    `);
    for (const table of OF_PEOPLE) await runner.query(policySql({ schema: "rendez_vous", table, allocataire: "allocataire" }));
    await runner.query(`
      alter table rendez_vous.rendez_vous enable row level security;
      create policy lecture on rendez_vous.rendez_vous for select to ${ROLE} using (${DEPARTEMENT} and ${READABLE});
      create policy ecriture on rendez_vous.rendez_vous for update to ${ROLE} using (${DEPARTEMENT} and ${READABLE});
      -- An appointment is written before its participants, who carry the perimeter.
      create policy creation on rendez_vous.rendez_vous for insert to ${ROLE} with check (${DEPARTEMENT});
    `);
    for (const [table, command] of Object.entries(THROUGH)) {
      await runner.query(`alter table rendez_vous.${table} enable row level security;
        create policy perimetre on rendez_vous.${table} for ${command} to ${ROLE} using (${DEPARTEMENT} and exists (
          select from rendez_vous.rendez_vous r where r.departement = ${table}.departement and r.id = ${table}.rendez_vous));`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop policy creation on rendez_vous.rendez_vous; drop policy ecriture on rendez_vous.rendez_vous; drop policy lecture on rendez_vous.rendez_vous;
      alter table rendez_vous.rendez_vous disable row level security;`);
    for (const table of [...OF_PEOPLE, ...Object.keys(THROUGH)]) {
      await runner.query(`drop policy perimetre on rendez_vous.${table}; alter table rendez_vous.${table} disable row level security;`);
    }
    await runner.query(`revoke all on all tables in schema rendez_vous from ${ROLE}; drop view publie.presence;`);
  }
}
