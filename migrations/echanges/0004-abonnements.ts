import type { MigrationInterface, QueryRunner } from "typeorm";

/** States in which an exchange still waits for somebody: what the metrics and the state of the queue count, from an index. */
const OUVERT = "statut in ('A_ENVOYER', 'ENVOYE', 'A_CONFIRMER', 'REJETE', 'ABANDONNE')";

/** Subscriptions deliver: who the subscriber is, the version of its secret, where its deliveries are; a delivery is an exchange. */
export class Abonnements1700000000504 implements MigrationInterface {
  name = "Abonnements1700000000504";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table echanges.abonnement
        add column organisme text,
        add column agent text,
        add column finalite text,
        add column partenaire text not null default 'DEPARTEMENT',
        add column version_secret int not null default 0,
        add column secret_renouvele_le timestamptz,
        add column depuis bigint not null default 0,
        add column derniere_position bigint,
        add column echecs int not null default 0,
        add column echec_depuis timestamptz,
        add column prochain_essai timestamptz,
        add column bail_jusque timestamptz,
        add column desactive_le timestamptz,
        add column raison text;
      comment on column echanges.abonnement.organisme is 'Code de l’organisme de l’abonné, agent et finalite : ses droits sont relus à chaque livraison.';
      comment on column echanges.abonnement.version_secret is 'Le secret se calcule de NIR_KEY, de l’abonnement et de cette version : il n’est écrit nulle part. 0 : aucun, rien ne part.';
      comment on column echanges.abonnement.depuis is 'Tête du journal à l’abonnement : ce qui précède n’est livré que si l’abonné le redemande.';
      comment on column echanges.abonnement.echec_depuis is 'Premier des échecs qui se suivent ; passé 72 heures, l’abonnement est désactivé.';
      comment on column echanges.abonnement.bail_jusque is 'Un processus livre cet abonnement jusque-là : ses événements partent un à un, dans l’ordre.';
      comment on column echanges.abonnement.raison is 'Pourquoi l’abonnement est désactivé, pour l’abonné.';

      alter table echanges.echange add column abonnement uuid;
      comment on column echanges.echange.abonnement is 'L’abonnement auquel l’événement est livré (canal ABONNEMENT).';
      alter table echanges.echange drop constraint un_echange_par_evenement_et_objet,
        add constraint un_echange_par_evenement_et_objet unique nulls not distinct (departement, evenement, objet, abonnement);
      create index echange_livraison on echanges.echange (abonnement, ordre) where abonnement is not null and statut = 'A_ENVOYER';
      create index echange_ouvert on echanges.echange (departement, sens, partenaire, objet, statut, cree_le) where ${OUVERT};

      insert into echanges.curseur (nom, position) select 'abonnements', coalesce(max(position), 0) from journal.evenement
        on conflict do nothing;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from echanges.curseur where nom = 'abonnements';
      delete from echanges.echange where abonnement is not null;
      drop index echanges.echange_livraison, echanges.echange_ouvert;
      alter table echanges.echange drop constraint un_echange_par_evenement_et_objet, drop column abonnement,
        add constraint un_echange_par_evenement_et_objet unique (departement, evenement, objet);
      alter table echanges.abonnement drop column organisme, drop column agent, drop column finalite, drop column partenaire,
        drop column version_secret, drop column secret_renouvele_le, drop column depuis, drop column derniere_position, drop column echecs,
        drop column echec_depuis, drop column prochain_essai, drop column bail_jusque, drop column desactive_le, drop column raison;
    `);
  }
}
