import type { MigrationInterface, QueryRunner } from "typeorm";
import { parcoursLocalTable } from "../../subgraphs/shared/contrat/parcours-local";
import { idempotenceTable } from "../../subgraphs/shared/idempotence";
import { createSchemaSql, dropSchemaSql } from "../../subgraphs/shared/migrations";

/** What the contract says: indicators, targets, finances, territories, roadmap; and the results that people enter. */
export class Contrat1700000000401 implements MigrationInterface {
  name = "Contrat1700000000401";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${createSchemaSql("indicateurs")}

      ${parcoursLocalTable("indicateurs")};

      create table indicateurs.definition (
        departement text not null,
        code text not null,
        version int not null,
        rang int not null,
        libelle text not null,
        cadre text not null,
        producteur text not null,
        unite text not null,
        numerateur text not null,
        denominateur text,
        regle_cohorte text not null,
        source text not null,
        primary key (departement, code, version)
      );
      create table indicateurs.ligne_contrat (
        departement text not null,
        annee int not null,
        code text not null,
        rang int not null,
        portee text not null,
        producteur text not null,
        bloc text not null,
        fiche text,
        thematique text not null,
        indicateur text not null,
        situation_2023 text,
        periode_situation text,
        primary key (departement, annee, code)
      );
      comment on column indicateurs.ligne_contrat.annee is 'Année du contrat ; les années suivies sont celles des cibles.';
      create table indicateurs.cible (
        departement text not null,
        code text not null,
        annee int not null,
        contrat int not null,
        texte text,
        valeur double precision,
        primary key (departement, code, annee)
      );
      comment on column indicateurs.cible.valeur is 'Le nombre par lequel le texte commence, quand il y en a un.';
      create table indicateurs.resultat_saisi (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        rang bigint generated always as identity,
        code text not null,
        territoire text not null,
        annee int not null,
        valeur double precision,
        texte text,
        preuve text not null,
        par text not null,
        le timestamptz not null,
        primary key (departement, id),
        constraint valeur_ou_texte check (valeur is not null or texte is not null)
      );
      comment on table indicateurs.resultat_saisi is 'Le dernier rang fait foi ; les précédents restent.';
      create index resultat_courant on indicateurs.resultat_saisi (departement, code, territoire, annee, rang desc);

      create table indicateurs.ligne_financiere (
        departement text not null,
        annee int not null,
        fiche text not null,
        rang int not null,
        axe text not null,
        intitule text not null,
        part_etat_centimes bigint not null,
        part_departement_centimes bigint not null,
        autres_centimes bigint,
        total_centimes bigint not null,
        credits_etat_verses_centimes bigint,
        realise_etat_centimes bigint,
        realise_departement_centimes bigint,
        report_etat_centimes bigint,
        report_departement_centimes bigint,
        imputation text,
        primary key (departement, annee, fiche)
      );
      create table indicateurs.total_financier (
        departement text not null,
        annee int not null,
        fiche text not null,
        rang int not null,
        axe text not null,
        intitule text not null,
        part_etat_centimes bigint not null,
        part_departement_centimes bigint not null,
        autres_centimes bigint,
        total_centimes bigint not null,
        primary key (departement, annee, fiche)
      );
      comment on table indicateurs.total_financier is 'Totaux et sous-totaux imprimés au contrat : des contrôles, pas des lignes.';

      create table indicateurs.territoire (
        departement text not null,
        code text not null,
        libelle text not null,
        communes text[] not null,
        foyers_droit_ouvert_versable int,
        ouverture_moins_1_an int,
        ouverture_1_a_2_ans int,
        ouverture_plus_2_ans int,
        nouveaux_entrants_sur_un_an int,
        contrats_engagement_decides_dans_annee int,
        primary key (departement, code)
      );
      comment on table indicateurs.territoire is 'Communes du volet 3 et leur ensemble ; effectifs au 31 décembre 2023, en foyers, sauf les nouveaux entrants.';

      create table indicateurs.feuille_de_route (
        departement text not null, rang int not null, axe text not null, cible_operationnelle text not null,
        indicateurs text[] not null, echeance text, pilotes text[] not null,
        primary key (departement, rang)
      );
      create table indicateurs.defm (
        departement text not null, code_agence_ft text not null, libelle_agence text not null, communes text[] not null,
        categorie text not null, trimestre text not null, effectif int not null,
        primary key (departement, code_agence_ft, categorie, trimestre)
      );
      create table indicateurs.donnee_a_fournir (
        departement text not null, code text not null, rang int not null, donnee text not null, primary key (departement, code)
      );
      create table indicateurs.interoperabilite (
        departement text not null, code text not null, rang int not null, domaine text not null, echange text not null,
        sens text not null, origine text not null, primary key (departement, code)
      );

      ${idempotenceTable("indicateurs")};
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(dropSchemaSql("indicateurs"));
  }
}
