import type { MigrationInterface, QueryRunner } from "typeorm";
import { PROVENANCE_SQL } from "../../subgraphs/shared/contrat/provenance";
import { idempotenceTable } from "../../subgraphs/shared/idempotence";
import { createSchemaSql, dropSchemaSql } from "../../subgraphs/shared/migrations";

/** Appointments, who takes part, what each source says of them, and the messages that came in. */
export class RendezVous1700000000301 implements MigrationInterface {
  name = "RendezVous1700000000301";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${createSchemaSql("rendez_vous")}

      create table rendez_vous.rendez_vous (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        debut timestamptz not null,
        duree_minutes int not null check (duree_minutes > 0),
        modalite text not null,
        famille text not null,
        motif text not null,
        lieu text,
        organisme text,
        collectif boolean not null default false,
        capacite int,
        participants_inconnus int not null default 0,
        en_conflit boolean not null default false,
        debut_saisi timestamptz,
        duree_saisie int,
        saisi_le timestamptz,
        ${PROVENANCE_SQL},
        primary key (departement, id)
      );
      comment on column rendez_vous.rendez_vous.participants_inconnus is 'Participants que la source nomme et que le hub ne connaît pas (rendez-vous collectif).';
      comment on column rendez_vous.rendez_vous.debut_saisi is 'Heure donnée dans le hub (deplacerRendezVous) ; l’emporte sur une source plus ancienne que saisi_le.';
      create index rendez_vous_id on rendez_vous.rendez_vous (id);

      create table rendez_vous.participation (
        departement text not null,
        rendez_vous uuid not null,
        allocataire uuid not null,
        statut text not null check (statut in ('PREVU', 'HONORE', 'ABSENT', 'ABSENT_JUSTIFIE', 'ANNULE_USAGER', 'ANNULE_SERVICE')),
        statut_saisi text,
        statut_saisi_le timestamptz,
        maj_le timestamptz not null,
        primary key (departement, rendez_vous, allocataire),
        foreign key (departement, rendez_vous) references rendez_vous.rendez_vous
      );
      comment on column rendez_vous.participation.statut is 'A_RENSEIGNER n’est jamais enregistré : c’est PREVU, l’heure passée.';
      create index participation_allocataire on rendez_vous.participation (allocataire, rendez_vous);

      create table rendez_vous.convocation (
        departement text not null,
        rendez_vous uuid not null,
        allocataire uuid not null,
        rang int not null check (rang in (1, 2)),
        envoyee_le timestamptz not null,
        canal text not null,
        remise_le timestamptz,
        echec_remise text,
        primary key (departement, rendez_vous, allocataire),
        foreign key (departement, rendez_vous, allocataire) references rendez_vous.participation on delete cascade
      );

      create table rendez_vous.historique_presence (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        rendez_vous uuid not null,
        allocataire uuid not null,
        avant text,
        apres text,
        le timestamptz not null,
        source text not null,
        client text not null,
        primary key (departement, id)
      );
      comment on table rendez_vous.historique_presence is 'Chaque changement de statut d’un participant ; apres est nul quand la source l’a retiré du rendez-vous.';
      create index historique_presence_participant on rendez_vous.historique_presence (departement, rendez_vous, allocataire, le);

      create table rendez_vous.deplacement (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        rendez_vous uuid not null,
        avant timestamptz not null,
        apres timestamptz not null,
        motif text not null,
        le timestamptz not null,
        client text not null,
        primary key (departement, id),
        foreign key (departement, rendez_vous) references rendez_vous.rendez_vous
      );

      create table rendez_vous.lien_externe (
        systeme text not null,
        identifiant text not null,
        departement text not null,
        rendez_vous uuid not null,
        maj_le timestamptz not null,
        declare jsonb,
        efface_le timestamptz,
        primary key (systeme, identifiant),
        foreign key (departement, rendez_vous) references rendez_vous.rendez_vous
      );
      comment on column rendez_vous.lien_externe.declare is 'Ce que le système a dit en dernier : heures, codes, identifiants du hub ; aucun nom. Nul : un autre système a seulement donné l’identifiant.';
      comment on column rendez_vous.lien_externe.efface_le is 'La source a purgé le rendez-vous (RGPD) : le lien est clos, le rendez-vous n’est pas annulé.';
      create index lien_externe_rendez_vous on rendez_vous.lien_externe (departement, rendez_vous);

      create table rendez_vous.personne_externe (
        departement text not null,
        systeme text not null,
        identifiant text not null,
        allocataire uuid,
        maj_le timestamptz not null,
        efface_le timestamptz,
        primary key (departement, systeme, identifiant),
        constraint rien_apres_effacement check (efface_le is null or allocataire is null)
      );
      comment on table rendez_vous.personne_externe is 'Usager d’un outil de rendez-vous : une ligne par département où il est connu. Effacé par sa source (RGPD) : une ligne « * », et plus aucune personne.';
      create index personne_externe_usager on rendez_vous.personne_externe (systeme, identifiant);

      create table rendez_vous.organisation_externe (
        systeme text not null, identifiant text not null, departement text not null, organisme text not null,
        primary key (systeme, identifiant)
      );

      create table rendez_vous.ordre_message (
        systeme text not null, modele text not null, identifiant text not null, horodatage timestamptz not null,
        primary key (systeme, modele, identifiant)
      );
      comment on table rendez_vous.ordre_message is 'Dernier message appliqué : un message qui n’est pas plus récent est ignoré.';
      create table rendez_vous.message_entrant (
        systeme text not null,
        sha256 bytea not null,
        modele text,
        evenement text,
        identifiant text,
        horodatage timestamptz,
        recu_le timestamptz not null,
        receptions int not null default 1,
        issue text not null check (issue in ('APPLIQUE', 'IGNORE', 'REJETE')),
        code text,
        primary key (systeme, sha256)
      );
      comment on table rendez_vous.message_entrant is 'Un message par corps reçu et signé ; le corps n’est gardé que dans rejet.';
      create table rendez_vous.rejet (
        id uuid primary key default gen_random_uuid(),
        departement text,
        objet text not null,
        cle text,
        code text not null,
        message text not null,
        partenaire text not null,
        empreinte bytea not null,
        original text not null,
        cree_le timestamptz not null,
        rejoue_le timestamptz,
        resultat text,
        constraint un_rejet_par_message unique (partenaire, empreinte)
      );
      create index rejet_a_rejouer on rendez_vous.rejet (cree_le) where resultat is distinct from 'APPLIQUE';

      ${idempotenceTable("rendez_vous")};
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(dropSchemaSql("rendez_vous"));
  }
}
