import { type PartDesPersonnes, parLien } from "../../shared/droits-des-personnes/table-de-personne";

/** What the schema `offre_insertion` holds of a person. */
export const PART_OFFRE_INSERTION: PartDesPersonnes = {
  schema: "offre_insertion",
  tables: [
    {
      table: "offre_insertion.prescription",
      rubrique: "ACTIVITES",
      titre: "Offres qui vous ont été prescrites, et votre place dans la file",
      valeurs: {
        offre_nom: "(select s.nom from offre_insertion.service s where s.id = t.offre)",
        place_dans_la_file: `case when t.statut = 'EN_ATTENTE' or t.attente is not null then (select count(*) from offre_insertion.prescription f
          where f.offre = t.offre and f.session is not distinct from t.session and f.attente is not null and f.attente <= t.attente) end`,
      },
      origine: "Écrit par l’organisme qui prescrit.",
    },
    {
      table: "offre_insertion.etape_prescription",
      rubrique: "ACTIVITES",
      titre: "Étapes de vos prescriptions",
      origine: "Écrit par l’organisme ou la structure.",
    },
    {
      table: "offre_insertion.lien_reponse",
      rubrique: "ACTIVITES",
      titre: "Liens envoyés aux structures pour qu’elles répondent",
      siennes: parLien("prescription", "offre_insertion.prescription"),
      origine: "Écrit par le hub.",
    },
    {
      table: "offre_insertion.activite",
      rubrique: "ACTIVITES",
      titre: "Vos activités",
      origine: "Écrit par l’organisme, la structure ou vous.",
    },
    {
      table: "offre_insertion.etape_activite",
      rubrique: "ACTIVITES",
      titre: "Étapes de vos activités",
      origine: "Écrit par l’organisme, la structure ou vous.",
    },
  ],
  sans: [
    {
      raison: "Catalogue des offres : aucune personne accompagnée.",
      tables: [
        "fiche_action",
        "financement",
        "flux_source",
        "libelle",
        "marche",
        "mot",
        "parcours_local",
        "pdie",
        "places_exercice",
        "position_commune",
        "proposition",
        "recalcul",
        "recherche",
        "rejet",
        "service",
        "session",
        "structure",
        "valeur_inconnue",
      ],
    },
    { raison: "Position de lecture du journal.", tables: ["curseur"] },
    {
      raison: "Clés d’idempotence, gardées trente jours au plus : une empreinte et l’identifiant du résultat, remis avec le fait.",
      tables: ["cle_idempotence"],
    },
  ],
};
