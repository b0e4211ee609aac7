import { DEJA_CHEZ_FRANCE_TRAVAIL, type LireFaits, lireLesFaits } from "../lire-faits";
import type { ObjetSortant } from "../objet-sortant";
import {
  type CorpsRendezVous,
  cleDuParticipant,
  corpsRendezVous,
  envoyerRendezVous,
  type FaitRendezVous,
  relireRendezVous,
  tenuParFranceTravail,
} from "./rendez-vous";

const TENU_PAR_FRANCE_TRAVAIL = "Le rendez-vous est tenu par France Travail : la présence y est saisie par son conseiller.";

/** RDV_PRESENCE: who came and who did not, on the appointment that France Travail already has; a correction is told again. */
export const objetRdvPresence = (lire: LireFaits<FaitRendezVous>): ObjetSortant<FaitRendezVous, CorpsRendezVous> => ({
  objet: "RDV_PRESENCE",
  lire: lireLesFaits(lire, {
    cle: cleDuParticipant,
    sansObjet: (fait) =>
      fait.sourcePresence === "FRANCE_TRAVAIL" ? DEJA_CHEZ_FRANCE_TRAVAIL : tenuParFranceTravail(fait) ? TENU_PAR_FRANCE_TRAVAIL : null,
  }),
  corps: corpsRendezVous,
  envoyer: envoyerRendezVous,
  relire: relireRendezVous,
});
