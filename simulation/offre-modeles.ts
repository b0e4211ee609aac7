/** A kind of service, with the values of data·inclusion v1. */
export interface ModeleService {
  nom: string;
  description: string;
  type: "accompagnement" | "aide-financiere" | "aide-materielle" | "atelier" | "formation" | "information";
  thematiques: readonly string[];
  publics: readonly string[];
  payant?: string;
  aDistance?: true;
  /** Hours a week and number of weeks, where it counts in the weekly activity. */
  heures?: readonly [hebdomadaires: number, semaines: number];
}

const m = (
  nom: string,
  type: ModeleService["type"],
  thematiques: string,
  description: string,
  suite: Partial<ModeleService> = {},
): ModeleService => ({
  nom,
  type,
  thematiques: thematiques.split(" "),
  description,
  publics: ["beneficiaires-des-minimas-sociaux", "demandeurs-emploi"],
  ...suite,
});

const TOUS = { publics: ["tous-publics"] };

/** Services by kind of structure. Together they lift every frein of the contract (`Frein`), and prepare for work. */
export const MODELES: Record<string, readonly ModeleService[]> = {
  mobilite: [
    m(
      "Diagnostic de mobilité",
      "accompagnement",
      "mobilite--etre-accompagne-dans-son-parcours-mobilite",
      "Entretien individuel qui repère les freins à la mobilité et propose un plan d’actions : transports, permis, vélo, aides.",
    ),
    m(
      "Auto-école sociale",
      "formation",
      "mobilite--preparer-un-permis",
      "Préparation du code et de la conduite en petit groupe, avec un moniteur habitué aux apprentissages longs.",
      { payant: "Participation selon les ressources", heures: [6, 20] },
    ),
    m(
      "Location solidaire de véhicule",
      "aide-materielle",
      "mobilite--acceder-a-un-vehicule",
      "Location à tarif solidaire d’une voiture ou d’un deux-roues pour reprendre un emploi ou suivre une formation.",
      { payant: "À partir de 5 euros par jour" },
    ),
    m(
      "Atelier vélo et réparation",
      "atelier",
      "mobilite--mobilite-douce-partagee-collective mobilite--entretenir-reparer-son-vehicule",
      "Remise en selle, apprentissage du vélo en ville et réparation accompagnée, une demi-journée par semaine.",
      { heures: [3, 6] },
    ),
    m(
      "Aide financière à la mobilité",
      "aide-financiere",
      "mobilite--financer-ma-mobilite",
      "Prise en charge de titres de transport ou de carburant pour un entretien, une formation ou une reprise d’emploi.",
    ),
  ],
  sante: [
    m(
      "Accès aux soins et bilan de santé",
      "accompagnement",
      "sante--acces-aux-soins",
      "Ouverture des droits, rendez-vous avec un médecin et bilan de santé gratuit pour les personnes éloignées des soins.",
      TOUS,
    ),
    m(
      "Écoute et soutien psychologique",
      "accompagnement",
      "sante--sante-mentale",
      "Entretiens individuels avec une psychologue, sans avance de frais, pour les personnes en parcours d’insertion.",
    ),
    m(
      "Aide au dossier MDPH",
      "accompagnement",
      "sante--constituer-un-dossier-mdph-invalidite",
      "Aide à constituer et à suivre une demande de reconnaissance du handicap ou d’invalidité.",
      { publics: ["personnes-en-situation-de-handicap"] },
    ),
    m(
      "Consultation en addictologie",
      "accompagnement",
      "sante--addictions",
      "Accueil anonyme et gratuit, suivi médical et social des conduites addictives.",
      TOUS,
    ),
  ],
  logement: [
    m(
      "Permanence logement",
      "information",
      "logement-hebergement--sinformer-sur-les-demarches-liees-a-lacces-au-logement logement-hebergement--louer-un-logement",
      "Information sur les démarches et aide à la demande de logement social, sur rendez-vous.",
      TOUS,
    ),
    m(
      "Prévention des impayés de loyer",
      "accompagnement",
      "logement-hebergement--reduire-les-impayes-de-loyer logement-hebergement--se-maintenir-dans-le-logement",
      "Accompagnement social lié au logement : plan d’apurement, aides et médiation avec le bailleur.",
    ),
    m(
      "Hébergement temporaire",
      "aide-materielle",
      "logement-hebergement--rechercher-une-solution-dhebergement-temporaire",
      "Orientation vers une solution d’hébergement et accompagnement pendant le séjour.",
      { publics: ["personnes-en-situation-durgence"] },
    ),
  ],
  famille: [
    m(
      "Crèche à vocation d’insertion",
      "accompagnement",
      "famille--garde-denfants",
      "Place d’accueil du jeune enfant à horaires souples pour un parent qui cherche un emploi ou se forme.",
      { publics: ["familles"], payant: "Selon le quotient familial" },
    ),
    m(
      "Garderie éphémère",
      "aide-materielle",
      "famille--garde-denfants",
      "Garde ponctuelle des enfants pendant un entretien, un atelier ou un forum pour l’emploi.",
      { publics: ["familles"] },
    ),
    m(
      "Soutien à la parentalité",
      "atelier",
      "famille--soutien-a-la-parentalite-et-a-leducation",
      "Groupe de parole et ateliers entre parents, animés par une éducatrice de jeunes enfants.",
      { publics: ["familles"], heures: [2, 10] },
    ),
    m(
      "Répit et soutien des aidants",
      "accompagnement",
      "famille--soutien-aidants famille--prise-en-charge-personne-dependante",
      "Écoute, information et solutions de répit pour les proches aidants.",
      TOUS,
    ),
    m(
      "Accompagnement après une séparation ou des violences",
      "accompagnement",
      "famille--surmonter-conflits-separation-violence",
      "Accueil confidentiel, information juridique et soutien psychologique.",
      { publics: ["femmes", "familles"] },
    ),
  ],
  finances: [
    m(
      "Point conseil budget",
      "accompagnement",
      "difficultes-financieres--ameliorer-sa-gestion-budgetaire difficultes-financieres--acquerir-une-autonomie-budgetaire",
      "Conseil confidentiel et gratuit pour mieux gérer son budget et prévenir les difficultés.",
      TOUS,
    ),
    m(
      "Accompagnement au surendettement",
      "accompagnement",
      "difficultes-financieres--situation-dendettement-surendettement",
      "Constitution du dossier de surendettement et suivi jusqu’à la décision.",
      TOUS,
    ),
    m(
      "Épicerie solidaire",
      "aide-materielle",
      "equipement-et-alimentation--alimentation difficultes-financieres--prevenir-une-degradation-de-la-situation-financiere",
      "Courses à prix réduit et ateliers cuisine, sur orientation d’un travailleur social.",
      { payant: "10 à 30 % du prix courant" },
    ),
  ],
  numerique: [
    m(
      "Initiation au numérique",
      "formation",
      "numerique--maitriser-les-fondamentaux-du-numerique",
      "Prendre en main un ordinateur et un téléphone, envoyer un message, chercher une information : dix séances en groupe.",
      { heures: [3, 10] },
    ),
    m(
      "Aide aux démarches en ligne",
      "accompagnement",
      "numerique--acceder-a-des-services-en-ligne difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",
      "Accompagnement individuel pour actualiser sa situation, déclarer ses ressources, demander une aide en ligne.",
      TOUS,
    ),
    m(
      "Ordinateur reconditionné et connexion",
      "aide-materielle",
      "numerique--acquerir-un-equipement numerique--acceder-a-une-connexion-internet",
      "Vente à prix solidaire d’ordinateurs reconditionnés et aide au choix d’un abonnement.",
      { payant: "De 60 à 120 euros" },
    ),
  ],
  droits: [
    m(
      "Accès aux droits",
      "accompagnement",
      "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits",
      "Bilan des droits sociaux et aide à les ouvrir, sur rendez-vous ou en accueil libre.",
      TOUS,
    ),
    m(
      "Permanence juridique",
      "information",
      "difficultes-administratives-ou-juridiques--prendre-en-compte-une-problematique-judiciaire difficultes-administratives-ou-juridiques--connaitre-ses-droits-face-a-une-discrimination",
      "Consultation gratuite d’un juriste : litiges, discriminations, procédures en cours.",
      { ...TOUS, aDistance: true },
    ),
    m(
      "Écrivain public",
      "accompagnement",
      "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",
      "Rédaction de courriers et aide à remplir des formulaires, sans rendez-vous.",
      TOUS,
    ),
  ],
  langue: [
    m(
      "Français à visée professionnelle",
      "formation",
      "lecture-ecriture-calcul--maitriser-le-francais",
      "Parcours de 310 heures de français du quotidien et de l’entreprise, suivi d’un stage de 70 heures.",
      { publics: ["personnes-exilees", "beneficiaires-des-minimas-sociaux"], heures: [20, 16] },
    ),
    m(
      "Atelier sociolinguistique",
      "atelier",
      "lecture-ecriture-calcul--maitriser-le-francais",
      "Parler, lire et écrire le français dans les situations de la vie courante, deux demi-journées par semaine.",
      { publics: ["personnes-exilees", "tous-publics"], heures: [5, 30] },
    ),
    m(
      "Remise à niveau en calcul",
      "formation",
      "lecture-ecriture-calcul--maitriser-le-calcul",
      "Reprendre les bases du calcul utiles au travail : mesures, proportions, monnaie.",
      { heures: [4, 12] },
    ),
  ],
  remobilisation: [
    m(
      "Atelier confiance en soi",
      "atelier",
      "remobilisation--bien-etre-confiance-en-soi",
      "Théâtre, image de soi et prise de parole, en groupe de dix personnes.",
      { heures: [4, 8] },
    ),
    m(
      "Activités sportives et culturelles",
      "atelier",
      "remobilisation--activites-sportives-et-culturelles remobilisation--lien-social",
      "Sorties, sport adapté et ateliers artistiques pour rompre l’isolement.",
      { heures: [3, 20] },
    ),
    m(
      "Bénévolat accompagné",
      "accompagnement",
      "remobilisation--benevolat-action-citoyenne",
      "Mission bénévole dans une association partenaire, avec un tuteur et un bilan.",
      { heures: [5, 12] },
    ),
  ],
  emploi: [
    m(
      "Atelier CV et lettre de motivation",
      "atelier",
      "preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation preparer-sa-candidature--valoriser-ses-competences",
      "Construire un CV à jour et une lettre adaptée à une offre, en deux séances.",
      { heures: [6, 1] },
    ),
    m(
      "Préparation à l’entretien d’embauche",
      "atelier",
      "trouver-un-emploi--convaincre-un-recruteur-en-entretien",
      "Simulations filmées avec des recruteurs bénévoles et retours individuels.",
      { heures: [4, 2] },
    ),
    m(
      "Immersion en entreprise",
      "accompagnement",
      "choisir-un-metier--decouvrir-un-metier-ou-un-secteur-dactivite choisir-un-metier--confirmer-son-choix-de-metier",
      "Période de mise en situation professionnelle d’une à quatre semaines, avec un suivi avant, pendant et après.",
      { heures: [30, 2] },
    ),
    m(
      "Rencontre avec des employeurs",
      "information",
      "trouver-un-emploi--repondre-a-des-offres-demploi choisir-un-metier--connaitre-les-opportunites-demploi",
      "Job dating et visites d’entreprises qui recrutent dans le département.",
    ),
    m(
      "Bilan des compétences et projet",
      "accompagnement",
      "choisir-un-metier--identifier-ses-points-forts-et-ses-competences se-former--trouver-sa-formation",
      "Six entretiens pour faire le point et bâtir un projet professionnel réaliste.",
      { heures: [3, 6] },
    ),
  ],
  creation: [
    m(
      "Accompagnement à la création d’entreprise",
      "accompagnement",
      "creer-une-entreprise--definir-son-projet-de-creation-dentreprise creer-une-entreprise--structurer-son-projet-de-creation-dentreprise",
      "De l’idée au plan de financement : entretiens individuels et ateliers collectifs.",
      { heures: [4, 12] },
    ),
    m(
      "Développer son activité indépendante",
      "accompagnement",
      "creer-une-entreprise--developper-son-entreprise",
      "Conseil aux travailleurs indépendants : comptabilité, clientèle, microcrédit.",
      { publics: ["actifs", "beneficiaires-des-minimas-sociaux"], aDistance: true },
    ),
  ],
};
