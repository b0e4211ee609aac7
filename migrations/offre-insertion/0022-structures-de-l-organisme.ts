import type { MigrationInterface, QueryRunner } from "typeorm";

/** What the journal asks to know which events are of a structure (migration 13 of echanges): what is prescribed to it, never a draft. */
export class StructuresDeLOrganisme1700000000222 implements MigrationInterface {
  name = "StructuresDeLOrganisme1700000000222";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function publie.structures_de_l_organisme() returns text[] language sql stable security definer set search_path = '' as $$
        select coalesce(array_agg(t.id), '{}') from publie.organisme_coordonnees o join offre_insertion.structure t on t.siret = o.siret
        where o.id = current_setting('unefois.organisme', true)
      $$;
      comment on function publie.structures_de_l_organisme is 'Structures du catalogue qui portent le SIRET de l’organisme de l’appelant : aucune personne.';
      create function publie.prescription_ouverte(un_departement text, une_prescription uuid) returns boolean
        language sql stable security definer set search_path = '' as $$
        select exists (select from offre_insertion.etape_prescription e
          where e.departement = un_departement and e.prescription = une_prescription and e.statut = 'OUVERTE')
      $$;
      comment on function publie.prescription_ouverte is 'Vrai si la structure a eu à connaître cette prescription : elle n’est pas restée un brouillon.';
      revoke all on function publie.structures_de_l_organisme() from public;
      revoke all on function publie.prescription_ouverte(text, uuid) from public;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function publie.prescription_ouverte(text, uuid);
      drop function publie.structures_de_l_organisme();`);
  }
}
