import type { Contexte } from "./contexte";
import { type Decision, decisionsDe } from "./decisions";
import { type Droits, droitsDe } from "./droits";
import type { Suivi } from "./fait";
import { type Foyer, foyerDe } from "./foyer";
import { type Message, messagesDe, type Participant } from "./rendez-vous";
import type { Reunion } from "./reunions";
import { suivisDe } from "./suivi";

/** All that happens to a foyer. Made again from its ordinal each time it is needed: nothing is kept between two files. */
export interface Vie {
  foyer: Foyer;
  droits: Droits;
  suivis: Suivi[];
}

export function vieDe(contexte: Contexte, index: number): Vie {
  const foyer = foyerDe(contexte, index);
  const droits = droitsDe(contexte, foyer);
  return { foyer, droits, suivis: suivisDe(contexte, foyer, droits) };
}

export const decisionsDeLaVie = (contexte: Contexte, vie: Vie): Decision[] =>
  vie.suivis.flatMap((suivi) => decisionsDe(contexte, vie.foyer, suivi));

export const messagesDeLaVie = (contexte: Contexte, vie: Vie): Message[] =>
  vie.suivis.flatMap((suivi) => messagesDe(contexte, vie.foyer, suivi));

/** Places in collective meetings, in order. */
export const participationsDeLaVie = (vie: Vie): (Participant & { reunion: Reunion })[] =>
  vie.suivis.flatMap((suivi) =>
    suivi.convocations.flatMap((rdv, essai) => (rdv.reunion ? [{ foyer: vie.foyer, suivi, rdv, essai, reunion: rdv.reunion }] : [])),
  );
