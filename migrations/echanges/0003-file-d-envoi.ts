import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";

/** The exchanges become a queue: what is to be sent, in order for each person, with its tries and what the partner answered. */
export class FileDEnvoi1700000000503 implements MigrationInterface {
  name = "FileDEnvoi1700000000503";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table echanges.echange
        add column ordre bigint,
        add column rang smallint not null default 0,
        add column type_evenement text,
        add column fait uuid,
        add column donnees jsonb,
        add column canal text not null default 'HUB' check (canal in ('HUB', 'API', 'DEPOT', 'ABONNEMENT')),
        add column identifiant_partenaire text,
        add column identifiants_anterieurs text[] not null default '{}',
        add column empreinte bytea,
        add column envoye_le timestamptz,
        add column premier_essai_le timestamptz,
        add column relectures int not null default 0,
        add column bail_par uuid,
        add column bail_jusque timestamptz,
        add column raison text;
      comment on column echanges.echange.ordre is 'Position de l’événement : les envois d’une personne partent dans cet ordre.';
      comment on column echanges.echange.fait is 'L’objet chez son propriétaire (orientation, contrat, rendez-vous, sanction…) : le contenu envoyé y est relu.';
      comment on column echanges.echange.donnees is 'Données de l’événement : identifiants, codes et dates, jamais une valeur d’une personne.';
      comment on column echanges.echange.canal is 'HUB : rien à envoyer. API : SI Plateforme France Travail. DEPOT : fichier signé. ABONNEMENT : webhook signé.';
      comment on column echanges.echange.identifiants_anterieurs is 'Identifiants que le partenaire ne reconnaît plus (ID_NON_RECONNU).';
      comment on column echanges.echange.empreinte is 'SHA-256 de ce qui a été envoyé en dernier.';
      comment on column echanges.echange.rang is 'Place parmi ce que le même événement fait dire.';
      comment on column echanges.echange.premier_essai_le is 'Dix jours après, l’envoi est abandonné.';
      comment on column echanges.echange.relectures is 'Lectures de confirmation faites depuis que le partenaire a accepté.';
      comment on column echanges.echange.bail_jusque is 'Un processus s’en occupe jusque-là ; passé ce temps, un autre le reprend en relisant d’abord chez le partenaire.';
      comment on column echanges.echange.raison is 'Pourquoi l’échange est IGNORE.';
      alter table echanges.echange drop constraint un_echange_par_evenement,
        add constraint un_echange_par_evenement_et_objet unique (departement, evenement, objet);
      create index echange_file on echanges.echange (departement, allocataire, ordre, rang)
        where canal = 'API' and statut in ('A_ENVOYER', 'ENVOYE', 'A_CONFIRMER');
      create index echange_tete on echanges.echange (departement, ordre, rang)
        where canal = 'API' and statut in ('A_ENVOYER', 'ENVOYE', 'A_CONFIRMER');
      create index echange_du on echanges.echange (prochain_essai)
        where canal = 'API' and statut in ('A_ENVOYER', 'ENVOYE', 'A_CONFIRMER');
      create index echange_fait on echanges.echange (departement, fait, objet) where fait is not null;

      update echanges.echange e set canal = 'API', ordre = v.position, type_evenement = v.type, donnees = v.donnees,
        fait = coalesce(v.donnees ->> 'diagnostic', v.donnees ->> 'contrat', v.donnees ->> 'rendezVous', v.donnees ->> 'sortie', v.donnees ->> 'orientation')::uuid
        from journal.evenement v where v.id = e.evenement and e.sens = 'SORTANT';
      update echanges.echange set canal = 'ABONNEMENT', statut = 'IGNORE', raison = 'Les sorties se lisent par abonnement.'
        where objet = 'SORTIE_PARCOURS' and statut = 'A_ENVOYER';

      create table echanges.divergence (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        allocataire uuid not null,
        objet text not null,
        fait uuid,
        champ text not null,
        valeur_hub text,
        valeur_partenaire text,
        constatee_le timestamptz not null,
        resolue_le timestamptz,
        resolution text check (resolution in ('HUB', 'PARTENAIRE', 'DEVENUE_EGALE')),
        resolue_par text,
        primary key (departement, id)
      );
      comment on table echanges.divergence is 'Le hub et France Travail disent autre chose de la même personne : les deux valeurs, jusqu’à ce que quelqu’un tranche.';
      create unique index une_divergence_ouverte_par_champ on echanges.divergence (departement, allocataire, objet, champ) where resolue_le is null;

      create table echanges.activite_recue (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        identifiant text not null,
        code text not null,
        famille text not null,
        allocataire uuid,
        creee_le timestamptz not null,
        echeance timestamptz,
        attributs jsonb not null default '{}',
        recue_le timestamptz not null,
        statut text not null check (statut in ('A_TRAITER', 'TRAITEE', 'CLOSE_PAR_FRANCE_TRAVAIL', 'REJETEE')),
        fait uuid,
        erreur_code text,
        erreur_message text,
        traitee_le timestamptz,
        primary key (departement, id),
        constraint une_activite_par_identifiant unique (departement, identifiant)
      );
      comment on table echanges.activite_recue is 'Activité opérationnelle que France Travail donne à faire au Département, et ce que le hub en a fait.';
      create index activite_recue_echeance on echanges.activite_recue (departement, echeance) where statut = 'A_TRAITER';

      create table echanges.lecture_partenaire (
        departement text not null,
        nom text not null,
        curseur text,
        derniere_le timestamptz,
        derniere_erreur text,
        primary key (departement, nom)
      );
      comment on table echanges.lecture_partenaire is 'Où en est chaque lecture chez France Travail (famille d’activités, statuts, rendez-vous…).';

      grant select, insert, update, delete on echanges.divergence, echanges.activite_recue to unefois_echanges;
      grant select, insert, update on echanges.lecture_partenaire to unefois_echanges;
      ${policySql({ schema: "echanges", table: "divergence", allocataire: "allocataire" })}
      alter table echanges.activite_recue enable row level security;
      create policy perimetre on echanges.activite_recue for all to unefois_echanges
        using (departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[])
          and current_setting('unefois.portee', true) = 'departement');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table echanges.lecture_partenaire, echanges.activite_recue, echanges.divergence;
      drop index echanges.echange_file, echanges.echange_tete, echanges.echange_du, echanges.echange_fait;
      delete from echanges.echange e using echanges.echange f
        where f.departement = e.departement and f.evenement = e.evenement and f.objet < e.objet;
      alter table echanges.echange drop constraint un_echange_par_evenement_et_objet,
        add constraint un_echange_par_evenement unique (departement, evenement),
        drop column ordre, drop column rang, drop column type_evenement, drop column fait, drop column donnees, drop column canal,
        drop column premier_essai_le, drop column relectures, drop column bail_par,
        drop column identifiant_partenaire, drop column identifiants_anterieurs, drop column empreinte, drop column envoye_le,
        drop column bail_jusque, drop column raison;
    `);
  }
}
