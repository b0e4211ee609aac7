import type { PartDesPersonnes, TableDePersonne } from "../../shared/droits-des-personnes/table-de-personne";

const TITRES: Record<string, string> = {
  personne: "Votre commune et l’état de votre droit",
  entree: "Vos entrées",
  orientation: "Vos orientations",
  reorientation: "Vos réorientations",
  intervention: "Qui vous suit",
  diagnostic: "Vos diagnostics (dates seules)",
  contrat: "Vos contrats",
  presence: "Vos rendez-vous et votre présence",
  activite: "Vos activités",
  prescription: "Vos prescriptions",
  inscription: "Votre inscription à France Travail",
  reprise: "Vos reprises d’emploi",
  sortie: "Vos sorties",
  manquement: "Manquements signalés",
  sanction: "Sanctions",
  localisation: "Vos communes, période par période",
  situation_droit: "L’état de votre droit, période par période",
  profil: "Âge, sexe, situation familiale et niveau d’étude",
};
const ORIGINE = "Recopié par le hub des rubriques précédentes, pour compter sans nommer ; aucun indicateur ne donne une personne.";

const tables = Object.entries(TITRES).flatMap(([nom, titre]): TableDePersonne[] => [
  { table: `indicateurs.${nom}`, rubrique: "STATISTIQUES", titre, origine: ORIGINE },
  { table: `indicateurs.${nom}_passee`, rubrique: "STATISTIQUES", titre: `${titre} : ce que le hub en savait avant`, origine: ORIGINE },
]);

/** What the schema `indicateurs` holds of a person: a copy for counting. */
export const PART_INDICATEURS: PartDesPersonnes = {
  schema: "indicateurs",
  tables: [
    ...tables,
    { table: "indicateurs.dite", rubrique: "STATISTIQUES", titre: "Ce que les événements ont dit de vous", origine: ORIGINE },
    {
      table: "indicateurs.deplacement",
      rubrique: "STATISTIQUES",
      titre: "Lignes passées d’une de vos fiches à l’autre",
      origine: ORIGINE,
      retenues: { cle: "TECHNIQUE" },
    },
    {
      table: "indicateurs.cohorte_membre",
      rubrique: "STATISTIQUES",
      titre: "Groupes suivis pour une évaluation",
      origine: ORIGINE,
      valeurs: {
        cohorte_libelle: "(select c.libelle from indicateurs.cohorte c where c.departement = t.departement and c.code = t.cohorte)",
      },
      retenues: { partie: "TIERS" },
    },
  ],
  sans: [
    {
      raison: "Contrat, référentiels, saisies et chiffres agrégés : aucune personne.",
      tables: [
        "avancement_feuille",
        "cible",
        "cohorte",
        "connaissance",
        "definition",
        "defm",
        "dispositif",
        "donnee_a_fournir",
        "export",
        "feuille_de_route",
        "interoperabilite",
        "ligne_contrat",
        "ligne_financiere",
        "montant_imprime",
        "parcours_local",
        "relation_ligne",
        "resultat_recu",
        "resultat_saisi",
        "saisie_financiere",
        "territoire",
        "total_financier",
        "type_action",
        "validation_resultat",
      ],
    },
    { raison: "Position de lecture du journal.", tables: ["curseur"] },
    {
      raison: "Clés d’idempotence : une empreinte et l’identifiant du résultat, qui n’est d’aucune personne.",
      tables: ["cle_idempotence"],
    },
  ],
};
