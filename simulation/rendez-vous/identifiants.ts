import type { Contexte } from "../contexte";

/** Agents with openings in an organisme. */
const AGENTS_MAXIMUM = 2;
/** Ids of agents begin here: a series that no other id meets. */
const AGENTS = 600_000_000;

/** An id of the tools: those of two départements never meet. */
export const identifiant = (contexte: Contexte, n: number) => Number(contexte.territoire.departement) * 1_000_000_000 + n;

/** Those who work in RDV-Solidarités, as organismes of this type do. */
export const tientSonAgenda = (type: string | undefined): boolean => type === "DELEGATAIRE" || type === "MISSION_LOCALE";

export const nombreDAgents = (contexte: Contexte, code: string) => Math.min(AGENTS_MAXIMUM, contexte.referents.get(code) ?? 0);

/** Opaque id of an agent of an organisme, the same for a person each time. */
export function agentDe(contexte: Contexte, code: string, personne: number): number {
  const rang = contexte.territoire.organismes.findIndex((o) => o.code === code);
  return identifiant(contexte, AGENTS + rang * 10 + (personne % Math.max(1, nombreDAgents(contexte, code))));
}
