import type { MigrationInterface, QueryRunner } from "typeorm";
import { departementsSql } from "../../subgraphs/shared/perimetre";

/** Prescriptions that the structure answers: places and waiting list, delays, reasons, signed links, and who reads what. */
export class VieDesPrescriptions1700000000211 implements MigrationInterface {
  name = "VieDesPrescriptions1700000000211";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table offre_insertion.session add column annulee_le timestamptz, add column motif_annulation text;
      create sequence offre_insertion.rang_attente;
      alter table offre_insertion.prescription
        add column place boolean not null default false,
        add column attente bigint,
        add column accepte_attente boolean not null default false,
        add column delai_depuis timestamptz,
        add column relances int not null default 0,
        add column relancee_le timestamptz,
        add column motif_refus text,
        add column issue text,
        add column preferences_contact text[] not null default '{}',
        add column disponibilites text,
        add column conditions_remplies text[] not null default '{}',
        add column protection_attestee_le timestamptz;
      comment on column offre_insertion.prescription.place is 'Vrai : elle tient une place de l’offre, et de sa session.';
      comment on column offre_insertion.prescription.attente is 'Numéro dans la liste d’attente, du premier au dernier ; null : elle n’attend pas de place.';
      comment on column offre_insertion.prescription.delai_depuis is 'Instant depuis lequel courent relance et expiration ; null : aucun délai ne court.';
      comment on column offre_insertion.prescription.issue is 'ABOUTIE ou ABANDON, quand elle est terminée.';
      update offre_insertion.prescription p set place = true where statut in ('OUVERTE', 'A_L_ETUDE', 'VALIDEE', 'DEMARREE', 'TERMINEE');
      update offre_insertion.prescription p set delai_depuis = coalesce((select max(e.le) from offre_insertion.etape_prescription e
          where e.departement = p.departement and e.prescription = p.id), p.prescrite_le) where statut in ('OUVERTE', 'A_L_ETUDE', 'VALIDEE');
      update offre_insertion.prescription set issue = 'ABOUTIE' where statut = 'TERMINEE';
      alter table offre_insertion.prescription
        add constraint une_place_ou_la_file check (attente is null or (not place and statut in ('OUVERTE', 'A_L_ETUDE'))),
        add constraint une_issue_a_la_fin check (issue is null or (statut = 'TERMINEE' and issue in ('ABOUTIE', 'ABANDON')));
      create index prescription_offre on offre_insertion.prescription (offre, attente);
      create index prescription_delai on offre_insertion.prescription (delai_depuis) where delai_depuis is not null;
      alter table offre_insertion.etape_prescription add column acteur text not null default 'PRESCRIPTEUR';
      comment on column offre_insertion.etape_prescription.acteur is 'PRESCRIPTEUR, STRUCTURE ou DELAI';

      create table offre_insertion.lien_reponse (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        prescription uuid not null,
        cree_le timestamptz not null,
        expire_le timestamptz not null,
        revoque_le timestamptz,
        ouvertures int not null default 0,
        reponses int not null default 0,
        primary key (departement, id),
        foreign key (departement, prescription) references offre_insertion.prescription on delete cascade
      );
      comment on table offre_insertion.lien_reponse is 'Liens signés par lesquels une structure répond. Le jeton n’est écrit nulle part : il se recalcule.';
      comment on column offre_insertion.lien_reponse.reponses is 'Réponses données : chaque formulaire porte ce nombre, et ne sert qu’une fois.';
      create index lien_reponse_prescription on offre_insertion.lien_reponse (departement, prescription);
      grant select, insert, update on offre_insertion.lien_reponse to unefois_offre_insertion;
      alter table offre_insertion.lien_reponse enable row level security;
      create policy perimetre on offre_insertion.lien_reponse for all to unefois_offre_insertion using (departement = any ${departementsSql});
      grant usage on sequence offre_insertion.rang_attente to unefois_offre_insertion;
      grant select on publie.organisme_coordonnees to unefois_offre_insertion;
      grant execute on function publie.beneficiaires(text[], uuid[], boolean[], boolean[], boolean[]) to unefois_offre_insertion;
    `);
    await this.places(runner);
    await this.destinataires(runner);
    await this.effacement(runner);
  }

  /** One place is taken and given back here only; a place given back goes to the first of the line in the same transaction. */
  private async places(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function offre_insertion.verrouiller_places(offres text[]) returns void language sql set search_path = '' as $$
        select pg_catalog.pg_advisory_xact_lock(x.cle) from (
          select distinct pg_catalog.hashtextextended(o, 4219011) as cle from pg_catalog.unnest(offres) o order by 1) x
      $$;
      comment on function offre_insertion.verrouiller_places is 'À appeler avant d’écrire les places de ces offres : toujours dans le même ordre, personne n’attend en rond.';
      create function offre_insertion.prendre_place(une_offre text, une_session uuid) returns boolean language plpgsql set search_path = '' as $$
      begin
        update offre_insertion.pdie x set places_occupees = places_occupees + 1
          where x.offre = une_offre and (x.places_financees is null or x.places_occupees < x.places_financees);
        if not found and exists (select from offre_insertion.pdie x where x.offre = une_offre) then return false; end if;
        if une_session is null then return true; end if;
        update offre_insertion.session s set inscrits = inscrits + 1
          where s.id = une_session and s.annulee_le is null and s.retiree_le is null and (s.capacite is null or s.inscrits < s.capacite);
        if found then return true; end if;
        update offre_insertion.pdie x set places_occupees = places_occupees - 1 where x.offre = une_offre;
        return false;
      end $$;
      create function offre_insertion.rendre_place(une_offre text, une_session uuid) returns void language sql set search_path = '' as $$
        update offre_insertion.pdie x set places_occupees = places_occupees - 1 where x.offre = une_offre and x.places_occupees > 0;
        update offre_insertion.session s set inscrits = inscrits - 1 where s.id = une_session and s.inscrits > 0;
      $$;
      create function offre_insertion.attribuer_places(offres text[], le timestamptz) returns int
      language plpgsql security definer set search_path = '' as $$
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
      comment on function offre_insertion.attribuer_places is 'Donne les places libres de ces offres aux premiers de leur liste d’attente. À appeler après tout ce qui en libère ou en ajoute.';
      create function offre_insertion.rangs_attente(departements text[], prescriptions uuid[]) returns table (prescription uuid, rang int)
      language sql stable security definer set search_path = '' as $$
        select p.id, (select count(*)::int from offre_insertion.prescription a
          where a.offre = p.offre and a.session is not distinct from p.session and a.attente <= p.attente)
        from offre_insertion.prescription p where p.departement = any (departements) and p.id = any (prescriptions) and p.attente is not null
      $$;
      revoke all on function offre_insertion.attribuer_places(text[], timestamptz), offre_insertion.rangs_attente(text[], uuid[]) from public;
      grant execute on function offre_insertion.attribuer_places(text[], timestamptz), offre_insertion.rangs_attente(text[], uuid[]) to unefois_offre_insertion;
    `);
  }

  /** The structure reads what is prescribed to it when it says that it comes as such: an organisme by its SIRET, or a signed link for one prescription. */
  private async destinataires(runner: QueryRunner): Promise<void> {
    const lien = "(select nullif(current_setting('unefois.lien', true), '')::uuid)";
    const destinataire = "(select current_setting('unefois.destinataire', true)) = 'oui'";
    const sienne = (table: string) => `departement = any ${departementsSql} and (${lien} is not null or ${destinataire})
      and exists (select from offre_insertion.prescription p where p.departement = ${table}.departement and p.id = ${table}.prescription)`;
    await runner.query(`
      create policy destinataire on offre_insertion.prescription for all to unefois_offre_insertion using (
        departement = any ${departementsSql} and statut <> 'BROUILLON' and (id = ${lien} or (${destinataire} and offre in (
          select s.id from offre_insertion.service s join offre_insertion.structure t on t.id = s.structure
          join publie.organisme_coordonnees o on o.siret = t.siret where o.id = (select current_setting('unefois.organisme', true))))));
      create policy destinataire on offre_insertion.etape_prescription for all to unefois_offre_insertion using (${sienne("etape_prescription")});
      create policy destinataire on offre_insertion.activite for all to unefois_offre_insertion using (${sienne("activite")});
    `);
  }

  /** Whoever is erased gives back the place that she holds, when nothing has begun; her links go with her prescriptions. */
  private async effacement(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function offre_insertion.liberer_places(departements text[], personnes uuid[], le timestamptz) returns void
      language plpgsql security definer set search_path = '' as $$
      declare offres text[];
      begin
        select array_agg(distinct p.offre) into offres from unnest(departements, personnes) x (departement, id)
          join offre_insertion.prescription p on p.departement = x.departement and p.allocataire = x.id;
        perform offre_insertion.verrouiller_places(offres);
        perform offre_insertion.rendre_place(p.offre, p.session) from unnest(departements, personnes) x (departement, id)
          join offre_insertion.prescription p on p.departement = x.departement and p.allocataire = x.id
          where p.place and p.statut in ('OUVERTE', 'A_L_ETUDE', 'VALIDEE');
        update offre_insertion.prescription p set place = false, attente = null from unnest(departements, personnes) x (departement, id)
          where p.departement = x.departement and p.allocataire = x.id and p.statut in ('OUVERTE', 'A_L_ETUDE', 'VALIDEE');
        perform offre_insertion.attribuer_places(offres, le);
      end $$;
      revoke all on function offre_insertion.liberer_places(text[], uuid[], timestamptz) from public;
      create or replace function offre_insertion.effacer(departements text[], personnes uuid[], le timestamptz) returns void
      language plpgsql security definer set search_path = '' as $$
      begin
        perform offre_insertion.liberer_places(departements, personnes, le);
        delete from offre_insertion.activite a using unnest(departements, personnes) x (departement, id)
          where a.departement = x.departement and a.allocataire = x.id;
        delete from offre_insertion.etape_prescription e using unnest(departements, personnes) x (departement, id)
          where e.departement = x.departement and e.allocataire = x.id;
        delete from offre_insertion.prescription p using unnest(departements, personnes) x (departement, id)
          where p.departement = x.departement and p.allocataire = x.id;
      end $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function offre_insertion.effacer(departements text[], personnes uuid[], le timestamptz) returns void
      language plpgsql security definer set search_path = '' as $$
      begin
        delete from offre_insertion.activite a using unnest(departements, personnes) x (departement, id)
          where a.departement = x.departement and a.allocataire = x.id;
        delete from offre_insertion.etape_prescription e using unnest(departements, personnes) x (departement, id)
          where e.departement = x.departement and e.allocataire = x.id;
        delete from offre_insertion.prescription p using unnest(departements, personnes) x (departement, id)
          where p.departement = x.departement and p.allocataire = x.id;
      end $$;
      drop policy destinataire on offre_insertion.prescription;
      drop policy destinataire on offre_insertion.etape_prescription;
      drop policy destinataire on offre_insertion.activite;
      drop function offre_insertion.liberer_places(text[], uuid[], timestamptz);
      drop function offre_insertion.rangs_attente(text[], uuid[]);
      drop function offre_insertion.attribuer_places(text[], timestamptz);
      drop function offre_insertion.rendre_place(text, uuid);
      drop function offre_insertion.prendre_place(text, uuid);
      drop function offre_insertion.verrouiller_places(text[]);
      revoke all on function publie.beneficiaires(text[], uuid[], boolean[], boolean[], boolean[]) from unefois_offre_insertion;
      drop table offre_insertion.lien_reponse;
      alter table offre_insertion.etape_prescription drop column acteur;
      alter table offre_insertion.prescription
        drop column place, drop column attente, drop column accepte_attente, drop column delai_depuis, drop column relances, drop column relancee_le,
        drop column motif_refus, drop column issue, drop column preferences_contact, drop column disponibilites, drop column conditions_remplies,
        drop column protection_attestee_le;
      drop sequence offre_insertion.rang_attente;
      alter table offre_insertion.session drop column annulee_le, drop column motif_annulation;`);
  }
}
