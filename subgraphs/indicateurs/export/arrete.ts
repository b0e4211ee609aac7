import type { MesureLue } from "./mesures";
import { jourFrancais } from "./tableur/classeur";

/** On what day the figures of an export rest, and how firm they are. No clock: the same facts give the same day. */
export interface Arrete {
  /** The day of knowledge asked for; otherwise the last day of consolidation when all is consolidated; otherwise the day of the last fact. */
  le: string | null;
  etat: "PROVISOIRE" | "CONSOLIDE" | "SANS_MESURE";
}

/** @param faitsAu civil day of the last fact that the base has applied. */
export function arreteDe(mesures: readonly (MesureLue | null)[], connuLe: string | null, faitsAu: string | null): Arrete {
  const faites = mesures.filter((mesure) => mesure !== null);
  const consolidees = faites.length > 0 && faites.every(({ statut }) => statut === "CONSOLIDE");
  const etat = faites.length === 0 ? "SANS_MESURE" : consolidees ? "CONSOLIDE" : "PROVISOIRE";
  return { le: connuLe ?? (consolidees ? dernier(faites.map(({ consolideLe }) => consolideLe)) : faitsAu), etat };
}

const dernier = (jours: readonly (string | null)[]): string | null =>
  jours
    .flatMap((jour) => jour ?? [])
    .sort()
    .at(-1) ?? null;

const ETATS = { PROVISOIRE: "provisoire", CONSOLIDE: "consolidé", SANS_MESURE: "sans mesure" };

export const etatEnMots = ({ etat }: Arrete): string => ETATS[etat];

export const arreteEnMots = ({ le }: Arrete): string => (le === null ? "aucun fait reçu" : `faits connus au ${jourFrancais(le)}`);
