import type { MigrationInterface, QueryRunner } from "typeorm";
import { cursorTable } from "../../subgraphs/shared/event-follower";

/** What the events say of people, in the shape that indicators count. It can be emptied and read again from the journal. */
export class Projection1700000000402 implements MigrationInterface {
  name = "Projection1700000000402";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table indicateurs.personne (
        departement text not null,
        allocataire uuid not null,
        code_insee text,
        soumis_droits_devoirs boolean,
        dossier uuid,
        etat_dossier text,
        primary key (departement, allocataire)
      );
      create table indicateurs.entree (
        departement text not null,
        allocataire uuid not null,
        rang int not null,
        demande date,
        ouverture_droits date,
        notification date,
        entree_dispositif date,
        flux boolean,
        code_insee text,
        soumis_droits_devoirs boolean,
        decision_orientation date,
        parcours text,
        categorie text,
        organisme text,
        premier_entretien date,
        primary key (departement, allocataire, rang)
      );
      comment on column indicateurs.entree.code_insee is 'Commune actuelle de la personne (copie de personne, comme les droits et devoirs).';
      comment on column indicateurs.entree.decision_orientation is 'Première orientation décidée depuis cette entrée et avant la suivante ; parcours, catégorie et organisme sont les siens.';
      comment on column indicateurs.entree.premier_entretien is 'Premier rendez-vous d’accompagnement honoré depuis cette entrée et avant la suivante.';
      create index entree_notification on indicateurs.entree (departement, notification);
      create index entree_decision on indicateurs.entree (departement, decision_orientation);
      create index entree_decision_commune on indicateurs.entree (departement, code_insee, decision_orientation);

      create table indicateurs.orientation (
        departement text not null,
        id uuid not null,
        allocataire uuid not null,
        rang int,
        origine text,
        parcours text,
        categorie text,
        organisme text,
        referent text,
        demandee_le date,
        decidee_le date,
        intensite text,
        close_le date,
        motif_fin text,
        primary key (departement, id)
      );
      create index orientation_allocataire on indicateurs.orientation (departement, allocataire, decidee_le);
      create index orientation_decision on indicateurs.orientation (departement, decidee_le);

      create table indicateurs.contrat (
        departement text not null,
        id uuid not null,
        allocataire uuid not null,
        nature text,
        date_signature date,
        date_refus date,
        date_debut date,
        date_fin date,
        minutes_hebdomadaires int,
        exempte boolean,
        primary key (departement, id)
      );
      create index contrat_allocataire on indicateurs.contrat (departement, allocataire);
      create index contrat_signature on indicateurs.contrat (departement, date_signature);

      create table indicateurs.presence (
        departement text not null,
        rendez_vous uuid not null,
        allocataire uuid not null,
        famille text,
        le date,
        statut text,
        convocation_rang int,
        organisme text,
        primary key (departement, rendez_vous, allocataire)
      );
      comment on column indicateurs.presence.le is 'Date civile du rendez-vous à Paris.';
      create index presence_allocataire on indicateurs.presence (departement, allocataire, le);
      create index presence_date on indicateurs.presence (departement, le);

      create table indicateurs.activite (
        departement text not null,
        id uuid not null,
        allocataire uuid not null,
        date date,
        minutes int,
        statut text,
        primary key (departement, id)
      );
      create index activite_date on indicateurs.activite (departement, date);

      create table indicateurs.sortie (
        departement text not null, id uuid not null, allocataire uuid not null, nature text, date date,
        primary key (departement, id)
      );
      create index sortie_allocataire on indicateurs.sortie (departement, allocataire, date);

      ${cursorTable("indicateurs")};
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `drop table indicateurs.curseur, indicateurs.sortie, indicateurs.activite, indicateurs.presence, indicateurs.contrat,
         indicateurs.orientation, indicateurs.entree, indicateurs.personne`,
    );
  }
}
