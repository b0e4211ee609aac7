import { addMonths } from "../../shared/civil-date";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeDate, refusDeMotif } from "../refus";
import type { Situation } from "../situation";
import type { RepriseEmploi, SortieParcours } from "./sortie";

/** Why an exit cannot be undone, or null: what followed it would contradict it. Refus : SORTIE_ANNULEE, MOTIF_MANQUANT, TEXTE_INVALIDE, SORTIE_SUIVIE. */
export function refusDAnnulation({ entree, orientation, contrat }: Situation, sortie: SortieParcours, motif: string): Refus | null {
  const suivie = orientation !== null || contrat !== null || entree?.sortie !== sortie.date;
  return premierRefus(
    () => (sortie.annuleeLe === null ? null : refus("SORTIE_ANNULEE", "sortie")),
    () => refusDeMotif(motif),
    () => (suivie ? refus("SORTIE_SUIVIE", "sortie") : null),
  );
}

const SIX_MOIS = 6;

/** Why the presence six months after cannot be said, or null. `le`: civil date of the finding, six months after the first day or later.
 * Refus : dates, SIX_MOIS_NON_ECOULES, REPRISE_TERMINEE. */
export function refusDePresence(
  reprise: RepriseEmploi,
  { le, present }: { le: string; present: boolean },
  aujourdhui: string,
): Refus | null {
  const sixMois = addMonths(reprise.debut, SIX_MOIS);
  const finieAvant = reprise.termineeLe !== null && reprise.termineeLe < sixMois;
  return premierRefus(
    () => refusDeDate(le, "le", aujourdhui, reprise.debut),
    () => (le < sixMois ? refus("SIX_MOIS_NON_ECOULES", "le") : null),
    () => (present && finieAvant ? refus("REPRISE_TERMINEE", "present") : null),
  );
}

/** Why the end of a job cannot be said, or null. Refus : dates, REPRISE_TERMINEE when she was seen at work later. */
export function refusDeFinDeReprise(reprise: RepriseEmploi, fin: string, aujourdhui: string): Refus | null {
  const vueApres = reprise.presentA6Mois === true && fin < addMonths(reprise.debut, SIX_MOIS);
  return premierRefus(
    () => refusDeDate(fin, "fin", aujourdhui, reprise.debut),
    () => (reprise.termineeLe !== null || vueApres ? refus("REPRISE_TERMINEE", "reprise") : null),
  );
}

const plusTard = (a: string | null, b: string): string => (a !== null && a > b ? a : b);

/** The return to work once the presence is said. */
export const avecPresence = (reprise: RepriseEmploi, le: string, present: boolean) => ({
  presentA6Mois: present,
  suiviJusque: plusTard(reprise.suiviJusque, le),
  termineeLe: reprise.termineeLe,
});

/** The return to work once its end is said. */
export const avecFin = (reprise: RepriseEmploi, fin: string) => ({
  presentA6Mois: reprise.presentA6Mois,
  suiviJusque: plusTard(reprise.suiviJusque, fin),
  termineeLe: fin,
});
