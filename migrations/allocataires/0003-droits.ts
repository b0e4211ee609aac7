import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";
import { departementsSql } from "../../subgraphs/shared/perimetre";

/** Tables of people, with the column that names the person: each gets the perimeter policy. */
const OF_PEOPLE: Record<string, string> = {
  allocataire: "id",
  ...Object.fromEntries(
    [
      "identifiant",
      "membre",
      "entree",
      "inscription_france_travail",
      "orientation",
      "intervention",
      "diagnostic",
      "contrainte",
      "contrat_engagement",
      "modulation",
      "action_plan",
      "manquement",
      "sanction",
      "sortie",
      "reprise_emploi",
    ].map((table) => [table, "allocataire"]),
  ),
};
/** Tables of a département that name no person, or that name one through another table. */
const OF_DEPARTEMENT = ["organisme", "referent", "referent_capacite", "parcours_local", "rapprochement"];
/** A scalar sub-select, not EXISTS: PostgreSQL looks one row up in an index instead of hashing the whole table. */
const THROUGH = {
  dossier: "(select true from allocataires.membre m where m.departement = dossier.departement and m.dossier = dossier.id limit 1)",
  etat_dossier:
    "(select true from allocataires.membre m where m.departement = etat_dossier.departement and m.dossier = etat_dossier.dossier limit 1)",
  passage_instance:
    "(select true from allocataires.orientation o where o.departement = passage_instance.departement and o.id = passage_instance.orientation limit 1)",
};

/** Who may see whom: the views that the other subgraphs read, and row level security on every table of people. */
export class Droits1700000000103 implements MigrationInterface {
  name = "Droits1700000000103";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index allocataire_canonique on allocataires.allocataire (departement, canonique) where canonique is not null;
      create view publie.perimetre (departement, allocataire, canonique, organisme, referent, du, au) as
        select i.departement, i.allocataire, i.allocataire, i.organisme, i.referent, i.du, i.au
        from allocataires.intervention i
        where not exists (
          select from allocataires.allocataire f where f.departement = i.departement and f.id = i.allocataire and f.canonique is not null)
        union all
        select a.departement, a.id, a.canonique, i.organisme, i.referent, i.du, i.au
        from allocataires.allocataire a join allocataires.intervention i on i.departement = a.departement and i.allocataire = a.canonique
        where a.canonique is not null
        union all
        select a.departement, a.id, a.id, null, null, null, null
        from allocataires.allocataire a
        where a.canonique is null and not exists (select from allocataires.intervention i where i.departement = a.departement and i.allocataire = a.id)
        union all
        select a.departement, a.id, a.canonique, null, null, null, null
        from allocataires.allocataire a
        where a.canonique is not null
          and not exists (select from allocataires.intervention i where i.departement = a.departement and i.allocataire = a.canonique);
      comment on view publie.perimetre is 'Chaque personne, la personne qui la remplace, et qui la suit ; une ligne sans organisme pour qui n’est pas suivi. Quatre branches : chaque colonne y est celle d’un index.';
      create view publie.organisme (id, code, type, departement) as
        select id, code, type, departement from allocataires.organisme;
      create view publie.objectif_hebdomadaire (departement, allocataire, minutes, exempte) as
        select c.departement, c.allocataire, round(coalesce(m.heures_hebdomadaires, c.heures_hebdomadaires) * 60)::int, coalesce(m.exempte, false)
        from allocataires.contrat_engagement c
        left join lateral (
          select heures_hebdomadaires, exempte from allocataires.modulation m
          where m.departement = c.departement and m.contrat = c.id and m.du <= current_setting('unefois.aujourdhui')::date
            and (m.au is null or m.au >= current_setting('unefois.aujourdhui')::date)
          order by m.du desc limit 1
        ) m on true
        where c.statut = 'SIGNE';

      grant select on all tables in schema publie to unefois_allocataires;
      grant select, insert, update on all tables in schema allocataires to unefois_allocataires;
      grant delete on allocataires.cle_idempotence to unefois_allocataires;
      revoke all on allocataires.flux_caf, allocataires.rejet from unefois_allocataires;
    `);
    for (const [table, column] of Object.entries(OF_PEOPLE))
      await runner.query(policySql({ schema: "allocataires", table, allocataire: column }));
    for (const table of OF_DEPARTEMENT) await runner.query(policySql({ schema: "allocataires", table, allocataire: null }));
    for (const [table, condition] of Object.entries(THROUGH)) {
      await runner.query(`alter table allocataires.${table} enable row level security;
        create policy perimetre on allocataires.${table} for all to unefois_allocataires
        using (departement = any ${departementsSql} and ${condition});`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...Object.keys(OF_PEOPLE), ...OF_DEPARTEMENT, ...Object.keys(THROUGH)]) {
      await runner.query(`drop policy perimetre on allocataires.${table}; alter table allocataires.${table} disable row level security;`);
    }
    await runner.query(`revoke all on all tables in schema allocataires from unefois_allocataires;
      drop view publie.objectif_hebdomadaire, publie.organisme, publie.perimetre;
      drop index allocataires.allocataire_canonique;`);
  }
}
