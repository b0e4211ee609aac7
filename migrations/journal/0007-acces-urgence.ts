import type { MigrationInterface, QueryRunner } from "typeorm";

/** Emergency accesses: a professional reads, for an hour and with a reason, a person whom she does not follow. A row without a person is an attempt that
 * found nobody: it counts in the daily number, and says nothing to who guesses. */
export class AccesUrgence1700000000007 implements MigrationInterface {
  name = "AccesUrgence1700000000007";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table journal.acces_urgence (
        id uuid primary key default gen_random_uuid(),
        departement text not null,
        allocataire uuid,
        client text not null,
        agent text,
        organisme text,
        motif text not null,
        ouvert_le timestamptz not null,
        expire_le timestamptz not null check (expire_le > ouvert_le),
        ferme_le timestamptz,
        ferme_par text
      );
      create index acces_urgence_personne on journal.acces_urgence (departement, allocataire) where allocataire is not null;
      create index acces_urgence_client on journal.acces_urgence (client, ouvert_le desc);
      comment on table journal.acces_urgence is 'Accès d’urgence : qui, à qui, pourquoi, jusqu’à quand. Sans personne : une tentative qui n’a trouvé personne.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table journal.acces_urgence");
  }
}
