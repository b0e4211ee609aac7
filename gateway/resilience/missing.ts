import { GraphQLError } from "graphql";
import type { Reessai } from "../../subgraphs/shared/reessai";
import { SubgraphAwayError, SubgraphRefusedError } from "../subgraph-executor";
import { NotAskedError } from "./guard";

export interface MissingPart {
  subgraph: string;
  requestId: string;
  /** True for a mutation. */
  changes: boolean;
}

/** What the client reads where a subgraph did not answer: the code, what was done, and when to come back. */
export function missing(cause: Error, { subgraph, requestId, changes }: MissingPart): GraphQLError {
  const mayBeDone = changes && (cause instanceof SubgraphAwayError ? cause.left : !begunNowhere(cause));
  const reessai: Reessai = mayBeDone ? "AVEC_LA_MEME_CLE" : "TEL_QUEL";
  const after = cause instanceof NotAskedError ? { attendreSecondes: Math.max(1, Math.ceil(cause.afterMs / 1_000)) } : {};
  const code = cause instanceof NotAskedError && cause.why === "surcharge" ? "SURCHARGE" : "SOUS_GRAPHE_INDISPONIBLE";
  return new GraphQLError(sentence(subgraph, code, changes, mayBeDone), {
    extensions: { code, sousGraphe: subgraph, requete: requestId, reessai, ...after },
  });
}

const begunNowhere = (cause: Error): boolean => cause instanceof NotAskedError || cause instanceof SubgraphRefusedError;

function sentence(subgraph: string, code: string, changes: boolean, mayBeDone: boolean): string {
  const who = `Le service « ${subgraph} »`;
  if (mayBeDone)
    return `${who} n’a pas répondu : la modification a peut-être été enregistrée. Renvoyez-la avec la même clé d’idempotence, elle ne sera appliquée qu’une fois.`;
  const how = code === "SURCHARGE" ? "a trop de demandes en attente" : "ne répond pas";
  return changes
    ? `${who} ${how} : rien n’a été modifié, réessayez dans un instant.`
    : `${who} ${how} : cette partie de la réponse manque, réessayez dans un instant.`;
}
