import { daysBetween } from "../../shared/civil-date";
import { Refus } from "../../shared/contrat/refus";
import type { Portee } from "../../shared/identity";
import type { CanalConvocation } from "../convocation/regles-convocation";
import type { FamilleMotif } from "../correspondances-rdv";
import { communesDuTerritoire } from "./territoires";

export const POPULATIONS = ["FLUX", "STOCK"] as const;
export type Population = (typeof POPULATIONS)[number];

/** Criteria, never people: this is what a campaign keeps. */
export interface Selection {
  departement: string;
  population: Population | null;
  territoire: string | null;
  communes: string[] | null;
  soumises: boolean;
  sansOrientation: boolean;
  rang: number;
  /** Civil dates, inclusive: when she entered the dispositif. */
  entreeDepuis: string | null;
  entreeJusque: string | null;
  limite: number;
  partout: boolean;
}

export interface DemandeCampagne {
  selection: Selection;
  famille: FamilleMotif;
  du: string;
  au: string;
  canal: CanalConvocation;
  preuve: string | null;
}

export const LIMITE_MAXIMUM = 5_000;
const JOURS_MAXIMUM = 92;

/** Why a campaign cannot be prepared, or `null`. Refus: CAMPAGNE_RESERVEE, TERRITOIRE_INCONNU, PERIODE_INVALIDE, PERIODE_PASSEE, SELECTION_INVALIDE. */
export function refusCampagne(
  { selection, du, au }: DemandeCampagne,
  droits: { portee: Portee; departements: string[] },
  aujourdhui: string,
): Refus | null {
  if (droits.portee !== "departement" || !droits.departements.includes(selection.departement))
    return Refus.de("CAMPAGNE_RESERVEE", "Une campagne porte sur tout un département : elle revient au Département.", {
      champ: "selection",
    });
  if (communesDuTerritoire(selection.territoire, selection.departement) === undefined)
    return Refus.de(
      "TERRITOIRE_INCONNU",
      "Le territoire est le département, une de ses communes (code INSEE) ou son territoire pilote (94-PILOTE).",
      {
        champ: "selection",
      },
    );
  if (au < du || daysBetween(du, au) >= JOURS_MAXIMUM)
    return Refus.de("PERIODE_INVALIDE", `Une campagne convoque sur ${JOURS_MAXIMUM} jours au plus, « au » compris.`, { champ: "au" });
  if (au < aujourdhui) return Refus.de("PERIODE_PASSEE", "Ces jours sont passés : personne ne peut plus y être convoqué.", { champ: "au" });
  const { rang, limite } = selection;
  if ((rang !== 1 && rang !== 2) || !Number.isInteger(limite) || limite < 1 || limite > LIMITE_MAXIMUM)
    return Refus.de("SELECTION_INVALIDE", `Le rang vaut 1 ou 2, et une campagne convoque de 1 à ${LIMITE_MAXIMUM} personnes.`, {
      champ: "selection",
    });
  return null;
}

/** Communes where the selected people live; null: the whole département. */
export function communesVoulues({ departement, territoire, communes }: Selection): string[] | null {
  const duTerritoire = communesDuTerritoire(territoire, departement) ?? null;
  if (communes === null) return duTerritoire;
  return duTerritoire === null ? communes : communes.filter((code) => duTerritoire.includes(code));
}
