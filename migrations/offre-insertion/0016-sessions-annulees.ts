import type { MigrationInterface, QueryRunner } from "typeorm";
import { departementsSql } from "../../subgraphs/shared/perimetre";

/** A session that will not take place, more or fewer seats, and what the structure writes when it answers. */
export class SessionsAnnulees1700000000216 implements MigrationInterface {
  name = "SessionsAnnulees1700000000216";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index prescription_attente on offre_insertion.prescription (offre, attente) where attente is not null;
      -- Its argument « le » was taken for the column of a step: the first place to go to a line failed.
      create or replace function offre_insertion.attribuer_places(offres text[], le timestamptz) returns int
      language plpgsql security definer set search_path = '' as $$
      #variable_conflict use_variable
      declare
        p record; pleines uuid[]; donnees int := 0; une_offre text;
      begin
        perform offre_insertion.verrouiller_places(offres);
        for une_offre in select distinct o from unnest(offres) o loop
          pleines := '{}';
          for p in
            select x.departement, x.id, x.allocataire, x.statut, x.session, v.structure
            from offre_insertion.prescription x join offre_insertion.service v on v.id = x.offre
            left join offre_insertion.session s on s.id = x.session
            where x.offre = une_offre and x.attente is not null and (s.id is null or (s.annulee_le is null and s.retiree_le is null and s.debut > le))
            order by x.attente
          loop
            continue when p.session = any (pleines);
            if offre_insertion.prendre_place(une_offre, p.session) then
              update offre_insertion.prescription x set place = true, attente = null, delai_depuis = le, relances = 0, relancee_le = null
                where x.departement = p.departement and x.id = p.id;
              insert into offre_insertion.etape_prescription (departement, prescription, rang, allocataire, statut, le, par, acteur, motif)
                select p.departement, p.id, 1 + coalesce(max(e.rang), 0), p.allocataire, p.statut, le, 'liste d’attente', 'DELAI', 'Une place s’est libérée.'
                from offre_insertion.etape_prescription e where e.departement = p.departement and e.prescription = p.id;
              insert into journal.evenement (type, departement, allocataire, donnees, survenu_le) values ('PlaceAttribuee', p.departement, p.allocataire,
                jsonb_build_object('prescription', p.id, 'offre', une_offre, 'structure', p.structure, 'session', p.session), le);
              donnees := donnees + 1;
            elsif p.session is null then exit;
            else pleines := pleines || p.session;
            end if;
          end loop;
        end loop;
        return donnees;
      end $$;
      create policy destinataire on offre_insertion.etape_activite for all to unefois_offre_insertion using (
        departement = any ${departementsSql}
        and ((select nullif(current_setting('unefois.lien', true), '')) is not null or (select current_setting('unefois.destinataire', true)) = 'oui')
        and exists (select from offre_insertion.prescription p where p.departement = etape_activite.departement and p.allocataire = etape_activite.allocataire));
      create function offre_insertion.peut_gerer_session(une_session uuid) returns boolean language sql stable security definer set search_path = '' as $$
        select exists (
          select from offre_insertion.session s join offre_insertion.service v on v.id = s.offre join offre_insertion.structure t on t.id = v.structure
          where s.id = une_session and s.retiree_le is null and (
            (s.departement = any (string_to_array(current_setting('unefois.departements', true), ',')) and current_setting('unefois.portee', true) = 'departement')
            or exists (select from publie.organisme_coordonnees o where o.id = current_setting('unefois.organisme', true) and o.siret = t.siret)))
      $$;
      comment on function offre_insertion.peut_gerer_session is 'Le Département gère les sessions de son PDIE, une structure (par son SIRET) les siennes.';
      create function offre_insertion.annuler_session(une_session uuid, motif text, par text, acteur text, le timestamptz) returns int
      language plpgsql security definer set search_path = '' as $$
      declare une_offre text; dites int;
      begin
        if not offre_insertion.peut_gerer_session(une_session) then return null; end if;
        select s.offre into une_offre from offre_insertion.session s where s.id = une_session;
        perform offre_insertion.verrouiller_places(array[une_offre]);
        update offre_insertion.session s set annulee_le = le, motif_annulation = motif where s.id = une_session and s.annulee_le is null and s.debut > le;
        if not found then return null; end if;
        with touchee as (
          select p.departement, p.id, p.allocataire, p.statut, v.structure from offre_insertion.prescription p join offre_insertion.service v on v.id = p.offre
          where p.session = une_session and p.statut in ('BROUILLON', 'OUVERTE', 'A_L_ETUDE', 'VALIDEE')),
        etape as (
          insert into offre_insertion.etape_prescription (departement, prescription, rang, allocataire, statut, le, par, acteur, motif)
          select t.departement, t.id, 1 + coalesce((select max(e.rang) from offre_insertion.etape_prescription e where e.departement = t.departement and e.prescription = t.id), 0),
            t.allocataire, t.statut, annuler_session.le, annuler_session.par, annuler_session.acteur, 'La session est annulée : ' || annuler_session.motif from touchee t)
        insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
          select 'SessionAnnulee', t.departement, t.allocataire, jsonb_build_object('prescription', t.id, 'offre', une_offre, 'structure', t.structure, 'session', une_session), le
          from touchee t;
        get diagnostics dites = row_count;
        return dites;
      end $$;
      create function offre_insertion.definir_capacite(une_session uuid, places int, le timestamptz) returns boolean
      language plpgsql security definer set search_path = '' as $$
      declare une_offre text;
      begin
        if not offre_insertion.peut_gerer_session(une_session) then return null; end if;
        select s.offre into une_offre from offre_insertion.session s where s.id = une_session;
        perform offre_insertion.verrouiller_places(array[une_offre]);
        update offre_insertion.session s set capacite = places where s.id = une_session and (places is null or s.inscrits <= places);
        if not found then return false; end if;
        perform offre_insertion.attribuer_places(array[une_offre], le);
        return true;
      end $$;
      revoke all on function offre_insertion.peut_gerer_session(uuid), offre_insertion.annuler_session(uuid, text, text, text, timestamptz),
        offre_insertion.definir_capacite(uuid, int, timestamptz) from public;
      grant execute on function offre_insertion.peut_gerer_session(uuid), offre_insertion.annuler_session(uuid, text, text, text, timestamptz),
        offre_insertion.definir_capacite(uuid, int, timestamptz) to unefois_offre_insertion;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function offre_insertion.definir_capacite(uuid, int, timestamptz);
      drop function offre_insertion.annuler_session(uuid, text, text, text, timestamptz);
      drop function offre_insertion.peut_gerer_session(uuid);
      drop policy destinataire on offre_insertion.etape_activite;
      drop index offre_insertion.prescription_attente;`);
  }
}
