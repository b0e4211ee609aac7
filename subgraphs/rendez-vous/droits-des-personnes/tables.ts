import { type PartDesPersonnes, parLien, REFUSES, type TableDePersonne } from "../../shared/droits-des-personnes/table-de-personne";

const OUTIL = "Dit par l’outil de rendez-vous.";
const HUB = "Écrit par le hub.";
const DU_RENDEZ_VOUS = parLien("rendez_vous", "rendez_vous.participation", "rendez_vous");
const rdv = (table: string, titre: string, origine: string, plus: Partial<TableDePersonne> = {}): TableDePersonne => ({
  table: `rendez_vous.${table}`,
  rubrique: "RENDEZ_VOUS",
  titre,
  origine,
  ...plus,
});

/** What the schema `rendez_vous` holds of a person. */
export const PART_RENDEZ_VOUS: PartDesPersonnes = {
  schema: "rendez_vous",
  tables: [
    {
      table: "rendez_vous.rendez_vous",
      rubrique: "RENDEZ_VOUS",
      titre: "Vos rendez-vous",
      siennes: parLien("id", "rendez_vous.participation", "rendez_vous"),
      retenues: { agents: "AGENT", agenda: "AGENT" },
    },
    rdv("participation", "Votre présence", "Écrit par l’organisme, ou par l’outil de rendez-vous."),
    rdv("convocation", "Vos convocations", "Écrit par l’organisme, ou par l’outil de rendez-vous."),
    rdv("convocation_historique", "Ce que vos convocations disaient avant", HUB),
    rdv("historique_presence", "Changements de votre présence", HUB),
    rdv("deplacement", "Rendez-vous déplacés", HUB, { siennes: DU_RENDEZ_VOUS }),
    rdv("rendez_vous_reuni", "Rendez-vous reçus deux fois, réunis", HUB, {
      siennes: parLien("actuel", "rendez_vous.participation", "rendez_vous"),
    }),
    rdv("lien_externe", "Le même rendez-vous dans l’outil d’origine", OUTIL, {
      siennes: DU_RENDEZ_VOUS,
      // What the tool declared of the meeting names its other participants.
      retenues: { declare: "TIERS" },
    }),
    rdv("dire", "Ce que chaque message a dit de vous à un rendez-vous", OUTIL),
    rdv("invitation", "Invitations à prendre rendez-vous", OUTIL),
    rdv("personne_externe", "Votre numéro dans l’outil de rendez-vous", OUTIL),
    rdv("referent_externe", "Référent que l’outil de rendez-vous vous assigne", OUTIL, { retenues: { agent: "AGENT" } }),
    rdv("examen_absence", "Examen de vos absences", "Écrit par un agent du Département.", { retenues: { examinee_par: "AGENT" } }),
    rdv("examen_historique", "Étapes de l’examen de vos absences", HUB),
    rdv("rejet", "Messages refusés qui vous nomment", OUTIL, { siennes: REFUSES, retenues: { original: "TIERS", empreinte: "TECHNIQUE" } }),
    rdv("campagne_personne", "Campagnes de convocation où vous étiez", HUB),
  ],
  sans: [
    {
      raison: "Agendas, créneaux, réglages des organismes : aucune personne accompagnée.",
      tables: [
        "absence",
        "campagne",
        "correspondance_statut",
        "creneau",
        "creneau_agenda",
        "duree_creneau",
        "horizon_creneaux",
        "lieu_externe",
        "motif_externe",
        "organisation_externe",
        "plage",
        "publication_creneaux",
      ],
    },
    { raison: "Professionnels, par un identifiant opaque.", tables: ["agent_externe"] },
    {
      raison: "Messages reçus, par empreinte ; position de lecture du journal.",
      tables: ["message_entrant", "ordre_message", "distinction", "curseur"],
    },
    {
      raison: "Ce qu’une source a purgé : un identifiant de cette source, sans personne au hub, pour qu’aucun message ne la recrée.",
      tables: ["efface_externe"],
    },
    {
      raison: "Clés d’idempotence, gardées trente jours au plus : une empreinte et l’identifiant du résultat, remis avec le fait.",
      tables: ["cle_idempotence"],
    },
  ],
};
