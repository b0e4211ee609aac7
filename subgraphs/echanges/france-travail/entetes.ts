import type { AgentAppelant } from "./api-usager";

/** What a batch says of itself where nothing is told. */
const PAR_DEFAUT = "BATCH";

/** A header value that France Travail accepts: printable ASCII (accents taken off), no `|`, no line end, never empty.
 * A missing pa-* header is answered by a 302, an empty one by a 401. */
export function valeurEntete(valeur: string): string {
  const ascii = valeur
    .replace(/œ/g, "oe")
    .replace(/Œ/g, "OE")
    .replace(/æ/g, "ae")
    .replace(/Æ/g, "AE")
    .replace(/[’‘]/g, "'")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[|]/g, "-")
    .replace(/[^\x20-\x7e]+/g, " ")
    .replace(/ {2,}/g, " ")
    .trim();
  return ascii === "" ? PAR_DEFAUT : ascii;
}

/** The headers that tell who calls. */
export const entetesAgent = (agent: AgentAppelant): Record<string, string> => ({
  "pa-identifiant-agent": valeurEntete(agent.identifiant),
  "pa-nom-agent": valeurEntete(agent.nom),
  "pa-prenom-agent": valeurEntete(agent.prenom),
});
