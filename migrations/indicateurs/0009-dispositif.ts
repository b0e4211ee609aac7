import type { MigrationInterface, QueryRunner } from "typeorm";

/** Which offers of the catalogue make each device that an indicator names, as data: each département names its own. */
export class Dispositif1700000000409 implements MigrationInterface {
  name = "Dispositif1700000000409";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table indicateurs.dispositif (
        departement text not null,
        code text not null,
        rang int not null,
        libelle text not null,
        offre text,
        origine text,
        source text,
        type text,
        thematique text,
        fiche_action text,
        nature text,
        primary key (departement, code, rang),
        constraint une_regle_dit_quelque_chose check (coalesce(offre, origine, source, type, thematique, fiche_action, nature) is not null)
      );
      comment on table indicateurs.dispositif is 'Une règle par ligne : une offre qui a tout ce qu’elle dit relève du dispositif. Département « * » : règle de tous ceux qui n’ont pas les leurs pour ce code.';
      comment on column indicateurs.dispositif.offre is 'Code de l’offre au programme départemental, ou son identifiant.';
      comment on column indicateurs.dispositif.nature is 'Dispositif d’accès à l’emploi de l’offre (énumération DispositifEmploi).';
      alter table indicateurs.dispositif enable row level security;
      create policy perimetre on indicateurs.dispositif for all to unefois_indicateurs
        using (departement = '*' or departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[]));
      grant select on indicateurs.dispositif to unefois_indicateurs;
      grant select on publie.offre_statistique, publie.places_statistique, publie.organisme to unefois_indicateurs;

      insert into indicateurs.dispositif (departement, code, rang, libelle, offre, origine, nature) values
        ('*', 'PPAL', 1, 'PPAL, cours de langue', 'PPAL', null, null),
        ('*', 'DIAGNOSTIC_MOBILITE', 1, 'Diagnostic de mobilité', 'DIAGNOSTIC-MOBILITE', null, null),
        ('*', 'AUTO_ECOLE', 1, 'Auto-école sociale', 'AUTO-ECOLE-SOCIALE', null, null),
        ('*', 'CRECHE', 1, 'Place en crèche', 'CRECHE', null, null),
        ('*', 'GARDERIE_EPHEMERE', 1, 'Garderie éphémère', 'GARDERIE-EPHEMERE', null, null),
        ('*', 'IMMERSION', 1, 'Immersion en entreprise', null, 'IMMERSION', null),
        ('*', 'IMMERSION', 2, 'Immersion en entreprise', null, null, 'IMMERSION'),
        ('*', 'MRS', 1, 'Méthode de recrutement par simulation', null, null, 'MRS'),
        ('*', 'MENTORAT', 1, 'Mentorat', null, null, 'MENTORAT'),
        ('*', 'POE', 1, 'Préparation opérationnelle à l’emploi', null, null, 'POEC'),
        ('*', 'POE', 2, 'Préparation opérationnelle à l’emploi', null, null, 'POEI'),
        ('*', 'PREQUALIFICATION', 1, 'Préqualification', null, null, 'PREQUALIFICATION'),
        ('*', 'STAGE', 1, 'Stage', null, null, 'STAGE'),
        ('*', 'DECOUVERTE_METIER', 1, 'Découverte d’un métier', null, null, 'DECOUVERTE_METIER'),
        ('*', 'CONTRAT_AIDE', 1, 'Parcours emploi compétences', null, null, 'PEC'),
        ('*', 'ACTION_EMPLOI', 1, 'Opération emploi, job dating', null, null, 'OPERATION_EMPLOI'),
        ('*', 'ACTION_EMPLOI', 2, 'Opération emploi, job dating', null, null, 'JOB_DATING');`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      revoke select on publie.offre_statistique, publie.places_statistique, publie.organisme from unefois_indicateurs;
      drop table indicateurs.dispositif;`);
  }
}
