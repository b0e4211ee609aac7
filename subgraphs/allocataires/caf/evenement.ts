import { enfants, type Noeud } from "./noeud";
import { dateObligatoire, invalide, obligatoire } from "./valeur";

/** Why a foyer is in a daily file: a liquidation on a day and hour (Paris), and its label. */
export interface EvenementDuFoyer {
  le: string;
  /** HH:MM:SS. */
  heure: string;
  /** FG: its list of codes is not public, so it is kept as received. */
  faitGenerateur: string;
}

const HEURE = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?$/;
const LIBELLE_MAXIMUM = 9;

function lireEvenement(noeud: Noeud): EvenementDuFoyer {
  const heure = obligatoire(noeud, "HEULIQ");
  if (!HEURE.test(heure)) invalide("HEULIQ", "une heure HH:MM:SS est attendue");
  const faitGenerateur = obligatoire(noeud, "FG");
  if (faitGenerateur.length > LIBELLE_MAXIMUM) invalide("FG", `${LIBELLE_MAXIMUM} caractères au plus sont attendus`);
  return { le: dateObligatoire(noeud, "DTLIQ"), heure: heure.slice(0, 8), faitGenerateur };
}

/** The events of a foyer, oldest first. */
export const lireEvenements = (foyer: Noeud): EvenementDuFoyer[] =>
  enfants(foyer, "Evenement")
    .map(lireEvenement)
    .sort((a, b) => (`${a.le} ${a.heure}` < `${b.le} ${b.heure}` ? -1 : 1));
