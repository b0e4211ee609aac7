import { PART_ALLOCATAIRES } from "../../subgraphs/allocataires/droits-des-personnes/tables";
import { PART_ECHANGES } from "../../subgraphs/echanges/droits-des-personnes/tables";
import { PART_INDICATEURS } from "../../subgraphs/indicateurs/droits-des-personnes/tables";
import { PART_OFFRE_INSERTION } from "../../subgraphs/offre-insertion/droits-des-personnes/tables";
import { PART_RENDEZ_VOUS } from "../../subgraphs/rendez-vous/droits-des-personnes/tables";
import { type PartDesPersonnes, REFUSES } from "../../subgraphs/shared/droits-des-personnes/table-de-personne";

const JOURNAL: PartDesPersonnes = {
  schema: "journal",
  tables: [
    {
      table: "journal.consultation",
      rubrique: "REGISTRE",
      titre: "Qui a consulté ou écrit vos données, quand et pourquoi",
      // A refusal gave no datum of hers.
      siennes: "t.nature <> 'REFUS' and t.allocataires && $2::uuid[]",
      // One operation may have read many people: only she is told.
      retenues: { allocataires: "TIERS", agent: "AGENT" },
      origine: "Écrit par le hub avant que la réponse parte.",
    },
    {
      table: "journal.acces_urgence",
      rubrique: "REGISTRE",
      titre: "Accès d’urgence à vos données, et leur raison",
      retenues: { agent: "AGENT", ferme_par: "AGENT" },
      origine: "Écrit par qui a ouvert l’accès.",
    },
    {
      table: "journal.evenement",
      rubrique: "EVENEMENTS",
      titre: "Ce qui a été annoncé de vous aux systèmes qui vous suivent",
      valeurs: { donnees: "t.donnees - 'membres'" },
      origine: "Écrit par le hub au moment du fait.",
    },
  ],
  sans: [
    { raison: "Lots scellés du journal et ancres : des empreintes de lignes, sans aucune personne.", tables: ["lot", "ancre"] },
    {
      raison: "Alertes sur des systèmes clients : natures et comptes, sans aucune personne accompagnée.",
      tables: ["alerte", "alerte_examen"],
    },
    {
      raison: "Fermetures d’accès d’urgence, scellées : ce qu’elles disent est dans l’accès lui-même.",
      tables: ["acces_urgence_fermeture"],
    },
    {
      raison: "Personnes comptées dans l’heure pour un quota : une clé et une heure, oubliées ensuite ; la lecture est au registre.",
      tables: ["personne_comptee"],
    },
  ],
};

const HUB: PartDesPersonnes = {
  schema: "hub",
  tables: [
    {
      table: "hub.rejet",
      rubrique: "IDENTITE",
      titre: "Enregistrements du logiciel du Département refusés, qui vous nomment",
      siennes: REFUSES,
      retenues: { original: "TIERS" },
      origine: "Dit par le logiciel du Département.",
    },
  ],
  sans: [
    { raison: "Réglage de la démonstration.", tables: ["etape_demo"] },
    { raison: "Documents enregistrés des systèmes clients : des textes d’opérations, sans valeur.", tables: ["document_enregistre"] },
    {
      raison:
        "Clé donnée par le logiciel du Département et empreinte du contenu : ce qu’il dit de la personne est dans les faits qu’il a écrits.",
      tables: ["enregistrement_departement"],
    },
  ],
};

/** What each schema says of people, in the order of the document. */
export const PARTS: readonly PartDesPersonnes[] = [
  PART_ALLOCATAIRES,
  PART_RENDEZ_VOUS,
  PART_OFFRE_INSERTION,
  PART_ECHANGES,
  JOURNAL,
  PART_INDICATEURS,
  HUB,
];
