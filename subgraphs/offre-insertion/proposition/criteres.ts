import type { CategorieParcours, Frein, Impact } from "../../shared/contrat/enums";
import { classesDAge } from "../offre/age-et-public";
import { CATEGORIES_SANS_FREIN } from "../offre/frein";
import { zonesDeLaCommune } from "../offre/zone";

/** A frein of the latest diagnostic and what it weighs. */
export interface ContrainteConnue {
  frein: Frein;
  impact: Impact;
  prioritaire: boolean;
}

/** What the allocataires subgraph says of a person, already filtered by the rights of the caller. */
export interface Criteres {
  codeInsee: string | null;
  parcours: string | null;
  age: number | null;
  freins: readonly Frein[];
  contraintes: readonly ContrainteConnue[];
}

/** The same criteria, as the statement takes them: two people who share them share the search. */
export interface CriteresDeRecherche {
  codeInsee: string | null;
  parcours: string | null;
  freins: Frein[];
  /** Weight of each frein, 0 to 1. */
  poids: number[];
  /** The frein of language and basic skills is known. */
  langue: boolean;
  /** Sum of age classes. */
  ages: number;
  zones: string[];
  proximites: number[];
}

const POIDS_IMPACT: Record<Impact, number> = { FORT: 1, MOYEN: 0.8, NON_RENSEIGNE: 0.8, FAIBLE: 0.6, AUCUN: 0.6 };
/** A frein that is not a priority weighs nine tenths of one that is. */
const NON_PRIORITAIRE = 0.9;

/** What a frein weighs in the score: its impact, then its priority; 1 when neither is told. */
export function poidsDuFrein(frein: Frein, contraintes: readonly ContrainteConnue[]): number {
  const contrainte = contraintes.find((c) => c.frein === frein);
  return contrainte ? POIDS_IMPACT[contrainte.impact] * (contrainte.prioritaire ? 1 : NON_PRIORITAIRE) : 1;
}

export function criteresDeRecherche(criteres: Criteres): CriteresDeRecherche {
  const zones = zonesDeLaCommune(criteres.codeInsee);
  const freins = [...new Set(criteres.freins)].sort();
  return {
    codeInsee: criteres.codeInsee,
    parcours: criteres.parcours,
    freins,
    poids: freins.map((frein) => poidsDuFrein(frein, criteres.contraintes)),
    langue: freins.includes("LANGUE_SAVOIRS_DE_BASE"),
    ages: classesDAge(criteres.age),
    zones: zones.map((z) => z.zone),
    proximites: zones.map((z) => z.proximite),
  };
}

export const CATEGORIES_PAR_PARCOURS: Record<CategorieParcours | "AUCUNE", string[]> = CATEGORIES_SANS_FREIN;
