import { civilDateOf } from "../../shared/civil-date";
import type { MesureLue } from "./mesures";
import { jourFrancais } from "./tableur/classeur";

/** On what day the figures of an export rest, and how firm they are. No clock: the same facts give the same day. */
export interface Arrete {
  /** The day of knowledge asked for; otherwise the last day of consolidation when all is consolidated; otherwise the day of the last fact. */
  le: string | null;
  etat: "PROVISOIRE" | "CONSOLIDE" | "SANS_MESURE";
}

export function arreteDe(mesures: readonly (MesureLue | null)[], connuLe: string | null): Arrete {
  const faites = mesures.filter((mesure) => mesure !== null);
  if (faites.length === 0) return { le: connuLe, etat: "SANS_MESURE" };
  const consolidees = faites.every(({ statut }) => statut === "CONSOLIDE");
  const etat = consolidees ? "CONSOLIDE" : "PROVISOIRE";
  if (connuLe !== null) return { le: connuLe, etat };
  if (consolidees) return { le: dernier(faites.map(({ consolideLe }) => consolideLe)), etat };
  return { le: dernier(faites.map(({ lignage }) => (lignage?.faitsJusquA ? civilDateOf(new Date(lignage.faitsJusquA)) : null))), etat };
}

const dernier = (jours: readonly (string | null)[]): string | null =>
  jours
    .flatMap((jour) => jour ?? [])
    .sort()
    .at(-1) ?? null;

const ETATS = { PROVISOIRE: "provisoire", CONSOLIDE: "consolidé", SANS_MESURE: "sans mesure" };

export const etatEnMots = ({ etat }: Arrete): string => ETATS[etat];

export const arreteEnMots = ({ le }: Arrete): string => (le === null ? "aucun fait reçu" : `faits connus au ${jourFrancais(le)}`);
