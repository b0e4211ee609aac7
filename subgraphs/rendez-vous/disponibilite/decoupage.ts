import { civilDateIn } from "../../shared/time-zone";
import { isHoliday } from "../../shared/working-days";
import type { FamilleMotif, Modalite } from "../correspondances-rdv";
import { DUREE_CRENEAU, type Durees, dureesParDefaut } from "../duree/durees";
import { defautHeures, etendre, type Fenetre, type Intervalle } from "./expansion";
import type { AbsenceRecue, PlageRecue } from "./plage";

/** An opening gives at most this many slots over the horizon: more is a mistake, or an attack. */
export const CRENEAUX_PAR_PLAGE = 5_000;

/** A slot of one agenda, before those of a place are put together. */
export interface CreneauDAgenda {
  famille: FamilleMotif;
  modalite: Modalite;
  debut: Date;
  fin: Date;
  agenda: string;
  places: number;
}

/** Key of an agent, as an appointment and an opening both say it; it names no one. */
export const agendaDAgent = (systeme: string, agent: string): string => `${systeme} ${agent}`;

/** Whose time an opening takes: its agent's, else its own. An agent entered in the hub is one of her organisme. */
export function agendaDePlage({ systeme, organisme, agent, identifiant }: PlageRecue): string {
  if (agent === null) return `PLAGE ${systeme} ${identifiant}`;
  return agendaDAgent(systeme, systeme === "HUB" ? `${organisme} ${agent}` : agent);
}

/** True when an absence is that of the opening's agent, or closes its organisme. */
export function concerne(absence: AbsenceRecue, plage: PlageRecue): boolean {
  if (absence.agent === null) return absence.organisme === plage.organisme;
  if (absence.systeme !== plage.systeme || absence.agent !== plage.agent) return false;
  return absence.systeme !== "HUB" || absence.organisme === plage.organisme;
}

/** Kinds of slot that an opening serves, each once; a collective motif is no slot to take alone. */
function genres(plage: PlageRecue, jour: string, durees: Durees) {
  const vus = new Map<string, { famille: FamilleMotif; modalite: Modalite; minutes: number }>();
  for (const { famille, modalite, dureeMinutes, collectif } of plage.motifs) {
    const minutes = dureeMinutes ?? durees(famille, jour);
    if (!collectif && minutes >= DUREE_CRENEAU.minimum && minutes <= DUREE_CRENEAU.maximum)
      vus.set(`${famille} ${modalite} ${minutes}`, { famille, modalite, minutes });
  }
  return [...vus.values()];
}

/** The slots of an opening: cut from its start in the length of each motif that day, none on a public holiday nor in an absence.
 * @param absences those that concern it.  @param durees of its département, for the motifs whose length nobody says. @returns null when it gives more than `CRENEAUX_PAR_PLAGE`. */
export function creneauxDePlage(
  plage: PlageRecue,
  absences: readonly Intervalle[],
  fenetre: Fenetre,
  durees: Durees = dureesParDefaut,
): CreneauDAgenda[] | null {
  if (defautHeures(plage)) return [];
  const ouvertures = etendre(plage, fenetre).filter(
    ({ debut }) => plage.joursFeries || !isHoliday(civilDateIn(debut, plage.fuseau), plage.departement),
  );
  const [agenda, places] = [agendaDePlage(plage), plage.places ?? 1];
  const creneaux: CreneauDAgenda[] = [];
  for (const ouverture of ouvertures) {
    for (const { minutes, ...genre } of genres(plage, civilDateIn(ouverture.debut, plage.fuseau), durees)) {
      const duree = minutes * 60_000;
      for (let debut = ouverture.debut.getTime(); debut + duree <= ouverture.fin.getTime(); debut += duree) {
        const creneau = { ...genre, debut: new Date(debut), fin: new Date(debut + duree), agenda, places };
        if (absences.some((absence) => absence.debut < creneau.fin && creneau.debut < absence.fin)) continue;
        if (creneaux.push(creneau) > CRENEAUX_PAR_PLAGE) return null;
      }
    }
  }
  return creneaux;
}

/** A slot of a place: the agendas that give it, each with its places. */
export interface CreneauDeSite extends Omit<CreneauDAgenda, "agenda" | "places"> {
  agendas: { agenda: string; places: number }[];
}

/** Puts together the slots of a place at the same hour. An agent whom two openings say free at that hour counts once. */
export function assembler(creneaux: readonly CreneauDAgenda[]): CreneauDeSite[] {
  const sites = new Map<string, CreneauDeSite>();
  for (const { agenda, places, ...creneau } of creneaux) {
    const cle = [creneau.famille, creneau.modalite, creneau.debut.getTime(), creneau.fin.getTime()].join(" ");
    const site = sites.get(cle) ?? { ...creneau, agendas: [] };
    sites.set(cle, site);
    const meme = site.agendas.find((a) => a.agenda === agenda);
    if (!meme) site.agendas.push({ agenda, places });
    else meme.places = Math.max(meme.places, places);
  }
  return [...sites.values()];
}
