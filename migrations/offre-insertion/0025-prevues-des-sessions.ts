import type { MigrationInterface, QueryRunner } from "typeorm";

const ANNULER_SESSION = (prevues: string) => `
      create or replace function offre_insertion.annuler_session(une_session uuid, motif text, par text, acteur text, le timestamptz) returns int
      language plpgsql security definer set search_path = '' as $$
      declare une_offre text; dites int;
      begin
        if not offre_insertion.peut_gerer_session(une_session) then return null; end if;
        select s.offre into une_offre from offre_insertion.session s where s.id = une_session;
        perform offre_insertion.verrouiller_places(array[une_offre]);
        update offre_insertion.session s set annulee_le = le, motif_annulation = motif where s.id = une_session and s.annulee_le is null and s.debut > le;
        if not found then return null; end if;
        ${prevues}
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
      end $$;`;

/** A session that will not take place plans nothing for anybody: its planned activities are cancelled with it, each with its step. */
export class PrevuesDesSessions1700000000225 implements MigrationInterface {
  name = "PrevuesDesSessions1700000000225";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function offre_insertion.annuler_prevues(sessions uuid[], par text, le timestamptz) returns void
      language sql volatile security definer set search_path = '' as $$
        with annulee as (
          update offre_insertion.activite a set statut = 'ANNULEE' where a.session = any (sessions) and a.statut = 'PREVUE'
          returning a.departement, a.id, a.allocataire, a.minutes)
        insert into offre_insertion.etape_activite (departement, activite, rang, allocataire, statut, minutes, le, par)
        select departement, id, 2, allocataire, 'ANNULEE', minutes, annuler_prevues.le, annuler_prevues.par from annulee
      $$;
      comment on function offre_insertion.annuler_prevues is 'Annule les activités prévues de ces sessions, annulées ou retirées avant leur début. Rien de déclaré ne change.';
      revoke all on function offre_insertion.annuler_prevues(uuid[], text, timestamptz) from public;
      -- What the sessions cancelled until now left planned.
      select offre_insertion.annuler_prevues(array[s.id], 'hub', coalesce(s.annulee_le, s.retiree_le)) from offre_insertion.session s
        where s.annulee_le is not null or s.retiree_le is not null;
      ${ANNULER_SESSION("perform offre_insertion.annuler_prevues(array[une_session], par, le);")}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`${ANNULER_SESSION("")}
      drop function offre_insertion.annuler_prevues(uuid[], text, timestamptz);`);
  }
}
