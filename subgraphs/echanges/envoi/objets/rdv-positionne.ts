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

/** RDV_POSITIONNE: an appointment placed, moved or cancelled. Facts are read by `<rendez-vous>/<person>`. */
export const objetRdvPositionne = (lire: LireFaits<FaitRendezVous>): ObjetSortant<FaitRendezVous, CorpsRendezVous> => ({
  objet: "RDV_POSITIONNE",
  lire: lireLesFaits(lire, {
    cle: cleDuParticipant,
    sansObjet: (fait) => (tenuParFranceTravail(fait) ? DEJA_CHEZ_FRANCE_TRAVAIL : null),
  }),
  corps: corpsRendezVous,
  envoyer: envoyerRendezVous,
  relire: relireRendezVous,
});
