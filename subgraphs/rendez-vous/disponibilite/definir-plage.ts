import { Refus } from "../../shared/contrat/refus";
import { LIMITES_CRENEAUX, peutPublier } from "../creneau/creneau";
import { type Durees, dureesParDefaut } from "../duree/durees";
import { CRENEAUX_PAR_PLAGE, creneauxDePlage } from "./decoupage";
import { type DefautHeures, defautHeures, type Fenetre } from "./expansion";
import type { AbsenceRecue, PlageRecue } from "./plage";

/** An organisme as its agendas see it. */
export interface OrganismeCible {
  id: string;
  type: string;
  departement: string;
}

/** Whose openings a caller may enter: those whose slots it may publish. Refus: ORGANISME_INCONNU, ORGANISME_INTERDIT. */
export function refusOrganisme(cible: OrganismeCible | null, appelant: { organisme: string | null; type: string | null }): Refus | null {
  if (!cible) return Refus.de("ORGANISME_INCONNU", "Aucun organisme du département n’a cet identifiant.", { champ: "organisme" });
  if (peutPublier(appelant, cible)) return null;
  return Refus.de(
    "ORGANISME_INTERDIT",
    "Un organisme publie ses propres créneaux ; le Département publie aussi ceux de ses délégataires.",
    {
      champ: "organisme",
    },
  );
}

const CODE_INSEE = /^[0-9][0-9AB][0-9]{3}$/;
/** An agent is a code of the organisme: letters, digits and dashes, so that no name is written there by habit. */
const CODE_AGENT = /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/;

/** Why an opening cannot be entered, or `null`. Refus: PLAGE_INVALIDE, PLAGE_TROP_DENSE and those of `refusHeures`.
 * @param fenetre the days for which slots are made. */
export function refusPlageSaisie(plage: PlageRecue, fenetre: Fenetre, durees: Durees = dureesParDefaut): Refus | null {
  const invalide = (champ: string, quoi: string) => Refus.de("PLAGE_INVALIDE", `Cette plage n’est pas possible : ${quoi}.`, { champ });
  const { places = 1, lieu, agent, motifs } = plage;
  if (motifs.length === 0) return invalide("familles", "elle ne dit pas à quoi servent ses créneaux");
  if (!Number.isInteger(places) || places < 1 || places > LIMITES_CRENEAUX.places)
    return invalide("places", `elle compte de 1 à ${LIMITES_CRENEAUX.places} places`);
  if (lieu?.nom && lieu.nom.length > LIMITES_CRENEAUX.lieuCaracteres)
    return invalide("lieu", `son lieu compte de 1 à ${LIMITES_CRENEAUX.lieuCaracteres} caractères`);
  if (lieu?.codeInsee && !CODE_INSEE.test(lieu.codeInsee))
    return invalide("codeInsee", "sa commune n’est pas un code INSEE (cinq caractères)");
  if (agent !== null && !CODE_AGENT.test(agent))
    return invalide("agent", "son agent est un code de 1 à 40 lettres, chiffres ou tirets, jamais un nom");
  const duree = motifs[0]!.dureeMinutes;
  if (duree !== null && (!Number.isInteger(duree) || duree < LIMITES_CRENEAUX.minutesMinimum || duree > LIMITES_CRENEAUX.minutesMaximum))
    return invalide("dureeMinutes", "ses créneaux durent de 5 minutes à 12 heures");
  const heures = refusHeures(defautHeures(plage));
  if (heures || creneauxDePlage(plage, [], fenetre, durees)) return heures;
  return Refus.de(
    "PLAGE_TROP_DENSE",
    `Une plage donne au plus ${CRENEAUX_PAR_PLAGE} créneaux en ${LIMITES_CRENEAUX.jours} jours : allongez-les.`,
    {
      champ: "dureeMinutes",
    },
  );
}

/** Why an absence cannot be entered, or `null`. Refus: ABSENCE_INVALIDE and those of `refusHeures`. */
export function refusAbsence(absence: AbsenceRecue): Refus | null {
  if (absence.agent !== null && !CODE_AGENT.test(absence.agent))
    return Refus.de("ABSENCE_INVALIDE", "L’agent est un code de 1 à 40 lettres, chiffres ou tirets, jamais un nom.", { champ: "agent" });
  return refusHeures(defautHeures(absence, absence.dernierJour));
}

/** Refus: RRULE_ILLISIBLE, RRULE_NON_PRISE_EN_CHARGE, RRULE_TROP_DENSE, HEURES_INVALIDES, FUSEAU_INCONNU. */
function refusHeures(defaut: DefautHeures | null): Refus | null {
  if (defaut === "RRULE_TROP_DENSE")
    return Refus.de("RRULE_TROP_DENSE", "Une plage se répète au plus une fois par jour : les heures vont dans « debut » et « fin ».", {
      champ: "rrule",
    });
  if (defaut === "RRULE_NON_PRISE_EN_CHARGE")
    return Refus.de("RRULE_NON_PRISE_EN_CHARGE", "Cette règle porte une partie de la RFC 5545 que le hub ne suit pas.", { champ: "rrule" });
  if (defaut === "RRULE_ILLISIBLE")
    return Refus.de("RRULE_ILLISIBLE", "Cette règle de répétition ne se lit pas : écrivez-la selon la RFC 5545 (FREQ=WEEKLY;BYDAY=TU).", {
      champ: "rrule",
    });
  if (defaut === "FUSEAU_INCONNU")
    return Refus.de("FUSEAU_INCONNU", "Ce fuseau horaire n’existe pas : donnez son nom IANA (Europe/Paris, Indian/Reunion).", {
      champ: "fuseau",
    });
  if (defaut === null) return null;
  return Refus.de("HEURES_INVALIDES", "Ces jours ou ces heures ne sont pas possibles : HH:MM, la fin après le début, depuis 1990.", {
    champ: "debut",
  });
}
