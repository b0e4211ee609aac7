import type { Correspondance } from "./correspondance";

type StatutParticipation = "PREVU" | "A_RENSEIGNER" | "HONORE" | "ABSENT" | "ABSENT_JUSTIFIE" | "ANNULE_USAGER" | "ANNULE_SERVICE";

/** « statut » of « Rendez-vous partenaire » v1 (reference §7). Its ANNULE does not say who cancelled: `initiateur` does. An absence that was excused is
 * told as cancelled by the person: ABSENT feeds breaches there, and none may be built on an excused absence. MODIFIE is a date that changed, not a state. */
export const STATUT_RENDEZ_VOUS_FT: Correspondance<StatutParticipation, "PRIS" | "MODIFIE" | "EFFECTUE" | "ABSENT" | "ANNULE"> = {
  vers: {
    PREVU: "PRIS",
    A_RENSEIGNER: "PRIS",
    HONORE: "EFFECTUE",
    ABSENT: "ABSENT",
    ABSENT_JUSTIFIE: "ANNULE",
    ANNULE_USAGER: "ANNULE",
    ANNULE_SERVICE: "ANNULE",
  },
  depuis: { PRIS: "PREVU", MODIFIE: "PREVU", EFFECTUE: "HONORE", ABSENT: "ABSENT", ANNULE: "ANNULE_SERVICE" },
  pertes: { vers: ["A_RENSEIGNER", "ABSENT_JUSTIFIE", "ANNULE_USAGER"], depuis: ["MODIFIE"] },
};
