import type { MigrationInterface, QueryRunner } from "typeorm";

const SIGNATURE = "publie.personne_du_numero(text[], text, text[], bytea[], date)";

/** Whom a number names, outside of any perimeter: for the row of the journal that says who was asked for and refused. No role may call it; the function
 * of the journal that writes refusals does. */
export class NumeroRefuse1700000000144 implements MigrationInterface {
  name = "NumeroRefuse1700000000144";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function publie.personne_du_numero(les_departements text[], le_type text, les_valeurs text[], les_empreintes bytea[], naissance date)
      returns uuid language plpgsql stable security definer set search_path = '' as $$
      declare trouvees uuid[];
      begin
        trouvees := array(
          select distinct coalesce(a.canonique, a.id)
          from allocataires.identifiant i join allocataires.allocataire a on a.departement = i.departement and a.id = i.allocataire
          where i.departement = any (les_departements) and i.type = le_type and (i.valeur = any (les_valeurs) or i.empreinte = any (les_empreintes))
            and (naissance is null or a.date_naissance = naissance)
          limit 2);
        return case when cardinality(trouvees) = 1 then trouvees[1] end;
      end $$;
      revoke all on function ${SIGNATURE} from public;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop function ${SIGNATURE};`);
  }
}
