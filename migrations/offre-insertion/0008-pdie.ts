import type { MigrationInterface, QueryRunner } from "typeorm";

/** Rows of one département each: read there only. */
const OF_DEPARTEMENT = ["marche", "fiche_action", "financement", "places_exercice"];

/** What a département says of its programme: marchés, fiches action, funding by year, places by year, days of validity. */
export class Pdie1700000000208 implements MigrationInterface {
  name = "Pdie1700000000208";

  async up(runner: QueryRunner): Promise<void> {
    await this.tables(runner);
    await this.columns(runner);
    for (const table of OF_DEPARTEMENT) {
      await runner.query(`grant select on offre_insertion.${table} to unefois_offre_insertion;
        alter table offre_insertion.${table} enable row level security;
        create policy perimetre on offre_insertion.${table} for all to unefois_offre_insertion using (
          departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[]));`);
    }
  }

  private async tables(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table offre_insertion.marche (
        departement text not null,
        reference text not null,
        nature text not null constraint nature_de_marche check (nature in ('MARCHE', 'APPEL_A_PROJETS', 'CONVENTION')),
        objet text,
        titulaire text,
        debut date,
        fin date,
        montant_centimes bigint check (montant_centimes >= 0),
        retire_le timestamptz,
        primary key (departement, reference),
        constraint un_marche_finit_apres_son_debut check (fin >= debut)
      );
      comment on column offre_insertion.marche.retire_le is 'Le fichier du département ne le nomme plus depuis.';

      create table offre_insertion.fiche_action (
        departement text not null,
        code text not null,
        intitule text not null,
        programme text,
        axe text,
        budget_centimes bigint check (budget_centimes >= 0),
        retire_le timestamptz,
        primary key (departement, code)
      );
      comment on column offre_insertion.fiche_action.budget_centimes is 'Total imprimé, tous financeurs et exercices : un contrôle, jamais une ligne de plus.';

      create table offre_insertion.financement (
        departement text not null,
        cible text not null constraint cible_de_financement check (cible in ('OFFRE', 'FICHE_ACTION')),
        code text not null,
        exercice int not null check (exercice between 2000 and 2100),
        type text not null constraint type_de_financeur check (type in ('ETAT', 'DEPARTEMENT', 'FSE_PLUS', 'REGION', 'FRANCE_TRAVAIL', 'AUTRE')),
        nom text not null,
        montant_centimes bigint not null check (montant_centimes >= 0),
        primary key (departement, cible, code, exercice, type, nom)
      );
      comment on column offre_insertion.financement.code is 'Identifiant de l’offre, ou code de la fiche action.';

      create table offre_insertion.places_exercice (
        departement text not null,
        offre text not null references offre_insertion.service,
        exercice int not null check (exercice between 2000 and 2100),
        places_financees int check (places_financees >= 0),
        places_occupees int check (places_occupees >= 0),
        clos_le timestamptz,
        primary key (departement, offre, exercice)
      );
      comment on table offre_insertion.places_exercice is 'Places d’un exercice précis. Celles de l’exercice en cours se prennent dans pdie ; clos_le et places_occupees sont posés quand l’exercice suivant s’ouvre.';
    `);
  }

  private async columns(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table offre_insertion.service add column valide_du date, add column valide_au date,
        add constraint une_offre_finit_apres_son_debut check (valide_au >= valide_du);
      comment on column offre_insertion.service.valide_au is 'Dernier jour où l’offre se propose et se prescrit ; retiree_le suit le lendemain.';
      create index service_departement on offre_insertion.service (departement) where departement is not null;

      alter table offre_insertion.pdie
        add column code text, add column programme text, add column axe text, add column marche text,
        add column volume_horaire_total double precision check (volume_horaire_total >= 0),
        add column public_cible text,
        add column nature_activite text,
        add column budget_centimes bigint check (budget_centimes >= 0),
        add column exercice int, add column places_par_an int check (places_par_an >= 0),
        add column places_reportees int not null default 0,
        add column absente_le timestamptz, add column empreinte bytea,
        add constraint un_code_par_departement unique (departement, code),
        add constraint marche_connu foreign key (departement, marche) references offre_insertion.marche,
        drop constraint pas_plus_que_les_places_financees,
        add constraint pas_plus_que_les_places_financees
          check (places_occupees between 0 and greatest(coalesce(places_financees, places_occupees), places_reportees));
      comment on column offre_insertion.pdie.places_financees is 'Places de l’exercice en cours ; null : pas limitées, ou pas connues.';
      comment on column offre_insertion.pdie.places_occupees is 'Places prises dans l’exercice en cours, celles des prescriptions encore en cours à son ouverture comprises.';
      comment on column offre_insertion.pdie.exercice is 'Année que comptent places_financees et places_occupees.';
      comment on column offre_insertion.pdie.places_par_an is 'Places d’un exercice que places_exercice ne dit pas.';
      comment on column offre_insertion.pdie.places_reportees is 'Prescriptions en cours à l’ouverture de l’exercice : elles gardent leur place, même s’il en finance moins.';
      comment on column offre_insertion.pdie.absente_le is 'Le fichier du département ne nomme plus l’offre depuis.';
      comment on column offre_insertion.pdie.nature_activite is 'Type d’action du tableau 4 de l’enquête OARSA (DREES).';
      alter table offre_insertion.session add column code text, add column retiree_le timestamptz;

      insert into offre_insertion.financement (departement, cible, code, exercice, type, nom, montant_centimes)
        select x.departement, 'OFFRE', x.offre, (f ->> 'exercice')::int, 'AUTRE', f ->> 'nom', sum((f ->> 'montantCentimes')::bigint)
        from offre_insertion.pdie x, jsonb_array_elements(x.financeurs) f group by 1, 3, 4, 6;
      alter table offre_insertion.pdie drop column financeurs;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table offre_insertion.pdie add column financeurs jsonb not null default '[]';
      update offre_insertion.pdie x set financeurs = (
        select coalesce(jsonb_agg(jsonb_build_object('nom', f.nom, 'montantCentimes', f.montant_centimes, 'exercice', f.exercice)), '[]')
        from offre_insertion.financement f where f.departement = x.departement and f.cible = 'OFFRE' and f.code = x.offre);
      alter table offre_insertion.session drop column code, drop column retiree_le;
      update offre_insertion.pdie set places_occupees = least(places_occupees, coalesce(places_financees, places_occupees));
      alter table offre_insertion.pdie drop constraint pas_plus_que_les_places_financees,
        add constraint pas_plus_que_les_places_financees check (places_occupees between 0 and coalesce(places_financees, places_occupees)),
        drop constraint marche_connu, drop constraint un_code_par_departement,
        drop column code, drop column programme, drop column axe, drop column marche, drop column volume_horaire_total, drop column public_cible,
        drop column nature_activite, drop column budget_centimes, drop column exercice, drop column places_par_an, drop column places_reportees,
        drop column absente_le, drop column empreinte;
      drop index offre_insertion.service_departement;
      alter table offre_insertion.service drop constraint une_offre_finit_apres_son_debut, drop column valide_du, drop column valide_au;
    `);
    for (const table of [...OF_DEPARTEMENT].reverse()) await runner.query(`drop table offre_insertion.${table}`);
  }
}
