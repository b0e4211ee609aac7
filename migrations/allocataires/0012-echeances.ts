import type { MigrationInterface, QueryRunner } from "typeorm";
import { departementsSql } from "../../subgraphs/shared/perimetre";

/** The delays of the clocks, as data: a département sets its own, everyone's are the rows of `*`. */
export class Echeances1700000000112 implements MigrationInterface {
  name = "Echeances1700000000112";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table allocataires.horloge (
        departement text not null,
        parcours text not null default '*',
        code text not null,
        libelle text not null,
        depart_fait text not null,
        delai_valeur int check (delai_valeur between 0 and 1200),
        delai_unite text not null check (delai_unite in ('JOURS', 'JOURS_OUVRES', 'JOURS_OUVRABLES', 'SEMAINES', 'MOIS', 'DUREE_PARCOURS', 'DUREE_PARCOURS_RENOUVELEE')),
        regle_report text not null default 'AUCUNE' check (regle_report in ('AUCUNE', 'JOUR_OUVRE_SUIVANT')),
        interruptions text[] not null default '{}' check (interruptions <@ array['HORS_DROITS_DEVOIRS', 'SORTIE', 'DROITS_CLOS']),
        categorie text check (categorie in ('EMPLOI', 'EQUILIBRE', 'REMOBILISATION')),
        source text not null,
        statut text not null check (statut in ('ETABLI', 'OBJECTIF', 'A_CONFIRMER')),
        primary key (departement, code, parcours)
      );
      comment on table allocataires.horloge is 'Un délai : d’où il part, combien il dure, ce qui l’arrête, et le texte qui le fonde. La ligne d’un parcours l’emporte sur la ligne générale, celle d’un département sur celle de tous (*).';
      comment on column allocataires.horloge.delai_valeur is 'Nul : ce délai ne court pas ici.';
      alter table allocataires.horloge enable row level security;
      create policy lecture on allocataires.horloge for select to unefois_allocataires using (departement = '*' or departement = any ${departementsSql});
      grant select on allocataires.horloge to unefois_allocataires;

      insert into allocataires.horloge (departement, parcours, code, libelle, depart_fait, delai_valeur, delai_unite, interruptions, categorie, source, statut)
      select departement, parcours, code, libelle, depart_fait, delai_valeur, delai_unite,
        case when code in ('INSTRUCTION_SUSPENSION_15_JOURS', 'FIN_OBSERVATIONS', 'FIN_SUSPENSION') then '{}' else '{HORS_DROITS_DEVOIRS,SORTIE,DROITS_CLOS}' end::text[],
        categorie, source, statut
      from (values
        ('*', '*', 'CONVOCATION_1_MOIS', 'Convoquer à un rendez-vous d’orientation', 'entree.notification', 1, 'MOIS', null,
          'Contrat État–Département 2024, fiche I.V3 : convocation en moins d’un mois', 'OBJECTIF'),
        ('*', '*', 'SECONDE_CONVOCATION', 'Convoquer une seconde fois après une absence', 'presence.absence', null, 'JOURS', null,
          'Aucun texte ne fixe ce délai : il court dans les départements qui le fixent', 'A_CONFIRMER'),
        ('*', '*', 'ORIENTATION_15_JOURS', 'Décider l’orientation en 15 jours', 'entree.notification', 15, 'JOURS', null,
          'Contrat État–Département 2024 : orientation en 15 jours, objectif', 'OBJECTIF'),
        ('*', '*', 'ORIENTATION_1_MOIS', 'Décider l’orientation en un mois', 'entree.notification', 1, 'MOIS', null,
          'Contrat État–Département 2024 : orientation en un mois au plus', 'OBJECTIF'),
        ('*', '*', 'ORIENTATION_6_SEMAINES', 'Décider l’orientation avant que France Travail ne le puisse', 'entree.notification', 42, 'JOURS', null,
          'CASF, D. 262-65-2 : six semaines, puis l’opérateur France Travail oriente', 'ETABLI'),
        ('*', '*', 'PREMIER_ENTRETIEN_15_JOURS', 'Tenir le premier entretien en 15 jours', 'orientation.decideeLe', 15, 'JOURS', null,
          'Contrat État–Département 2024 : premier entretien 15 jours après l’orientation, objectif', 'OBJECTIF'),
        ('94', 'ESE', 'PREMIER_ENTRETIEN_15_JOURS', 'Tenir le premier entretien en 15 jours', 'orientation.decideeLe', null, 'JOURS', null,
          'Contrat État–Département 2024 : un mois pour l’équipe spécialisée emploi', 'OBJECTIF'),
        ('94', 'ESE', 'PREMIER_ENTRETIEN_1_MOIS', 'Tenir le premier entretien en un mois', 'orientation.decideeLe', 1, 'MOIS', null,
          'Contrat État–Département 2024 : un mois pour l’équipe spécialisée emploi', 'OBJECTIF'),
        ('*', '*', 'CONTRAT_1_MOIS', 'Signer le contrat d’engagement', 'orientation.decideeLe', 1, 'MOIS', null,
          'Code du travail, D. 5411-14-1 : un mois après la notification de la décision d’orientation', 'ETABLI'),
        ('*', '*', 'REVUE_PARCOURS_SOCIAL_6_MOIS', 'Examiner la situation en parcours social, six mois', 'orientation.decideeLe', 6, 'MOIS', 'REMOBILISATION',
          'CASF, L. 262-31 : examen par l’équipe pluridisciplinaire après six mois', 'ETABLI'),
        ('*', '*', 'REVUE_PARCOURS_SOCIAL_12_MOIS', 'Examiner la situation en parcours social, douze mois au plus', 'orientation.decideeLe', 12, 'MOIS', 'REMOBILISATION',
          'CASF, L. 262-31 : délai qui peut aller jusqu’à douze mois selon les cas', 'ETABLI'),
        ('*', '*', 'RENOUVELLEMENT_PARCOURS', 'Renouveler le parcours ou réorienter', 'orientation.debutAccompagnementLe', null, 'DUREE_PARCOURS', null,
          'Contrat État–Département 2024 : durée du parcours local (parcours.csv)', 'OBJECTIF'),
        ('*', '*', 'DUREE_PARCOURS', 'Fin du parcours, renouvellements compris', 'orientation.debutAccompagnementLe', null, 'DUREE_PARCOURS_RENOUVELEE', null,
          'Contrat État–Département 2024 : durée et renouvellements du parcours local (parcours.csv)', 'OBJECTIF'),
        ('*', '*', 'FIN_CONTRAT', 'Fin du contrat d’engagement', 'contrat.dateFin', 0, 'JOURS', null,
          'Contrat d’engagement : date de fin', 'ETABLI'),
        ('*', '*', 'INSTRUCTION_SUSPENSION_15_JOURS', 'Instruire la suspension que France Travail propose', 'sanction.instructionLimite', 0, 'JOURS', null,
          'France Travail, activité ACT366 : quinze jours pour instruire, puis France Travail décide (DELAI_SAISIE_DEPASSE) ; délai du barème des sanctions', 'A_CONFIRMER'),
        ('*', '*', 'FIN_OBSERVATIONS', 'Fin du délai pour présenter des observations', 'sanction.observationsLimite', 0, 'JOURS', null,
          'CASF, L. 262-37 : la personne est informée et peut présenter ses observations', 'A_CONFIRMER'),
        ('*', '*', 'FIN_SUSPENSION', 'Fin de la suspension', 'sanction.fin', 0, 'JOURS', null,
          'CASF, L. 262-37 : durée que fixe la décision', 'A_CONFIRMER')
      ) v (departement, parcours, code, libelle, depart_fait, delai_valeur, delai_unite, categorie, source, statut);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table allocataires.horloge");
  }
}
