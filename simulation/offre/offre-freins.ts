import { type ModeleService, modele } from "./offre-modele";

const TOUS = { publics: ["tous-publics"] };

/** Services that lift what holds people back, by kind of structure: with OFFRE_EMPLOI, every frein of the contract has some. */
export const OFFRE_FREINS: Record<string, readonly ModeleService[]> = {
  mobilite: [
    modele(
      "Diagnostic de mobilité",
      "accompagnement",
      "mobilite--etre-accompagne-dans-son-parcours-mobilite",
      "Entretien individuel qui repère les freins à la mobilité et propose un plan d’actions : transports, permis, vélo, aides.",
    ),
    modele(
      "Auto-école sociale",
      "formation",
      "mobilite--preparer-un-permis",
      "Préparation du code et de la conduite en petit groupe, avec un moniteur habitué aux apprentissages longs.",
      { payant: "Participation selon les ressources", heures: [6, 20] },
    ),
    modele(
      "Location solidaire de véhicule",
      "aide-materielle",
      "mobilite--acceder-a-un-vehicule",
      "Location à tarif solidaire d’une voiture ou d’un deux-roues pour reprendre un emploi ou suivre une formation.",
      { payant: "À partir de 5 euros par jour" },
    ),
    modele(
      "Atelier vélo et réparation",
      "atelier",
      "mobilite--mobilite-douce-partagee-collective mobilite--entretenir-reparer-son-vehicule",
      "Remise en selle, apprentissage du vélo en ville et réparation accompagnée, une demi-journée par semaine.",
      { heures: [3, 6] },
    ),
    modele(
      "Aide financière à la mobilité",
      "aide-financiere",
      "mobilite--financer-ma-mobilite",
      "Prise en charge de titres de transport ou de carburant pour un entretien, une formation ou une reprise d’emploi.",
    ),
  ],
  sante: [
    modele(
      "Accès aux soins et bilan de santé",
      "accompagnement",
      "sante--acces-aux-soins",
      "Ouverture des droits, rendez-vous avec un médecin et bilan de santé gratuit pour les personnes éloignées des soins.",
      TOUS,
    ),
    modele(
      "Écoute et soutien psychologique",
      "accompagnement",
      "sante--sante-mentale",
      "Entretiens individuels avec une psychologue, sans avance de frais, pour les personnes en parcours d’insertion.",
    ),
    modele(
      "Aide au dossier MDPH",
      "accompagnement",
      "sante--constituer-un-dossier-mdph-invalidite",
      "Aide à constituer et à suivre une demande de reconnaissance du handicap ou d’invalidité.",
      { publics: ["personnes-en-situation-de-handicap"] },
    ),
    modele(
      "Consultation en addictologie",
      "accompagnement",
      "sante--addictions",
      "Accueil anonyme et gratuit, suivi médical et social des conduites addictives.",
      TOUS,
    ),
  ],
  logement: [
    modele(
      "Permanence logement",
      "information",
      "logement-hebergement--sinformer-sur-les-demarches-liees-a-lacces-au-logement logement-hebergement--louer-un-logement",
      "Information sur les démarches et aide à la demande de logement social, sur rendez-vous.",
      TOUS,
    ),
    modele(
      "Prévention des impayés de loyer",
      "accompagnement",
      "logement-hebergement--reduire-les-impayes-de-loyer logement-hebergement--se-maintenir-dans-le-logement",
      "Accompagnement social lié au logement : plan d’apurement, aides et médiation avec le bailleur.",
    ),
    modele(
      "Hébergement temporaire",
      "aide-materielle",
      "logement-hebergement--rechercher-une-solution-dhebergement-temporaire",
      "Orientation vers une solution d’hébergement et accompagnement pendant le séjour.",
      { publics: ["personnes-en-situation-durgence"] },
    ),
  ],
  famille: [
    modele(
      "Crèche à vocation d’insertion",
      "accompagnement",
      "famille--garde-denfants",
      "Place d’accueil du jeune enfant à horaires souples pour un parent qui cherche un emploi ou se forme.",
      { publics: ["familles"], payant: "Selon le quotient familial" },
    ),
    modele(
      "Garderie éphémère",
      "aide-materielle",
      "famille--garde-denfants",
      "Garde ponctuelle des enfants pendant un entretien, un atelier ou un forum pour l’emploi.",
      { publics: ["familles"] },
    ),
    modele(
      "Soutien à la parentalité",
      "atelier",
      "famille--soutien-a-la-parentalite-et-a-leducation",
      "Groupe de parole et ateliers entre parents, animés par une éducatrice de jeunes enfants.",
      { publics: ["familles"], heures: [2, 10] },
    ),
    modele(
      "Répit et soutien des aidants",
      "accompagnement",
      "famille--soutien-aidants famille--prise-en-charge-personne-dependante",
      "Écoute, information et solutions de répit pour les proches aidants.",
      TOUS,
    ),
    modele(
      "Accompagnement après une séparation ou des violences",
      "accompagnement",
      "famille--surmonter-conflits-separation-violence",
      "Accueil confidentiel, information juridique et soutien psychologique.",
      { publics: ["femmes", "familles"] },
    ),
  ],
  finances: [
    modele(
      "Point conseil budget",
      "accompagnement",
      "difficultes-financieres--ameliorer-sa-gestion-budgetaire difficultes-financieres--acquerir-une-autonomie-budgetaire",
      "Conseil confidentiel et gratuit pour mieux gérer son budget et prévenir les difficultés.",
      TOUS,
    ),
    modele(
      "Accompagnement au surendettement",
      "accompagnement",
      "difficultes-financieres--situation-dendettement-surendettement",
      "Constitution du dossier de surendettement et suivi jusqu’à la décision.",
      TOUS,
    ),
    modele(
      "Épicerie solidaire",
      "aide-materielle",
      "equipement-et-alimentation--alimentation difficultes-financieres--prevenir-une-degradation-de-la-situation-financiere",
      "Courses à prix réduit et ateliers cuisine, sur orientation d’un travailleur social.",
      { payant: "10 à 30 % du prix courant" },
    ),
  ],
  numerique: [
    modele(
      "Initiation au numérique",
      "formation",
      "numerique--maitriser-les-fondamentaux-du-numerique",
      "Prendre en main un ordinateur et un téléphone, envoyer un message, chercher une information : dix séances en groupe.",
      { heures: [3, 10] },
    ),
    modele(
      "Aide aux démarches en ligne",
      "accompagnement",
      "numerique--acceder-a-des-services-en-ligne difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",
      "Accompagnement individuel pour actualiser sa situation, déclarer ses ressources, demander une aide en ligne.",
      TOUS,
    ),
    modele(
      "Ordinateur reconditionné et connexion",
      "aide-materielle",
      "numerique--acquerir-un-equipement numerique--acceder-a-une-connexion-internet",
      "Vente à prix solidaire d’ordinateurs reconditionnés et aide au choix d’un abonnement.",
      { payant: "De 60 à 120 euros" },
    ),
  ],
  droits: [
    modele(
      "Accès aux droits",
      "accompagnement",
      "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits",
      "Bilan des droits sociaux et aide à les ouvrir, sur rendez-vous ou en accueil libre.",
      TOUS,
    ),
    modele(
      "Permanence juridique",
      "information",
      "difficultes-administratives-ou-juridiques--prendre-en-compte-une-problematique-judiciaire difficultes-administratives-ou-juridiques--connaitre-ses-droits-face-a-une-discrimination",
      "Consultation gratuite d’un juriste : litiges, discriminations, procédures en cours.",
      { ...TOUS, aDistance: true },
    ),
    modele(
      "Écrivain public",
      "accompagnement",
      "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",
      "Rédaction de courriers et aide à remplir des formulaires, sans rendez-vous.",
      TOUS,
    ),
  ],
};
