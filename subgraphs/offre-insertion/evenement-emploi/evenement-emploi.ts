import { createHash } from "node:crypto";
import { communeNommee } from "../offre/zone";

/** An event of France Travail, as it is published. Instants. */
export interface EvenementEmploi {
  id: string;
  titre: string;
  description: string | null;
  debut: Date;
  fin: Date | null;
  /** ADIST: at a distance; ENPHY: on the spot; null: not said. */
  modalite: "ADIST" | "ENPHY" | null;
  codePostal: string | null;
  ville: string | null;
  presentiel: Places;
  distance: Places;
}
/** Null: France Travail does not count them. */
export interface Places {
  places: number | null;
  inscrits: number | null;
}

export interface SessionPubliee {
  id: string;
  offre: string;
  debut: string;
  fin: string | null;
  lieu: string | null;
  capacite: number | null;
  inscrits: number;
}

export const SOURCE = "france-travail-evenements";
/** The structure that carries them: France Travail names no organiser. */
export const STRUCTURE = "france-travail--evenements";
export const offreDe = (id: string): string => `france-travail-evenement--${id}`;

/** An id that an event of the journal can carry; the others cannot be offers. */
export const estPubliable = ({ id }: EvenementEmploi): boolean => /^\S{1,150}$/.test(id);

/** The event as a service of data·inclusion v1: what the catalogue holds, and scores. `aujourdhui`: civil date of the reading. */
export function ficheDeLEvenement(e: EvenementEmploi, departement: string, aujourdhui: string): Record<string, unknown> & { id: string } {
  return {
    id: offreDe(e.id),
    structure_id: STRUCTURE,
    source: SOURCE,
    nom: e.titre,
    description: e.description ?? e.titre,
    date_maj: aujourdhui,
    commune: e.ville,
    code_postal: e.codePostal,
    code_insee: e.ville && communeNommee(e.ville, departement),
    modes_accueil: modes(e),
    zone_eligibilite: e.modalite === "ADIST" ? null : [departement],
    departementLu: departement,
  };
}

function modes({ modalite }: EvenementEmploi): string[] | null {
  if (modalite === null) return null;
  return [modalite === "ADIST" ? "a-distance" : "en-presentiel"];
}

/** What an event says, whatever the day it is read: the same print is the same event. */
export const empreinteDeLEvenement = (e: EvenementEmploi): Buffer => createHash("sha256").update(JSON.stringify(e)).digest();

/** One session for those on the spot, one for those at a distance; one without a number of places when none is counted. */
export function sessionsDeLEvenement(e: EvenementEmploi): SessionPubliee[] {
  const commun = { offre: offreDe(e.id), debut: e.debut.toISOString(), fin: e.fin && e.fin > e.debut ? e.fin.toISOString() : null };
  const une = (mode: string, lieu: string | null, { places, inscrits }: Places): SessionPubliee => ({
    ...commun,
    id: idDeSession(e.id, mode),
    lieu,
    capacite: places,
    inscrits: Math.max(0, Math.min(inscrits ?? 0, places ?? Number.MAX_SAFE_INTEGER)),
  });
  const surPlace = e.presentiel.places === null ? [] : [une("ENPHY", e.ville, e.presentiel)];
  const aDistance = e.distance.places === null ? [] : [une("ADIST", "À distance", e.distance)];
  const comptees = [...surPlace, ...aDistance];
  return comptees.length > 0 ? comptees : [une("", e.modalite === "ADIST" ? "À distance" : e.ville, { places: null, inscrits: null })];
}

/** The same session keeps its id from one reading to the next: prescriptions name it. */
function idDeSession(id: string, mode: string): string {
  const hex = createHash("sha256").update(`${SOURCE} ${id} ${mode}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
