import { type Jour, joursOuvres } from "../calendrier";
import { Hasard } from "../hasard";
import type { Territoire } from "../territoire/territoire";

/** One collective meeting of the Département: people are convened to it together. */
export interface Reunion {
  numero: number;
  codeInsee: string;
  jour: Jour;
  secondes: number;
  dureeMinutes: number;
}

export interface Agenda {
  reunions: readonly Reunion[];
  /** A meeting of the commune from that day on, or null after the end of the agenda. */
  aPartirDe(codeInsee: string, jour: Jour, h: Hasard): Reunion | null;
}

/** People in a meeting: beyond, a second room is opened. */
export const CAPACITE = 40;
const CAPACITE_MIN = 20;
/** Meetings a month in the three communes of the contract, 8 749 foyers (fiche I.V2.1). */
const PAR_MOIS = 30;
const FOYERS_DU_CONTRAT = 8749;
const OUVRES_PAR_MOIS = 21;
/** The agenda goes on after the end of the year: appointments to come. */
const HORIZON = 30;

/** Capacity shown for a meeting of so many people. */
export const capaciteDe = (participants: number): number => Math.min(CAPACITE, Math.max(CAPACITE_MIN, Math.ceil(participants / 5) * 5));

export function agendaCollectif(p: { graine: string; territoire: Territoire; foyers: number; debut: Jour; fin: Jour }): Agenda {
  const reunions: Reunion[] = [];
  const parCommune = new Map<string, Reunion[]>();
  const total = p.territoire.communes.reduce((somme, c) => somme + c.foyers, 0);
  const jours = joursOuvres(p.debut + 1, p.fin + HORIZON);
  for (const commune of p.territoire.communes) {
    const h = new Hasard(p.graine, p.territoire.departement, "reunions", commune.codeInsee);
    const parJour = Math.max(0.1, ((PAR_MOIS / OUVRES_PAR_MOIS) * (p.foyers / FOYERS_DU_CONTRAT) * commune.foyers) / total);
    const liste: Reunion[] = [];
    jours.forEach((jour, rang) => {
      const nombre = Math.floor((rang + 1) * parJour) - Math.floor(rang * parJour);
      for (let i = 0; i < nombre; i++) {
        const reunion = {
          numero: reunions.length,
          codeInsee: commune.codeInsee,
          jour,
          secondes: h.choix([9, 10, 14]) * 3600 + h.choix([0, 1800]),
          dureeMinutes: 90,
        };
        reunions.push(reunion);
        liste.push(reunion);
      }
    });
    parCommune.set(commune.codeInsee, liste);
  }
  return { reunions, aPartirDe: (codeInsee, jour, h) => prochaine(parCommune.get(codeInsee) ?? [], jour, h) };
}

/** Any of the meetings of the next week, else the first one after. */
function prochaine(liste: readonly Reunion[], jour: Jour, h: Hasard): Reunion | null {
  let [bas, haut] = [0, liste.length];
  while (bas < haut) {
    const milieu = (bas + haut) >> 1;
    if ((liste[milieu] as Reunion).jour < jour) bas = milieu + 1;
    else haut = milieu;
  }
  let dernier = bas;
  while (dernier + 1 < liste.length && (liste[dernier + 1] as Reunion).jour < jour + 5) dernier++;
  const tirage = h.reel();
  return liste[bas + Math.floor(tirage * (dernier - bas + 1))] ?? null;
}
