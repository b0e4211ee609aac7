import type { MigrationInterface, QueryRunner } from "typeorm";

const ORIGINAUX = (proprietaires: string[]) => `
  create or replace function publie.originaux_gardes(le_departement text) returns table (id uuid, original text)
  language plpgsql security definer set search_path = '' as $$
  begin
    if le_departement <> all (string_to_array(nullif(current_setting('unefois.departements', true), ''), ',')) then
      raise exception 'Effacement hors du département.';
    end if;
    return query ${proprietaires
      .map(
        (schema) =>
          `select r.id, r.original from ${schema}.rejet r where r.original <> '' and (r.departement is null or r.departement = le_departement)`,
      )
      .join(" union all ")};
  end $$;`;

/** The originals of every reject rest encrypted: an erasure opens them all to look for who is erased. */
export class OriginauxChiffres1700000000207 implements MigrationInterface {
  name = "OriginauxChiffres1700000000207";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ORIGINAUX(["allocataires", "rendez_vous", "hub"]));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(ORIGINAUX(["allocataires"]));
  }
}
