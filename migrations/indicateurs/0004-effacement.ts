import type { MigrationInterface, QueryRunner } from "typeorm";

const TABLES = ["personne", "entree", "orientation", "contrat", "presence", "activite", "sortie"];

/** Figures already given must not change when people are erased: their rows take an id that nobody else knows, and lose the number of their dossier. */
export class EffacementIndicateurs1700000000404 implements MigrationInterface {
  name = "EffacementIndicateurs1700000000404";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function indicateurs.anonymiser(departements text[], personnes uuid[]) returns void
      language plpgsql security definer set search_path = '' as $$
      declare i int; nouvel uuid;
      begin
        for i in 1 .. coalesce(cardinality(personnes), 0) loop
          nouvel := gen_random_uuid();
          ${TABLES.map((table) => `update indicateurs.${table} t set allocataire = nouvel where t.departement = departements[i] and t.allocataire = personnes[i];`).join("\n          ")}
          update indicateurs.personne t set dossier = null where t.departement = departements[i] and t.allocataire = nouvel;
        end loop;
      end $$;
      revoke all on function indicateurs.anonymiser(text[], uuid[]) from public;
      grant execute on function indicateurs.anonymiser(text[], uuid[]) to unefois_indicateurs;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop function indicateurs.anonymiser(text[], uuid[])");
  }
}
