import type { MigrationInterface, QueryRunner } from "typeorm";

const COLONNES = `p.departement, p.rendez_vous, p.allocataire, r.famille, r.debut, p.statut, c.rang, c.envoyee_le`;
const TABLES = `from rendez_vous.participation p
  join rendez_vous.rendez_vous r on r.departement = p.departement and r.id = p.rendez_vous
  left join rendez_vous.convocation c on c.departement = p.departement and c.rendez_vous = p.rendez_vous and c.allocataire = p.allocataire`;

/** An absence says nothing when the convocation never arrived: publie.presence tells whether it did. */
export class Remise1700000000303 implements MigrationInterface {
  name = "Remise1700000000303";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create or replace view publie.presence
      (departement, rendez_vous, allocataire, famille, debut, statut, convocation_rang, convocation_envoyee_le, convocation_remise_le, echec_remise) as
      select ${COLONNES}, c.remise_le, c.echec_remise is not null ${TABLES}`);
  }

  /** A view loses columns only by being made again; its readers are those who had it. */
  async down(runner: QueryRunner): Promise<void> {
    const readers =
      await runner.query(`select distinct a.grantee::regrole::text as role from pg_class c cross join lateral aclexplode(c.relacl) a
      where c.oid = 'publie.presence'::regclass and a.grantee <> c.relowner`);
    await runner.query(`drop view publie.presence;
      create view publie.presence (departement, rendez_vous, allocataire, famille, debut, statut, convocation_rang, convocation_envoyee_le) as
      select ${COLONNES} ${TABLES};
      comment on view publie.presence is 'Qui est attendu, présent ou absent à quel rendez-vous. statut : PREVU même quand l’heure est passée.'`);
    for (const { role } of readers) await runner.query(`grant select on publie.presence to ${role}`);
  }
}
