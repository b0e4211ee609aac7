import type { MigrationInterface, QueryRunner } from "typeorm";
import { PROVENANCE_SQL } from "../../subgraphs/shared/contrat/provenance";
import { idempotenceTable } from "../../subgraphs/shared/idempotence";
import { createSchemaSql, dropSchemaSql } from "../../subgraphs/shared/migrations";

/** Who: organismes, référents, people, their identifiers, their RSA file and their entries into the dispositif. */
export class Personnes1700000000101 implements MigrationInterface {
  name = "Personnes1700000000101";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${createSchemaSql("allocataires")}

      create table allocataires.organisme (
        id text primary key,
        departement text not null,
        code text not null,
        nom text not null,
        type text not null,
        constraint un_code_par_departement unique (departement, code)
      );
      create table allocataires.referent (
        departement text not null,
        id text not null unique,
        organisme text not null references allocataires.organisme,
        code text not null,
        nom text not null,
        prenom text,
        fonction text,
        primary key (departement, id),
        constraint un_code_par_organisme unique (organisme, code)
      );
      create table allocataires.referent_capacite (
        departement text not null,
        referent text not null,
        parcours text not null,
        maximum int not null check (maximum > 0),
        primary key (departement, referent, parcours),
        foreign key (departement, referent) references allocataires.referent
      );

      create table allocataires.allocataire (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        canonique uuid,
        civilite text,
        nom text not null,
        nom_usage text,
        prenoms text[] not null,
        date_naissance date not null,
        rang_naissance int,
        sexe text,
        nom_tri text not null,
        code_insee text,
        commune_nom text,
        adresse text,
        telephone text,
        courriel text,
        soumis_droits_devoirs boolean not null default false,
        ${PROVENANCE_SQL},
        primary key (departement, id)
      );
      comment on column allocataires.allocataire.nom is 'Nom de naissance.';
      comment on column allocataires.allocataire.nom_tri is 'Nom et prénoms en capitales sans accents : tri et recherche.';
      comment on column allocataires.allocataire.canonique is 'Après une fusion : la personne qui la remplace. Un id donné une fois se résout toujours.';
      create index allocataire_tri on allocataires.allocataire (departement, nom_tri, id);
      create index allocataire_commune on allocataires.allocataire (departement, code_insee, nom_tri, id);
      create index allocataire_etat_civil on allocataires.allocataire (departement, date_naissance, nom_tri);

      create table allocataires.identifiant (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        allocataire uuid not null,
        type text not null,
        valeur text,
        valeur_chiffree bytea,
        empreinte bytea,
        organisme text,
        valide_du date,
        valide_au date,
        ${PROVENANCE_SQL},
        primary key (departement, id),
        foreign key (departement, allocataire) references allocataires.allocataire,
        constraint nir_jamais_en_clair check ((type in ('NIR', 'MATRICULE_MSA')) = (valeur is null))
      );
      create index identifiant_allocataire on allocataires.identifiant (departement, allocataire);
      create index identifiant_valeur on allocataires.identifiant (departement, type, valeur) where valeur is not null;
      create index identifiant_empreinte on allocataires.identifiant (departement, type, empreinte) where empreinte is not null;

      create table allocataires.dossier (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        numero_demande text not null,
        fonorg text not null,
        numorg text not null,
        matricule text,
        matricule_chiffre bytea,
        etat text not null,
        soumis_droits_devoirs boolean not null default false,
        date_demande date,
        ouverture_droits date,
        notification date,
        code_insee text,
        empreinte bytea not null,
        flux_cree_le timestamptz not null,
        ${PROVENANCE_SQL},
        primary key (departement, id),
        constraint un_dossier_par_numero_de_demande unique (departement, numero_demande)
      );
      comment on column allocataires.dossier.empreinte is 'SHA-256 du dossier reçu : le même dossier une seconde fois ne change rien.';
      create table allocataires.etat_dossier (
        departement text not null,
        dossier uuid not null,
        du date not null,
        etat text not null,
        au date,
        primary key (departement, dossier, du),
        foreign key (departement, dossier) references allocataires.dossier
      );
      create table allocataires.membre (
        departement text not null,
        dossier uuid not null,
        allocataire uuid not null,
        role text not null,
        soumis_droits_devoirs boolean not null default false,
        rang int not null,
        du date not null,
        au date,
        primary key (departement, dossier, allocataire),
        foreign key (departement, dossier) references allocataires.dossier,
        foreign key (departement, allocataire) references allocataires.allocataire
      );
      create index membre_allocataire on allocataires.membre (departement, allocataire);

      create table allocataires.entree (
        departement text not null,
        allocataire uuid not null,
        rang int not null,
        demande date,
        ouverture_droits date,
        notification date,
        entree_dispositif date,
        decision_orientation date,
        premier_entretien date,
        signature_contrat date,
        sortie date,
        flux boolean not null default true,
        primary key (departement, allocataire, rang),
        foreign key (departement, allocataire) references allocataires.allocataire
      );
      comment on column allocataires.entree.flux is 'Vrai : nouvel entrant ; faux : déjà présent dans le premier stock chargé.';

      create table allocataires.inscription_france_travail (
        departement text not null,
        allocataire uuid not null,
        date_effet date not null,
        statut text not null,
        date_inscription date,
        categorie text,
        ${PROVENANCE_SQL},
        primary key (departement, allocataire, date_effet),
        foreign key (departement, allocataire) references allocataires.allocataire
      );

      create table allocataires.rapprochement (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        resultat text not null,
        statut text not null,
        source text not null,
        cree_le timestamptz not null,
        recu jsonb not null,
        candidats uuid[] not null default '{}',
        allocataire uuid,
        decide_le timestamptz,
        decide_par text,
        primary key (departement, id)
      );

      create table allocataires.flux_caf (
        id uuid primary key default gen_random_uuid(),
        nom_fichier text not null,
        sha256 bytea not null,
        type_flux text not null,
        fonorg text,
        numorg text,
        cree_le timestamptz not null,
        date_reference date not null,
        recu_le timestamptz not null,
        annonces int not null,
        lus int not null,
        appliques int not null,
        inchanges int not null,
        rejetes int not null,
        constraint un_flux_par_empreinte unique (sha256)
      );
      create table allocataires.rejet (
        id uuid primary key default gen_random_uuid(),
        departement text,
        flux uuid references allocataires.flux_caf,
        objet text not null,
        cle text,
        code text not null,
        message text not null,
        original text not null,
        cree_le timestamptz not null,
        rejoue_le timestamptz,
        resultat text
      );
      create index rejet_a_rejouer on allocataires.rejet (cree_le) where rejoue_le is null;

      ${idempotenceTable("allocataires")};
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(dropSchemaSql("allocataires"));
  }
}
