/** Replays rejects of data·inclusion (ids, or all): `rejouerRejets(ids | "tous", contexte)`. */
export { rejouer as rejouerRejets } from "./data-inclusion/import-rejets";
