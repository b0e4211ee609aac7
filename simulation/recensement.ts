import { type Attendus, attendusVides, compter } from "./attendus";
import type { Jour } from "./calendrier";
import type { Contexte } from "./contexte";
import { DOSSIERS_PAR_FOYER } from "./foyer/dossiers";
import { changementsDe } from "./foyer/droits";
import { Ordre } from "./ordre";
import { messagesCollectifs } from "./rendez-vous/rendez-vous";
import { CAPACITE } from "./rendez-vous/reunions";
import type { Decision } from "./suivi/decisions";
import { decisionsDeLaVie, messagesDeLaVie, participationsDeLaVie, suitesDeLaVie, vieDe } from "./vie";

/** Most lines of one kind that a foyer can have. */
export const PAR_FOYER = 128;
/** Most rooms of a meeting, and messages of a room. */
const SALLES = 64;
const MESSAGES = 2;

/** When everything happens: ordinals only, so that memory hardly grows with the territory. */
export interface Recensement {
  /** Ordinals of the dossiers of each daily file (`foyer * DOSSIERS_PAR_FOYER + rang`). */
  quotidiens: Map<Jour, number[]>;
  /** `foyer * PAR_FOYER + rang`. */
  decisions: Ordre;
  /** Few: kept whole. */
  suites: Decision[];
  /** The same for individual appointments; `-1 - cible` of `cibleCollective` for the collective ones. */
  messages: Ordre;
  /** People of each room: `foyer * PAR_FOYER + rang` among her places in meetings. */
  salles: Map<number, number[]>;
  attendus: Attendus;
}

export const salleDe = (cible: number) => ({
  reunion: Math.floor(cible / MESSAGES / SALLES),
  salle: Math.floor(cible / MESSAGES) % SALLES,
  rang: cible % MESSAGES,
  cle: Math.floor(cible / MESSAGES),
});

/** Goes once over all foyers, without writing. */
export function recenser(contexte: Contexte, avancement: (fait: number) => void): Recensement {
  const r: Recensement = {
    quotidiens: new Map(),
    decisions: new Ordre(),
    suites: [],
    messages: new Ordre(),
    salles: new Map(),
    attendus: attendusVides(),
  };
  const reunions = new Map<number, number[]>();
  for (let index = 0; index < contexte.foyers; index++) {
    const vie = vieDe(contexte, index);
    const decisions = decisionsDeLaVie(contexte, vie);
    for (const [rang, { foyer, droits }] of (vie.seconde ? [vie, vie.seconde] : [vie]).entries())
      for (const jour of new Set(changementsDe(contexte, foyer, droits).map((c) => c.jour)))
        ranger(r.quotidiens, jour, index * DOSSIERS_PAR_FOYER + rang);
    for (const [rang, decision] of decisions.entries()) r.decisions.ajouter(decision.moment, index * PAR_FOYER + rang);
    for (const [rang, message] of messagesDeLaVie(contexte, vie).entries()) r.messages.ajouter(message.moment, index * PAR_FOYER + rang);
    for (const [rang, p] of participationsDeLaVie(vie).entries()) ranger(reunions, p.reunion.numero, index * PAR_FOYER + rang);
    r.suites.push(...suitesDeLaVie(contexte, vie));
    compter(r.attendus, contexte, vie, decisions);
    avancement(index);
  }
  r.suites.sort((a, b) => a.moment - b.moment);
  remplirLesSalles(contexte, reunions, r);
  return r;
}

function ranger(map: Map<number, number[]>, cle: number, valeur: number): void {
  const liste = map.get(cle);
  if (liste) liste.push(valeur);
  else map.set(cle, [valeur]);
}

function remplirLesSalles(contexte: Contexte, reunions: Map<number, number[]>, r: Recensement): void {
  for (const [numero, cibles] of [...reunions].sort(([a], [b]) => a - b)) {
    for (let salle = 0; salle * CAPACITE < cibles.length; salle++) {
      const cle = numero * SALLES + salle;
      r.salles.set(cle, cibles.slice(salle * CAPACITE, (salle + 1) * CAPACITE));
      for (const [rang, message] of messagesDeLaSalle(contexte, r.salles, cle).entries())
        r.messages.ajouter(message.moment, -1 - (cle * MESSAGES + rang));
      r.attendus.rendezVous.reunionsCollectives++;
    }
  }
}

/** Messages of a room, its people made again. */
export function messagesDeLaSalle(contexte: Contexte, salles: Recensement["salles"], cle: number) {
  const participants = (salles.get(cle) ?? []).map(
    (cible) => participationsDeLaVie(vieDe(contexte, Math.floor(cible / PAR_FOYER)))[cible % PAR_FOYER]!,
  );
  const reunion = contexte.agenda.reunions[Math.floor(cle / SALLES)]!;
  return messagesCollectifs(contexte, reunion, cle % SALLES, participants);
}
