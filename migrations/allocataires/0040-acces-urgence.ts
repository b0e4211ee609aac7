import type { MigrationInterface, QueryRunner } from "typeorm";
import { departementsSql } from "../../subgraphs/shared/perimetre";

const ROLE = "unefois_allocataires";
/** An emergency never opens health. */
const SANTE = ["diagnostic", "contrainte"];
const SIGNATURE = "allocataires.personne_en_urgence(text, uuid, text, text[], bytea, date)";

/** Opening an emergency access: who is named is looked for outside the caller's perimeter, in her département only, by one function that gives an id and
 * nothing else. Who reads accesses: the département (the DPO), and who opened them. */
export class AccesUrgence1700000000140 implements MigrationInterface {
  name = "AccesUrgence1700000000140";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function allocataires.personne_en_urgence(le_departement text, personne uuid, le_type text, les_valeurs text[], l_empreinte bytea, naissance date)
      returns uuid language plpgsql stable security definer set search_path = '' as $$
      declare trouvees uuid[];
      begin
        if le_departement <> all (string_to_array(nullif(current_setting('unefois.departements', true), ''), ',')) then
          return null;
        end if;
        trouvees := array(
          select distinct coalesce(a.canonique, a.id) from allocataires.allocataire a
          where a.departement = le_departement and (
            a.id = personne
            or (personne is null and a.date_naissance = naissance and exists (
              select from allocataires.identifiant i where i.departement = a.departement and i.allocataire = a.id and i.type = le_type
                and (i.valeur = any (les_valeurs) or i.empreinte = l_empreinte))))
          limit 2);
        return case when cardinality(trouvees) = 1 then trouvees[1] end;
      end $$;
      revoke all on function ${SIGNATURE} from public;
      grant execute on function ${SIGNATURE} to ${ROLE};
      create function allocataires.effacer_acces_urgence(le_departement text, personne uuid) returns void
      language plpgsql security definer set search_path = '' as $$
      begin
        if le_departement <> all (string_to_array(nullif(current_setting('unefois.departements', true), ''), ',')) then
          raise exception 'Effacement hors du département.';
        end if;
        update journal.acces_urgence u set allocataire = null, motif = 'La personne a été effacée.', ferme_le = coalesce(u.ferme_le, u.expire_le)
        where u.departement = le_departement and u.allocataire in (
          select a.id from allocataires.allocataire a where a.departement = le_departement and personne in (a.id, a.canonique));
      end $$;
      revoke all on function allocataires.effacer_acces_urgence(text, uuid) from public;
      grant execute on function allocataires.effacer_acces_urgence(text, uuid) to ${ROLE};
      grant execute on function journal.lever_alerte(text, text, text, text, text, text, timestamptz, jsonb, interval) to ${ROLE};

      ${SANTE.map(
        (table) => `create policy urgence on allocataires.${table} as restrictive for all to ${ROLE}
        using (allocataire not in (select p.allocataire from publie.perimetre p where p.urgence));`,
      ).join("\n")}

      grant select, insert on journal.acces_urgence to ${ROLE};
      grant update (ferme_le, ferme_par) on journal.acces_urgence to ${ROLE};
      alter table journal.acces_urgence enable row level security;
      create policy lecture on journal.acces_urgence for select to ${ROLE} using (departement = any ${departementsSql});
      create policy ouverture on journal.acces_urgence for insert to ${ROLE} with check (departement = any ${departementsSql});
      create policy fermeture on journal.acces_urgence for update to ${ROLE} using (departement = any ${departementsSql});
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${SANTE.map((table) => `drop policy urgence on allocataires.${table};`).join("\n")}
      drop policy fermeture on journal.acces_urgence;
      drop policy ouverture on journal.acces_urgence;
      drop policy lecture on journal.acces_urgence;
      alter table journal.acces_urgence disable row level security;
      revoke all on journal.acces_urgence from ${ROLE};
      revoke update (ferme_le, ferme_par) on journal.acces_urgence from ${ROLE};
      revoke execute on function journal.lever_alerte(text, text, text, text, text, text, timestamptz, jsonb, interval) from ${ROLE};
      drop function ${SIGNATURE}, allocataires.effacer_acces_urgence(text, uuid);
    `);
  }
}
