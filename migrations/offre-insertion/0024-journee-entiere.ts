import type { MigrationInterface, QueryRunner } from "typeorm";

/** A structure sees of a person's day only what is its own; whether its minutes fit in the whole day is all that it is told. */
export class JourneeEntiere1700000000224 implements MigrationInterface {
  name = "JourneeEntiere1700000000224";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The lock is that of the declarations of a référent: the same key, so that both cannot fill the same day at once.
      create function offre_insertion.journee_tient(un_departement text, une_prescription uuid, un_jour date, minutes int) returns boolean
      language plpgsql security definer set search_path = '' as $$
      declare personne uuid; deja int;
      begin
        select coalesce((select p.canonique from publie.perimetre p where p.departement = x.departement and p.allocataire = x.allocataire limit 1), x.allocataire)
          into personne from offre_insertion.prescription x where x.departement = un_departement and x.id = une_prescription;
        if not found then return false; end if;
        perform pg_advisory_xact_lock(hashtextextended(un_departement || ' ' || personne || ' ' || to_char(un_jour, 'YYYY-MM-DD'), 4219008));
        select coalesce(sum(a.minutes), 0) into deja from offre_insertion.activite a
          where a.departement = un_departement and a.date = un_jour and a.statut in ('DECLAREE', 'CONFIRMEE')
            and (a.allocataire = personne or a.allocataire in (
              select p.allocataire from publie.perimetre p where p.departement = un_departement and p.canonique = personne));
        return deja + minutes <= 1440;
      end $$;
      comment on function offre_insertion.journee_tient is 'Vrai si ces minutes tiennent dans la journée entière de la personne de cette prescription, qui que soit qui en a déclaré le reste : jamais combien.';
      revoke all on function offre_insertion.journee_tient(text, uuid, date, int) from public;
      grant execute on function offre_insertion.journee_tient(text, uuid, date, int) to unefois_offre_insertion;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop function offre_insertion.journee_tient(text, uuid, date, int)");
  }
}
