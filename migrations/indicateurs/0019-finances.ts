import type { MigrationInterface, QueryRunner } from "typeorm";

const SAISIES = ["saisie_financiere", "avancement_feuille"];
const CONTRAT = ["relation_ligne", "montant_imprime"];
const COLONNES = [
  "credits_etat_verses_centimes",
  "realise_etat_centimes",
  "realise_departement_centimes",
  "report_etat_centimes",
  "report_departement_centimes",
];

/** What the contract asks to be followed beside the indicators, all of it entered with author and proof: money and roadmap; and what the contract
 * itself says of its sums. The columns of annexe 3 were never filled: what is entered, with its history, takes their place. */
export class Finances1700000000419 implements MigrationInterface {
  name = "Finances1700000000419";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table indicateurs.ligne_financiere ${COLONNES.map((colonne) => `drop column ${colonne}`).join(", ")}, drop column imputation;

      create table indicateurs.saisie_financiere (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        rang bigint generated always as identity,
        annee int not null,
        nature text not null,
        objet text not null,
        montant_centimes bigint,
        le date not null,
        preuve text not null,
        imputation text,
        remplace uuid,
        par text not null,
        saisi_le timestamptz not null,
        primary key (departement, id),
        unique (departement, remplace),
        foreign key (departement, remplace) references indicateurs.saisie_financiere (departement, id)
      );
      comment on column indicateurs.saisie_financiere.annee is 'Année du contrat, comme ligne_financiere.annee.';
      comment on column indicateurs.saisie_financiere.objet is 'Fiche action, INSERTION, SOLIDARITES ou CONTRAT.';
      create index saisie_financiere_du_contrat on indicateurs.saisie_financiere (departement, annee, rang);

      create table indicateurs.avancement_feuille (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        rang_saisie bigint generated always as identity,
        cible int not null,
        etat text not null,
        le date not null,
        preuve text not null,
        commentaire text,
        par text not null,
        saisi_le timestamptz not null,
        primary key (departement, id)
      );
      comment on column indicateurs.avancement_feuille.cible is 'Rang de la cible opérationnelle (feuille_de_route.rang). La dernière saisie fait foi ; les précédentes restent.';
      create index avancement_courant on indicateurs.avancement_feuille (departement, cible, rang_saisie desc);

      create table indicateurs.relation_ligne (
        departement text not null, code text not null, relation text not null, lignes text[] not null, source text not null,
        primary key (departement, code, relation),
        constraint relation_connue check (relation in ('SOMME', 'PART_DE'))
      );
      comment on table indicateurs.relation_ligne is 'SOMME : la ligne additionne celles-là ; PART_DE : la ligne est une part de celle-là.';
      create table indicateurs.montant_imprime (
        departement text not null, rang int not null, objet text not null, imprime_centimes bigint not null,
        reference text not null, reference_centimes bigint not null, texte text not null,
        primary key (departement, rang)
      );
      comment on table indicateurs.montant_imprime is 'Montants du contrat qui se contredisent : gardés tels qu’écrits, et dits.';

      grant select, insert on ${SAISIES.map((table) => `indicateurs.${table}`).join(", ")} to unefois_indicateurs;
      grant select on ${CONTRAT.map((table) => `indicateurs.${table}`).join(", ")} to unefois_indicateurs;
    `);
    for (const table of [...SAISIES, ...CONTRAT]) {
      await runner.query(`alter table indicateurs.${table} enable row level security;
        create policy perimetre on indicateurs.${table} for all to unefois_indicateurs
          using (departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[]));`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table ${[...SAISIES, ...CONTRAT].map((table) => `indicateurs.${table}`).join(", ")};
      alter table indicateurs.ligne_financiere ${COLONNES.map((colonne) => `add column ${colonne} bigint`).join(", ")}, add column imputation text;`);
  }
}
