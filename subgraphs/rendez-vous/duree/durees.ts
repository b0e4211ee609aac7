import { addDays, isCivilDate } from "../../shared/civil-date";
import { Refus } from "../../shared/contrat/refus";
import { FAMILLES, type FamilleMotif } from "../correspondances-rdv";

/** Length of a slot when neither the source nor the Département says it, in minutes: a choice of the hub, to be confirmed by each département. */
export const DUREE_PAR_FAMILLE: Readonly<Record<FamilleMotif, number>> = {
  ORIENTATION: 60,
  PREMIER_ACCOMPAGNEMENT: 60,
  ACCOMPAGNEMENT: 30,
  AUTRE: 30,
};

/** Lengths of a slot that can be, in minutes. */
export const DUREE_CRENEAU = { minimum: 5, maximum: 720 } as const;

/** Minutes of a slot of a family on a day (civil date). */
export type Durees = (famille: FamilleMotif, jour: string) => number;

/** A length that a Département has defined, from a day on. */
export interface DureeDefinie {
  famille: FamilleMotif;
  minutes: number;
  /** Civil date. */
  depuis: string;
}

export const dureesParDefaut: Durees = (famille) => DUREE_PAR_FAMILLE[famille];

/** The last one defined for a day, else the one of the hub. */
export function dureesDe(definies: readonly DureeDefinie[]): Durees {
  const parFamille = Map.groupBy(definies, (d) => d.famille);
  for (const liste of parFamille.values()) liste.sort((a, b) => (a.depuis < b.depuis ? 1 : -1));
  return (famille, jour) => parFamille.get(famille)?.find((d) => d.depuis <= jour)?.minutes ?? DUREE_PAR_FAMILLE[famille];
}

/** A length in force today (`depuis` null: the one of the hub), or to come. */
export interface DureeLue {
  famille: FamilleMotif;
  minutes: number;
  depuis: string | null;
}

/** For each family, the length in force, then those to come. */
export function dureesLues(definies: readonly DureeDefinie[], aujourdhui: string): DureeLue[] {
  return FAMILLES.flatMap((famille) => {
    const siennes = definies.filter((d) => d.famille === famille).sort((a, b) => (a.depuis < b.depuis ? -1 : 1));
    const enCours = siennes.filter((d) => d.depuis <= aujourdhui).at(-1);
    const avenir = siennes.filter((d) => d.depuis > aujourdhui);
    return [enCours ?? { famille, minutes: DUREE_PAR_FAMILLE[famille], depuis: null }, ...avenir];
  });
}

const AVANCE_MAXIMUM_JOURS = 730;

/** Why a length cannot be defined, or `null`. Refus: NON_HABILITE, DUREE_CRENEAU_INVALIDE, DEPUIS_INVALIDE.
 * @param type of the organisme of the caller.  @param aujourdhui civil date. */
export function refusDuree({ minutes, depuis }: DureeDefinie, type: string | null, aujourdhui: string): Refus | null {
  if (type !== "DEPARTEMENT") return Refus.de("NON_HABILITE", "Votre organisme n’est pas habilité à cet acte : il revient au Département.");
  if (!Number.isInteger(minutes) || minutes < DUREE_CRENEAU.minimum || minutes > DUREE_CRENEAU.maximum)
    return Refus.de("DUREE_CRENEAU_INVALIDE", "Un créneau dure de 5 minutes à 12 heures.", { champ: "minutes" });
  if (!isCivilDate(depuis) || depuis < aujourdhui || depuis > addDays(aujourdhui, AVANCE_MAXIMUM_JOURS))
    return Refus.de("DEPUIS_INVALIDE", "Une durée vaut à partir d’aujourd’hui ou d’un jour des deux ans qui viennent.", {
      champ: "depuis",
    });
  return null;
}
