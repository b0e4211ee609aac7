import type { MigrationInterface, QueryRunner } from "typeorm";
import { parcoursLocalTable } from "../../subgraphs/shared/contrat/parcours-local";
import { PROVENANCE_SQL } from "../../subgraphs/shared/contrat/provenance";

/** What happens to them: orientation, diagnostic, contract, breach, sanction, exit. */
export class Parcours1700000000102 implements MigrationInterface {
  name = "Parcours1700000000102";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${parcoursLocalTable("allocataires")};

      create table allocataires.orientation (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        allocataire uuid not null,
        rang int not null,
        statut text not null,
        origine text not null,
        competence text not null,
        demandee_le date not null,
        decidee_le date,
        decidee_par text,
        parcours text,
        organisme text references allocataires.organisme,
        referent text,
        motif text,
        preconisation jsonb,
        premier_entretien_le date,
        debut_accompagnement_le date,
        fin_accompagnement_le date,
        motif_fin text,
        intensite text,
        close_le date,
        ${PROVENANCE_SQL},
        primary key (departement, id),
        foreign key (departement, allocataire) references allocataires.allocataire,
        foreign key (departement, parcours) references allocataires.parcours_local,
        foreign key (departement, referent) references allocataires.referent,
        constraint un_rang_par_allocataire unique (departement, allocataire, rang)
      );
      create unique index une_orientation_courante_par_allocataire on allocataires.orientation (departement, allocataire)
        where statut = 'DECIDEE' and close_le is null;
      create index orientation_organisme on allocataires.orientation (departement, organisme, referent) where close_le is null;

      create table allocataires.intervention (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        orientation uuid not null,
        allocataire uuid not null,
        organisme text not null references allocataires.organisme,
        referent text,
        role text not null,
        du date not null,
        au date,
        primary key (departement, id),
        foreign key (departement, orientation) references allocataires.orientation,
        foreign key (departement, allocataire) references allocataires.allocataire,
        foreign key (departement, referent) references allocataires.referent
      );
      comment on table allocataires.intervention is 'Qui suit qui, et quand : le portefeuille. Une ligne par organisme, référent et rôle.';
      create index intervention_organisme on allocataires.intervention (organisme, referent, allocataire);
      create index intervention_allocataire on allocataires.intervention (departement, allocataire);
      create index intervention_orientation on allocataires.intervention (departement, orientation);

      create table allocataires.passage_instance (
        departement text not null, orientation uuid not null, le date not null, instance text not null, avis text, decision text,
        primary key (departement, orientation, le, instance),
        foreign key (departement, orientation) references allocataires.orientation
      );

      create table allocataires.diagnostic (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        allocataire uuid not null,
        etabli_le date not null,
        referentiel text,
        conforme_norme_nationale boolean,
        niveau_qualification text,
        situation_emploi text,
        metiers_recherches text[] not null default '{}',
        projet_professionnel text,
        proche_aidant boolean,
        ${PROVENANCE_SQL},
        primary key (departement, id),
        foreign key (departement, allocataire) references allocataires.allocataire
      );
      create index diagnostic_allocataire on allocataires.diagnostic (departement, allocataire, etabli_le desc);
      create table allocataires.contrainte (
        departement text not null, diagnostic uuid not null, allocataire uuid not null, frein text not null,
        impact text not null, prioritaire boolean not null default false, reperee date, levee_le date,
        primary key (departement, diagnostic, frein),
        foreign key (departement, diagnostic) references allocataires.diagnostic
      );
      create index contrainte_allocataire on allocataires.contrainte (departement, allocataire) where levee_le is null;

      create table allocataires.contrat_engagement (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        allocataire uuid not null,
        nature text not null,
        statut text not null,
        date_debut date,
        date_signature date,
        date_refus date,
        motif_refus text,
        date_fin date,
        heures_hebdomadaires double precision,
        organisme text references allocataires.organisme,
        referent text,
        renouvelle uuid,
        referentiel text,
        conforme_norme_nationale boolean,
        ${PROVENANCE_SQL},
        primary key (departement, id),
        foreign key (departement, allocataire) references allocataires.allocataire
      );
      create index contrat_allocataire on allocataires.contrat_engagement (departement, allocataire, date_signature desc);
      create unique index un_contrat_en_cours_par_allocataire on allocataires.contrat_engagement (departement, allocataire)
        where statut in ('A_SIGNER', 'SIGNE', 'SUSPENDU');
      create table allocataires.modulation (
        departement text not null, contrat uuid not null, allocataire uuid not null, du date not null, exempte boolean not null,
        heures_hebdomadaires double precision, motif text, au date,
        primary key (departement, contrat, du),
        foreign key (departement, contrat) references allocataires.contrat_engagement
      );
      create table allocataires.action_plan (
        departement text not null, contrat uuid not null, allocataire uuid not null, rang int not null, libelle text not null,
        prescription uuid, echeance date, realisee_le date,
        primary key (departement, contrat, rang),
        foreign key (departement, contrat) references allocataires.contrat_engagement
      );

      create table allocataires.manquement (
        departement text not null, id uuid not null default gen_random_uuid(), allocataire uuid not null, nature text not null,
        constate_le date not null, constate_par text not null, rendez_vous uuid, contrat uuid, motif_legitime boolean,
        ${PROVENANCE_SQL},
        primary key (departement, id),
        foreign key (departement, allocataire) references allocataires.allocataire
      );
      create index manquement_allocataire on allocataires.manquement (departement, allocataire);
      create table allocataires.sanction (
        departement text not null, id uuid not null default gen_random_uuid(), allocataire uuid not null, manquement uuid,
        nature text not null, statut text not null, motif text not null, proposee_le date not null, proposee_par text not null,
        notifiee_le date, observations_limite date, observations_recues_le date, assistee boolean, avis_equipe_pluridisciplinaire_le date,
        decidee_le date, decidee_par text, par_delegation boolean not null default false, quotite_pourcent double precision,
        montant_centimes int, duree_mois int, debut date, fin date, remobilisation_le date, levee_le date, transmise_organisme_payeur_le date,
        ${PROVENANCE_SQL},
        primary key (departement, id),
        foreign key (departement, allocataire) references allocataires.allocataire
      );
      create index sanction_allocataire on allocataires.sanction (departement, allocataire);
      create table allocataires.sortie (
        departement text not null, id uuid not null default gen_random_uuid(), allocataire uuid not null, nature text not null,
        positive boolean not null, date date not null, ${PROVENANCE_SQL},
        primary key (departement, id),
        foreign key (departement, allocataire) references allocataires.allocataire
      );
      create index sortie_allocataire on allocataires.sortie (departement, allocataire);
      create table allocataires.reprise_emploi (
        departement text not null, id uuid not null default gen_random_uuid(), allocataire uuid not null, debut date not null, fin date,
        type_contrat text not null, duree_mois int, quotite double precision, present_a_6_mois boolean, suivi_jusque date, ${PROVENANCE_SQL},
        primary key (departement, id),
        foreign key (departement, allocataire) references allocataires.allocataire
      );
      create index reprise_emploi_allocataire on allocataires.reprise_emploi (departement, allocataire);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables =
      "reprise_emploi sortie sanction manquement action_plan modulation contrat_engagement contrainte diagnostic passage_instance intervention orientation parcours_local";
    for (const table of tables.split(" ")) await runner.query(`drop table allocataires.${table}`);
  }
}
