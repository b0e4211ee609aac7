import type { PartDesPersonnes } from "../../shared/droits-des-personnes/table-de-personne";

/** What the schema `echanges` holds of a person: who was told what, and when. */
export const PART_ECHANGES: PartDesPersonnes = {
  schema: "echanges",
  tables: [
    {
      table: "echanges.echange",
      rubrique: "ECHANGES",
      titre: "Ce qui a été envoyé à un partenaire, ou reçu de lui",
      origine: "Écrit par le hub.",
      valeurs: {
        destinataire:
          "coalesce((select a.client from echanges.abonnement a where a.departement = t.departement and a.id = t.abonnement), t.partenaire)",
      },
      retenues: { empreinte: "TECHNIQUE", bail_par: "TECHNIQUE", bail_jusque: "TECHNIQUE", ordre: "TECHNIQUE", rang: "TECHNIQUE" },
    },
    {
      table: "echanges.notification",
      rubrique: "ECHANGES",
      titre: "Qui a été prévenu d’une donnée corrigée ou limitée",
      origine: "Écrit par le hub.",
      retenues: { accuse_par: "TECHNIQUE" },
    },
    {
      table: "echanges.activite_recue",
      rubrique: "ECHANGES",
      titre: "Ce que France Travail a demandé au Département pour vous",
      origine: "Dit par France Travail.",
    },
    {
      table: "echanges.divergence",
      rubrique: "ECHANGES",
      titre: "Ce que le hub et France Travail disent différemment",
      origine: "Constaté par le hub.",
      retenues: { resolue_par: "AGENT" },
    },
    {
      table: "echanges.lecture_personne",
      rubrique: "ECHANGES",
      titre: "Quand vos données ont été lues chez France Travail",
      origine: "Écrit par le hub.",
    },
    {
      table: "echanges.liste_inscription_personne",
      rubrique: "ECHANGES",
      titre: "Votre inscription demandée à France Travail",
      origine: "Écrit par le hub.",
    },
    {
      table: "echanges.registre",
      rubrique: "REGISTRE",
      titre: "Index du registre de vos consultations",
      origine: "Écrit par le hub.",
      retenues: { rangs: "TECHNIQUE" },
    },
    { table: "echanges.registre_compteur", rubrique: "REGISTRE", titre: "Nombre de consultations", origine: "Écrit par le hub." },
  ],
  sans: [
    {
      raison: "Abonnements et dépôts des partenaires : ce qui a été dit d’une personne est dans les échanges.",
      tables: ["abonnement", "lecture_partenaire", "liste_inscription"],
    },
    {
      raison:
        "Fichiers chiffrés pour leur destinataire, effacés après le dépôt ; ce qu’ils disent de la personne est dans les échanges qui les nomment.",
      tables: ["depot"],
    },
    { raison: "Position de lecture du journal.", tables: ["curseur"] },
    { raison: "Clés d’idempotence, gardées trente jours au plus.", tables: ["cle_idempotence"] },
  ],
};
