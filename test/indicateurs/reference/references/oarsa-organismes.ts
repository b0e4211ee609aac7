import { TYPES_ORGANISME } from "../organismes";
import type { Vue } from "../vue";

/** OARSA parts organismes in two: those of the service public de l’emploi, and the others. */

export type Secteur = "SPE" | "HORS_SPE" | null;
export const typeDe = (organisme: string | null): string | null => (organisme === null ? null : (TYPES_ORGANISME[organisme] ?? null));
export const SPE = ["FRANCE_TRAVAIL", "MISSION_LOCALE", "CAP_EMPLOI"];
export const secteurDuType = (type: string | null): Secteur => (type === null ? null : SPE.includes(type) ? "SPE" : "HORS_SPE");
export const secteur = (organisme: string | null): Secteur => secteurDuType(typeDe(organisme));
/** The cuts of OARSA alone. */
export const coupes = (v: Vue, organisme: string | null) => ({ niveauEtude: v.profil.niveauEtude, secteur: secteur(organisme) });
