import type { Contexte } from "./contexte";
import { type Dossier, secondeDemande } from "./foyer/dossiers";
import { droitsDe } from "./foyer/droits";
import { foyerDe } from "./foyer/foyer";
import type { Droits, Foyer } from "./foyer/foyer-modele";
import { type Message, messagesDe, type Participant } from "./rendez-vous/rendez-vous";
import type { Reunion } from "./rendez-vous/reunions";
import { type Decision, decisionsDe } from "./suivi/decisions";
import type { Suivi } from "./suivi/fait";
import { suitesDe } from "./suivi/suites";
import { suivisDe } from "./suivi/suivi";

/** All that happens to a foyer. Made again from its ordinal each time it is needed: nothing is kept between two files. */
export interface Vie {
  foyer: Foyer;
  droits: Droits;
  suivis: Suivi[];
  /** Another request after a closure, or null. Nobody is followed for it. */
  seconde: Dossier | null;
}

export function vieDe(contexte: Contexte, index: number): Vie {
  const foyer = foyerDe(contexte, index);
  const droits = droitsDe(contexte, foyer);
  return { foyer, droits, suivis: suivisDe(contexte, foyer, droits), seconde: secondeDemande(contexte, { foyer, droits }) };
}

export const decisionsDeLaVie = (contexte: Contexte, vie: Vie): Decision[] =>
  vie.suivis.flatMap((suivi) => decisionsDe(contexte, vie.foyer, suivi));

export const suitesDeLaVie = (contexte: Contexte, vie: Vie): Decision[] =>
  vie.suivis.flatMap((suivi) => suitesDe(contexte, vie.foyer, suivi));

export const messagesDeLaVie = (contexte: Contexte, vie: Vie): Message[] =>
  vie.suivis.flatMap((suivi) => messagesDe(contexte, vie.foyer, suivi));

/** Places in collective meetings, in order. */
export const participationsDeLaVie = (vie: Vie): (Participant & { reunion: Reunion })[] =>
  vie.suivis.flatMap((suivi) =>
    suivi.convocations.flatMap((rdv, essai) => (rdv.reunion ? [{ foyer: vie.foyer, suivi, rdv, essai, reunion: rdv.reunion }] : [])),
  );
