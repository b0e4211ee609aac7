import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";
import { departementsSql } from "../../subgraphs/shared/perimetre";

const ROLE = "unefois_allocataires";

/** Life cycles of contracts and sanctions, their legal rates as data, exits that can be undone. */
export class DroitsDevoirs1700000000111 implements MigrationInterface {
  name = "DroitsDevoirs1700000000111";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CONTRATS);
    await runner.query(SANCTIONS);
    await runner.query(BAREME);
    await runner.query(SORTIES);
    await runner.query(policySql({ schema: "allocataires", table: "delegation_sanction", allocataire: null }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table allocataires.delegation_sanction, allocataires.bareme_sanction;
      alter table allocataires.reprise_emploi drop constraint presence_constatee_apres_six_mois, drop column terminee_le;
      alter table allocataires.sortie drop column preuve, drop column annulee_le, drop column annulation_motif, drop column etat_anterieur;
      drop index allocataires.une_procedure_par_manquement;
      alter table allocataires.sanction
        drop constraint statut_de_sanction_connu, drop constraint pas_de_decision_sans_observations_ou_delai, drop constraint suppression_apres_avis,
        drop constraint dates_de_sanction_ordonnees, drop constraint quotite_et_duree_de_sanction, drop constraint sanction_levee_datee, drop constraint sanction_annulee_datee,
        drop column instruite_le, drop column instruction_limite, drop column motif_legitime, drop column avis_favorable, drop column decision_motif,
        drop column decision_organisme, drop column levee_motif, drop column annulee_le, drop column annulation_cause, drop column annulation_motif;
      alter table allocataires.manquement drop column remise_attestee_le, drop column examine_le;
      alter table allocataires.modulation drop constraint modulation_dans_l_ordre;
      alter table allocataires.contrat_engagement
        drop constraint statut_de_contrat_connu, drop constraint contrat_signe_date, drop constraint contrat_refuse_date, drop constraint contrat_suspendu_date,
        drop column propose_le, drop column remis_le, drop column suspendu_le, drop column motif_suspension, drop column cloture_le;`);
  }
}

const CONTRATS = `
  alter table allocataires.contrat_engagement
    add column propose_le date,
    add column remis_le date,
    add column suspendu_le date,
    add column motif_suspension text,
    add column cloture_le date,
    add constraint statut_de_contrat_connu check (statut in ('A_SIGNER', 'SIGNE', 'REFUSE', 'SUSPENDU', 'CLOTURE')),
    add constraint contrat_signe_date check (statut <> 'SIGNE' or date_signature is not null),
    add constraint contrat_refuse_date check (statut <> 'REFUSE' or date_refus is not null),
    add constraint contrat_suspendu_date check (statut <> 'SUSPENDU' or suspendu_le is not null);
  comment on column allocataires.contrat_engagement.remis_le is 'Jour où une réorientation a remis à la signature un contrat signé ou refusé ; ses dates de signature et de refus restent.';
  alter table allocataires.modulation add constraint modulation_dans_l_ordre check (au is null or au >= du);`;

const SANCTIONS = `
  alter table allocataires.manquement add column remise_attestee_le date, add column examine_le date;
  comment on column allocataires.manquement.remise_attestee_le is 'Jour où la convocation a été remise, attesté par un agent (accusé de réception, remise en main propre) quand l’outil de rendez-vous ne le dit pas.';
  alter table allocataires.sanction
    add column instruite_le date,
    add column instruction_limite date,
    add column motif_legitime boolean,
    add column avis_favorable boolean,
    add column decision_motif text,
    add column decision_organisme text,
    add column levee_motif text,
    add column annulee_le date,
    add column annulation_cause text,
    add column annulation_motif text,
    add constraint statut_de_sanction_connu check (statut in
      ('PROPOSEE', 'EN_INSTRUCTION', 'OBSERVATIONS_ATTENDUES', 'AVIS_EP_ATTENDU', 'DECIDEE', 'REFUSEE', 'LEVEE', 'ANNULEE')),
    add constraint pas_de_decision_sans_observations_ou_delai check (statut not in ('DECIDEE', 'LEVEE', 'ANNULEE')
      or coalesce(decidee_le >= notifiee_le and (observations_recues_le <= decidee_le or decidee_le > observations_limite), false)),
    add constraint suppression_apres_avis check (statut not in ('DECIDEE', 'LEVEE', 'ANNULEE') or nature <> 'SUPPRESSION'
      or coalesce(avis_equipe_pluridisciplinaire_le <= decidee_le, false)),
    add constraint dates_de_sanction_ordonnees check (notifiee_le >= proposee_le and observations_limite >= notifiee_le
      and observations_recues_le >= notifiee_le and avis_equipe_pluridisciplinaire_le >= notifiee_le and decidee_le >= proposee_le
      and debut >= decidee_le and fin >= debut),
    add constraint quotite_et_duree_de_sanction check (statut not in ('DECIDEE', 'LEVEE', 'ANNULEE')
      or coalesce(quotite_pourcent > 0 and quotite_pourcent <= 100 and duree_mois >= 1 and debut is not null and fin is not null, false)),
    add constraint sanction_levee_datee check (statut <> 'LEVEE' or coalesce(remobilisation_le >= decidee_le and levee_le is not null, false)),
    add constraint sanction_annulee_datee check (statut <> 'ANNULEE'
      or coalesce(annulee_le is not null and annulation_cause in ('DROIT_ERREUR', 'RECOURS', 'AUTRE'), false));
  comment on column allocataires.sanction.instruction_limite is 'Fin du délai d’instruction quand France Travail propose ; nul quand le Département propose.';
  create unique index une_procedure_par_manquement on allocataires.sanction (departement, manquement)
    where manquement is not null and statut not in ('REFUSEE', 'ANNULEE');`;

const BAREME = `
  create table allocataires.bareme_sanction (
    departement text not null, cle text not null, valeur double precision not null, unite text not null, libelle text not null,
    source text not null, statut text not null,
    primary key (departement, cle)
  );
  comment on table allocataires.bareme_sanction is 'Délais, quotités et durées des sanctions. « * » : tous les départements ; la ligne d’un département l’emporte.';
  insert into allocataires.bareme_sanction (departement, cle, valeur, unite, libelle, source, statut) values
    ('*', 'INSTRUCTION_JOURS', 15, 'jours', 'Délai d’instruction d’une proposition de France Travail', 'API Gestion des sanctions RSA de France Travail (ACT366)', 'à confirmer'),
    ('*', 'OBSERVATIONS_JOURS', 10, 'jours', 'Délai donné à la personne pour présenter ses observations', 'CASF L. 262-37 ; décret 2025-478', 'à confirmer'),
    ('*', 'QUOTITE_MIN', 30, 'pour cent', 'Quotité la plus basse', 'Décret 2025-478 ; API Gestion des sanctions RSA', 'à confirmer'),
    ('*', 'QUOTITE_MAX', 100, 'pour cent', 'Quotité la plus haute', 'Décret 2025-478 ; API Gestion des sanctions RSA', 'à confirmer'),
    ('*', 'QUOTITE_FOYER_MAX', 50, 'pour cent', 'Quotité la plus haute quand le foyer compte plus d’une personne', 'CASF R. 262-68-6', 'établi'),
    ('*', 'SUSPENSION_MOIS_MAX', 2, 'mois', 'Durée la plus longue d’une première suspension', 'Décret 2025-478', 'à confirmer'),
    ('*', 'SUSPENSION_REPETEE_MOIS_MAX', 4, 'mois', 'Durée la plus longue d’une suspension après une autre', 'Décret 2025-478', 'à confirmer'),
    ('*', 'SUPPRESSION_MOIS_MAX', 4, 'mois', 'Durée la plus longue d’une suppression', 'Décret 2025-478', 'à confirmer');
  alter table allocataires.bareme_sanction enable row level security;
  create policy bareme on allocataires.bareme_sanction for select to ${ROLE} using (departement = '*' or departement = any ${departementsSql});
  grant select on allocataires.bareme_sanction to ${ROLE};

  create table allocataires.delegation_sanction (
    departement text not null, id uuid not null default gen_random_uuid(), organisme text not null references allocataires.organisme,
    du date not null, au date, reference text not null, enregistree_le timestamptz not null, enregistree_par text,
    primary key (departement, id),
    constraint delegation_de_sanction_dans_l_ordre check (au is null or au >= du),
    constraint une_delegation_de_sanction_par_jour unique (departement, organisme, du)
  );
  comment on table allocataires.delegation_sanction is 'Délégations écrites du président du conseil départemental pour décider des sanctions (CASF L. 262-37).';
  grant select, insert, update on allocataires.delegation_sanction to ${ROLE};`;

const SORTIES = `
  alter table allocataires.sortie add column preuve text, add column annulee_le date, add column annulation_motif text, add column etat_anterieur jsonb;
  comment on column allocataires.sortie.etat_anterieur is 'Ce que la sortie a clos (identifiants, étapes et dates), pour l’annuler : orientation, contrat, suivis.';
  alter table allocataires.reprise_emploi
    add column terminee_le date,
    add constraint presence_constatee_apres_six_mois check (present_a_6_mois is null
      or coalesce(suivi_jusque >= (debut + interval '6 months')::date, false));`;
