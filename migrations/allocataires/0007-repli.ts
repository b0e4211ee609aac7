import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";
import { departementsSql } from "../../subgraphs/shared/perimetre";

/** Tables of a dossier: who may see one of its members sees them. */
const DU_DOSSIER = ["contenu_dossier", "mention_dossier", "decision_dossier", "ligne_droit", "mutation_dossier"];

const policyDuDossier = (table: string) => `
  alter table allocataires.${table} enable row level security;
  create policy perimetre on allocataires.${table} for all to unefois_allocataires
    using (departement = any ${departementsSql} and (select true from allocataires.membre m
      where m.departement = ${table}.departement and m.dossier = ${table}.dossier limit 1));`;

/** What each flow said of each dossier, kept once by content, so that the state of a dossier is a fold: any order of arrival ends the same. */
export class Repli1700000000107 implements MigrationInterface {
  name = "Repli1700000000107";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table allocataires.flux_caf add column organismes text[] not null default '{}';
      comment on column allocataires.flux_caf.organismes is 'Organismes payeurs que le fichier nomme.';
      comment on column allocataires.flux_caf.stock is 'Organismes payeurs dont ce fichier est le premier mensuel, par la date du flux : leurs personnes sont le stock.';
      update allocataires.flux_caf set organismes = case when cardinality(stock) > 0 then stock when numorg is not null then array[fonorg || numorg] else '{}' end;

      create table allocataires.contenu_dossier (
        departement text not null,
        dossier uuid not null,
        empreinte bytea not null,
        fonorg text not null,
        numorg text not null,
        matricule text,
        matricule_chiffre bytea,
        matricule_empreinte bytea,
        donnees jsonb not null,
        primary key (departement, dossier, empreinte),
        foreign key (departement, dossier) references allocataires.dossier
      );
      comment on table allocataires.contenu_dossier is 'Un contenu distinct d’un dossier RSA, tel que les flux l’ont dit (ContenuFoyer) : gardé une fois, quel que soit le nombre de flux qui le répètent.';
      create table allocataires.contenu_personne (
        departement text not null,
        dossier uuid not null,
        empreinte bytea not null,
        rang int not null,
        allocataire uuid not null,
        role text not null,
        soumis boolean not null,
        du date,
        au date,
        nir_chiffre bytea,
        nir_empreinte bytea,
        numero_ft text,
        precedent text,
        certifiee boolean not null,
        donnees jsonb not null,
        primary key (departement, dossier, empreinte, rang),
        foreign key (departement, dossier, empreinte) references allocataires.contenu_dossier,
        foreign key (departement, allocataire) references allocataires.allocataire
      );
      comment on table allocataires.contenu_personne is 'Personne d’un contenu, et l’allocataire à qui elle a été reconnue une fois pour toutes.';
      create index contenu_personne_allocataire on allocataires.contenu_personne (departement, allocataire);
      create index contenu_personne_precedent on allocataires.contenu_personne (departement, precedent) where precedent is not null;
      create table allocataires.mention_dossier (
        departement text not null,
        dossier uuid not null,
        cree_le timestamptz not null,
        cle bigint not null,
        le date not null,
        flux uuid not null references allocataires.flux_caf,
        rang int not null,
        empreinte bytea not null,
        evenements jsonb,
        primary key (departement, dossier, cree_le, cle),
        foreign key (departement, dossier, empreinte) references allocataires.contenu_dossier
      );
      comment on table allocataires.mention_dossier is 'Ce flux a dit ce contenu de ce dossier. L’histoire d’un dossier est la suite de ses mentions, dans l’ordre de création des flux.';
      comment on column allocataires.mention_dossier.cle is 'Huit premiers octets du SHA-256 du fichier : départage deux flux créés au même instant, quel que soit leur ordre d’arrivée.';
      create index mention_dossier_flux on allocataires.mention_dossier (flux);

      create table allocataires.decision_dossier (
        departement text not null,
        dossier uuid not null,
        nature text not null,
        motif text not null,
        du date not null,
        groupe text,
        au date,
        flux uuid not null,
        primary key (departement, dossier, nature, motif, du),
        foreign key (departement, dossier) references allocataires.dossier
      );
      comment on table allocataires.decision_dossier is 'Suspensions, refus et clôtures que l’organisme payeur a dits : motif, date d’effet, et veille du flux qui ne le dit plus.';
      create table allocataires.ligne_droit (
        departement text not null,
        dossier uuid not null,
        nature text not null,
        sous_nature text not null,
        du date not null,
        depuis date not null,
        au date,
        montant_centimes int,
        dernier_versement date,
        jusque date,
        primary key (departement, dossier, nature, sous_nature, du, depuis),
        foreign key (departement, dossier) references allocataires.dossier
      );
      comment on column allocataires.ligne_droit.depuis is 'Date du premier flux qui dit cette ligne avec ce montant ; jusque : veille de celui qui ne la dit plus.';
      create table allocataires.mutation_dossier (
        departement text not null,
        dossier uuid not null,
        sens text not null,
        fonorg text not null,
        numorg text not null,
        le date not null,
        primary key (departement, dossier, sens, le, fonorg, numorg),
        foreign key (departement, dossier) references allocataires.dossier
      );
      comment on table allocataires.mutation_dossier is 'Passage d’un dossier d’un organisme payeur à un autre : CEDANT, d’où il vient ; PRENANT, où il va.';

      alter table allocataires.identifiant add column replie boolean not null default false;
      comment on column allocataires.identifiant.replie is 'Vrai : recalculé depuis les flux des organismes payeurs.';
      alter table allocataires.entree add column dossier uuid;
      create index entree_dossier on allocataires.entree (departement, dossier) where dossier is not null;
      comment on column allocataires.entree.dossier is 'Dossier par lequel la personne est entrée.';

      ${DU_DOSSIER.map(policyDuDossier).join("")}
      ${policySql({ schema: "allocataires", table: "contenu_personne", allocataire: "allocataire" })}
      grant select on allocataires.contenu_dossier, allocataires.mention_dossier, allocataires.decision_dossier, allocataires.ligne_droit,
        allocataires.mutation_dossier to unefois_allocataires;
      grant select, update on allocataires.contenu_personne to unefois_allocataires;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table allocataires.entree drop column dossier;
      alter table allocataires.identifiant drop column replie;
      drop table allocataires.mutation_dossier, allocataires.ligne_droit, allocataires.decision_dossier, allocataires.mention_dossier,
        allocataires.contenu_personne, allocataires.contenu_dossier;
      alter table allocataires.flux_caf drop column organismes;
    `);
  }
}
