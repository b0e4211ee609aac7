import type { MigrationInterface, QueryRunner } from "typeorm";

/** Two appointments of one person may differ on the same field: each is a divergence of its own. */
export class DivergenceParFait1700000000511 implements MigrationInterface {
  name = "DivergenceParFait1700000000511";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index echanges.une_divergence_ouverte_par_champ;
      create unique index une_divergence_ouverte_par_champ on echanges.divergence (departement, allocataire, objet, fait, champ) nulls not distinct
        where resolue_le is null;
    `);
  }

  /** The older index holds one open divergence a field: the last one seen stays. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from echanges.divergence d using echanges.divergence e
        where e.departement = d.departement and e.allocataire = d.allocataire and e.objet = d.objet and e.champ = d.champ
          and d.resolue_le is null and e.resolue_le is null and (e.constatee_le, e.id) > (d.constatee_le, d.id);
      drop index echanges.une_divergence_ouverte_par_champ;
      create unique index une_divergence_ouverte_par_champ on echanges.divergence (departement, allocataire, objet, champ) where resolue_le is null;
    `);
  }
}
