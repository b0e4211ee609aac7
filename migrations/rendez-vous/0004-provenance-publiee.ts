import type { MigrationInterface, QueryRunner } from "typeorm";

const COLONNES = `departement, rendez_vous, allocataire, famille, debut, statut, convocation_rang, convocation_envoyee_le, convocation_remise_le, echec_remise`;
const VALEURS = `p.departement, p.rendez_vous, p.allocataire, r.famille, r.debut, p.statut, c.rang, c.envoyee_le, c.remise_le, c.echec_remise is not null`;
const TABLES = `from rendez_vous.participation p
  join rendez_vous.rendez_vous r on r.departement = p.departement and r.id = p.rendez_vous
  left join rendez_vous.convocation c on c.departement = p.departement and c.rendez_vous = p.rendez_vous and c.allocataire = p.allocataire`;

/** Where an appointment comes from: without it, a date of appointment could not be given back in a form (« dites-le-nous une fois »). */
export class ProvenancePubliee1700000000304 implements MigrationInterface {
  name = "ProvenancePubliee1700000000304";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create or replace view publie.presence (${COLONNES}, source, source_organisme, collectee_le, recue_le) as
      select ${VALEURS}, r.source, r.source_organisme, greatest(r.collectee_le, p.maj_le), greatest(r.recue_le, p.maj_le) ${TABLES}`);
  }

  /** A view loses columns only by being made again; its readers are those who had it. */
  async down(runner: QueryRunner): Promise<void> {
    const readers =
      await runner.query(`select distinct a.grantee::regrole::text as role from pg_class c cross join lateral aclexplode(c.relacl) a
      where c.oid = 'publie.presence'::regclass and a.grantee <> c.relowner`);
    await runner.query(`drop view publie.presence;
      create view publie.presence (${COLONNES}) as select ${VALEURS} ${TABLES};
      comment on view publie.presence is 'Qui est attendu, présent ou absent à quel rendez-vous. statut : PREVU même quand l’heure est passée.'`);
    for (const { role } of readers) await runner.query(`grant select on publie.presence to ${role}`);
  }
}
