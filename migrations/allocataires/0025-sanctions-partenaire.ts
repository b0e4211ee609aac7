import type { MigrationInterface, QueryRunner } from "typeorm";

/** What France Travail identifies a breach and a sanction by, and what it decided once the delay of the Département is over. The columns follow the
 * rows of a person who is merged. */
export class SanctionsPartenaire1700000000125 implements MigrationInterface {
  name = "SanctionsPartenaire1700000000125";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table allocataires.manquement add column identifiant_partenaire text;
      alter table allocataires.sanction add column identifiant_partenaire text;
      comment on column allocataires.manquement.identifiant_partenaire is 'identifiantManquement de France Travail, quand le manquement vient de lui.';
      comment on column allocataires.sanction.identifiant_partenaire is 'identifiantConsequenceSanction de France Travail, quand la proposition vient de lui.';
      create unique index un_manquement_par_identifiant_partenaire on allocataires.manquement (departement, identifiant_partenaire)
        where identifiant_partenaire is not null;
      create unique index une_sanction_par_identifiant_partenaire on allocataires.sanction (departement, identifiant_partenaire)
        where identifiant_partenaire is not null;
      ${contraintes("decidee_par = 'FRANCE_TRAVAIL' and not par_delegation and identifiant_partenaire is not null")}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${contraintes("false")}
      drop index allocataires.un_manquement_par_identifiant_partenaire, allocataires.une_sanction_par_identifiant_partenaire;
      alter table allocataires.manquement drop column identifiant_partenaire;
      alter table allocataires.sanction drop column identifiant_partenaire;
    `);
  }
}

/** The hub holds the Département to the observations and to the opinion; of a decision that France Travail took, it only keeps what it is told. */
const contraintes = (constatee: string): string => `
  alter table allocataires.sanction
    drop constraint pas_de_decision_sans_observations_ou_delai,
    drop constraint suppression_apres_avis,
    add constraint pas_de_decision_sans_observations_ou_delai check (statut not in ('DECIDEE', 'LEVEE', 'ANNULEE') or (${constatee})
      or coalesce(decidee_le >= notifiee_le and (observations_recues_le <= decidee_le or decidee_le > observations_limite), false)) not valid,
    add constraint suppression_apres_avis check (statut not in ('DECIDEE', 'LEVEE', 'ANNULEE') or nature <> 'SUPPRESSION' or (${constatee})
      or coalesce(avis_equipe_pluridisciplinaire_le <= decidee_le, false)) not valid;`;
