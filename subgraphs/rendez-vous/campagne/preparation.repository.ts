import type { Transaction } from "../../shared/database";
import { civilDateIn, zoneOf } from "../../shared/time-zone";
import { premierJourPossible, type ReglesConvocation } from "../convocation/regles-convocation";
import { bornesDesJours } from "../creneau/lecture-creneaux.repository";
import type { Reunion } from "../reunion/reunion";
import { lireReunions } from "../reunion/reunion.repository";
import { candidates } from "./candidates.repository";
import { type Affectation, repartir } from "./repartir";
import type { DemandeCampagne } from "./selection";
import { communesPilotes } from "./territoires";

const REUNIONS_MAXIMUM = 2_000;

export interface Preparation {
  affectations: Affectation[];
  reunions: Reunion[];
  premierJour: string;
  /** Places of the meetings that leave the delay and the notice. */
  placesLibres: number;
}

/** What a campaign would do now: places first, then people. It writes nothing. A constant number of statements. */
export async function preparer(tx: Transaction, d: DemandeCampagne, regles: ReglesConvocation, maintenant: Date): Promise<Preparation> {
  const { selection, famille, canal } = d;
  const { departement, rang, sansOrientation, partout, limite } = selection;
  const { debut, fin } = bornesDesJours(departement, d.du, d.au);
  const du = debut > maintenant ? debut : maintenant;
  const reunions = await lireReunions(tx, { departement, famille, du, au: fin, codeInsee: null }, REUNIONS_MAXIMUM);
  const premierJour = premierJourPossible(canal, maintenant, departement, regles);
  const people = await candidates(tx, selection, { famille, canal }, maintenant);
  const zone = zoneOf(departement);
  const aTemps = reunions.filter((r) => civilDateIn(r.debut, zone) >= premierJour);
  const placesLibres = aTemps.reduce((n, r) => n + r.restantes, 0);
  const ensemble = { rang: rang as 1 | 2, sansOrientation, zone, premierJour, territoire: new Set(communesPilotes()), partout };
  return { affectations: repartir(people, reunions, ensemble, limite), reunions, premierJour, placesLibres };
}
