import { type ModeleService, modele } from "./offre-modele";

/** Services of language, remobilisation and work, by kind of structure. */
export const OFFRE_EMPLOI: Record<string, readonly ModeleService[]> = {
  langue: [
    modele(
      "Français à visée professionnelle",
      "formation",
      "lecture-ecriture-calcul--maitriser-le-francais",
      "Parcours de 310 heures de français du quotidien et de l’entreprise, suivi d’un stage de 70 heures.",
      { publics: ["personnes-exilees", "beneficiaires-des-minimas-sociaux"], heures: [20, 16] },
    ),
    modele(
      "Atelier sociolinguistique",
      "atelier",
      "lecture-ecriture-calcul--maitriser-le-francais",
      "Parler, lire et écrire le français dans les situations de la vie courante, deux demi-journées par semaine.",
      { publics: ["personnes-exilees", "tous-publics"], heures: [5, 30] },
    ),
    modele(
      "Remise à niveau en calcul",
      "formation",
      "lecture-ecriture-calcul--maitriser-le-calcul",
      "Reprendre les bases du calcul utiles au travail : mesures, proportions, monnaie.",
      { heures: [4, 12] },
    ),
  ],
  remobilisation: [
    modele(
      "Atelier confiance en soi",
      "atelier",
      "remobilisation--bien-etre-confiance-en-soi",
      "Théâtre, image de soi et prise de parole, en groupe de dix personnes.",
      { heures: [4, 8] },
    ),
    modele(
      "Activités sportives et culturelles",
      "atelier",
      "remobilisation--activites-sportives-et-culturelles remobilisation--lien-social",
      "Sorties, sport adapté et ateliers artistiques pour rompre l’isolement.",
      { heures: [3, 20] },
    ),
    modele(
      "Bénévolat accompagné",
      "accompagnement",
      "remobilisation--benevolat-action-citoyenne",
      "Mission bénévole dans une association partenaire, avec un tuteur et un bilan.",
      { heures: [5, 12] },
    ),
  ],
  emploi: [
    modele(
      "Atelier CV et lettre de motivation",
      "atelier",
      "preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation preparer-sa-candidature--valoriser-ses-competences",
      "Construire un CV à jour et une lettre adaptée à une offre, en deux séances.",
      { heures: [6, 1] },
    ),
    modele(
      "Préparation à l’entretien d’embauche",
      "atelier",
      "trouver-un-emploi--convaincre-un-recruteur-en-entretien",
      "Simulations filmées avec des recruteurs bénévoles et retours individuels.",
      { heures: [4, 2] },
    ),
    modele(
      "Immersion en entreprise",
      "accompagnement",
      "choisir-un-metier--decouvrir-un-metier-ou-un-secteur-dactivite choisir-un-metier--confirmer-son-choix-de-metier",
      "Période de mise en situation professionnelle d’une à quatre semaines, avec un suivi avant, pendant et après.",
      { heures: [30, 2] },
    ),
    modele(
      "Rencontre avec des employeurs",
      "information",
      "trouver-un-emploi--repondre-a-des-offres-demploi choisir-un-metier--connaitre-les-opportunites-demploi",
      "Job dating et visites d’entreprises qui recrutent dans le département.",
    ),
    modele(
      "Bilan des compétences et projet",
      "accompagnement",
      "choisir-un-metier--identifier-ses-points-forts-et-ses-competences se-former--trouver-sa-formation",
      "Six entretiens pour faire le point et bâtir un projet professionnel réaliste.",
      { heures: [3, 6] },
    ),
  ],
  creation: [
    modele(
      "Accompagnement à la création d’entreprise",
      "accompagnement",
      "creer-une-entreprise--definir-son-projet-de-creation-dentreprise creer-une-entreprise--structurer-son-projet-de-creation-dentreprise",
      "De l’idée au plan de financement : entretiens individuels et ateliers collectifs.",
      { heures: [4, 12] },
    ),
    modele(
      "Développer son activité indépendante",
      "accompagnement",
      "creer-une-entreprise--developper-son-entreprise",
      "Conseil aux travailleurs indépendants : comptabilité, clientèle, microcrédit.",
      { publics: ["actifs", "beneficiaires-des-minimas-sociaux"], aDistance: true },
    ),
  ],
};
