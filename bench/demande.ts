import { civilDateOf, isoWeek } from "../subgraphs/shared/civil-date";

/** What the showcase query asks (vitrine.ts), for the servers that do not read GraphQL or that read it without a federation. */
export const DEPARTEMENT = "94";
export const COMMUNE = "94028";
export const PERSONNES = 50;
export const RENDEZ_VOUS = 20;
export const OFFRES = 3;
export const SEMAINE = isoWeek("2026-W46")!;
export const PERIODE = { debut: "2026-01-01", fin: "2026-12-31" };
export const aujourdhui = (): string => civilDateOf(new Date());
