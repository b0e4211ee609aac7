import type { MigrationInterface, QueryRunner } from "typeorm";

/** The fifteen types of action of OARSA, table 4. A device of access to employment says it best, then a thématique of data·inclusion
 * (`mobilite--preparer-un-permis`), then its category (`mobilite`). `*`: for every département; a département's own line of the same value replaces it. */
const THEMATIQUES: Record<string, string[]> = {
  ACQUERIR_COMPETENCES_PRO: ["se-former", "choisir-un-metier", "preparer-sa-candidature--valoriser-ses-competences"],
  PARCOURS_RECHERCHE_EMPLOI: ["preparer-sa-candidature", "trouver-un-emploi", "souvrir-a-linternational"],
  ACTIVITE_NON_SALARIALE: ["creer-une-entreprise"],
  EMPLOI_NON_AIDE: ["trouver-un-emploi--maintien-dans-lemploi"],
  LIEN_SOCIAL: ["remobilisation"],
  MOBILITE: ["mobilite"],
  ACCES_LOGEMENT: ["logement-hebergement"],
  ACCES_SOINS: ["sante"],
  AUTONOMIE_FINANCIERE: ["difficultes-financieres"],
  FAMILLE_PARENTALITE: ["famille"],
  ILLETTRISME: ["lecture-ecriture-calcul"],
  DEMARCHES_ADMINISTRATIVES: ["difficultes-administratives-ou-juridiques", "sante--constituer-un-dossier-mdph-invalidite"],
  AUTRES: ["equipement-et-alimentation", "numerique"],
};
const DISPOSITIFS: Record<string, string[]> = {
  ACQUERIR_COMPETENCES_PRO: ["IMMERSION", "POEC", "POEI", "PREQUALIFICATION", "STAGE", "DECOUVERTE_METIER"],
  PARCOURS_RECHERCHE_EMPLOI: ["MRS", "MENTORAT", "JOB_DATING", "OPERATION_EMPLOI"],
  IAE: ["IAE"],
  EMPLOI_AIDE: ["PEC"],
  EMPLOI_NON_AIDE: ["CLAUSE"],
};

/** What the indicators of the State read beside the projection: data served by forms, types of action. */
export class FaitsDesPartenaires1700000000410 implements MigrationInterface {
  name = "FaitsDesPartenaires1700000000410";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      grant select on publie.donnee_servie to unefois_indicateurs;
      create table indicateurs.type_action (
        departement text not null,
        nature text not null check (nature in ('THEMATIQUE', 'DISPOSITIF')),
        valeur text not null,
        type text not null,
        primary key (departement, nature, valeur)
      );
      comment on table indicateurs.type_action is 'Type d’action OARSA (tableau 4) de chaque dispositif d’accès à l’emploi, thématique de data·inclusion ou catégorie de thématiques. * : pour tous les départements.';
      alter table indicateurs.type_action enable row level security;
      create policy perimetre on indicateurs.type_action for select to unefois_indicateurs
        using (departement = '*' or departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[]));
      grant select on indicateurs.type_action to unefois_indicateurs;
    `);
    for (const [nature, types] of Object.entries({ THEMATIQUE: THEMATIQUES, DISPOSITIF: DISPOSITIFS })) {
      for (const [type, valeurs] of Object.entries(types)) {
        await runner.query(
          "insert into indicateurs.type_action (departement, nature, valeur, type) select '*', $1, unnest($2::text[]), $3",
          [nature, valeurs, type],
        );
      }
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table indicateurs.type_action;
      revoke select on publie.donnee_servie from unefois_indicateurs;`);
  }
}
