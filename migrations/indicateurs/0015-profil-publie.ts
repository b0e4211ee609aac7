import type { MigrationInterface, QueryRunner } from "typeorm";

/** The classes of people, published by allocataires: in a base where this schema came after the view, its role had not the right yet. */
export class ProfilPublie1700000000415 implements MigrationInterface {
  name = "ProfilPublie1700000000415";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`do $$ begin
      if to_regclass('publie.profil_statistique') is not null then
        grant select (departement, allocataire, naissance, sexe, situation_familiale, niveau_etude) on publie.profil_statistique to unefois_indicateurs;
      end if;
    end $$;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`do $$ begin
      if to_regclass('publie.profil_statistique') is not null then
        revoke select (departement, allocataire, naissance, sexe, situation_familiale, niveau_etude) on publie.profil_statistique from unefois_indicateurs;
      end if;
    end $$;`);
  }
}
