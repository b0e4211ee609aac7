import type { GraphQLError } from "graphql";
import type { RequestContext } from "./context";
import type { GuardedRequest } from "./droits/subgraph-guard";
import type { Operation } from "./operation";
import { personnesDemandees } from "./veille/personnes-demandees";
import type { DemandeRefusee } from "./veille/refus";
import type { Veille } from "./veille/veille";

/** A demand that a subgraph may refuse. */
interface Asked {
  /** Name of the subgraph. */
  lieu: string;
  request: GuardedRequest & { operation: Operation; now?: () => Date };
  /** Coordinates asked: read only of what is refused. */
  champs(): readonly string[];
}

/** Notes that a demand was refused, whomever it is about. Nothing without a caller: nobody is nobody's client. */
export function noteRefusal(veille: Veille | undefined, asked: Asked, told: Pick<DemandeRefusee, "motif"> & Partial<DemandeRefusee>): void {
  const { caller, operation, document, variables, now } = asked.request;
  if (!caller) return;
  veille?.refus?.noter({
    operation,
    lieu: asked.lieu,
    caller,
    champs: asked.champs(),
    demandees: personnesDemandees(document, variables),
    numeros: [],
    perimetre: null,
    le: now?.() ?? new Date(),
    ...told,
  });
}

/** Notes what an operation was refused, once it ended: a right, or somebody who was asked for and reads as unknown. One row at most.
 * A quota that stops is noted by the gateway, which refuses the whole answer. */
export function noteRefusals(veille: Veille | undefined, asked: Asked, context: RequestContext, errors: readonly GraphQLError[]): void {
  const { personnes, refusDeDroits, reach } = context;
  const forbidden = errors.some(({ extensions }) => extensions.code === "FORBIDDEN") ? "FORBIDDEN" : null;
  const motif = refusDeDroits ?? forbidden;
  if (motif) noteRefusal(veille, asked, { motif });
  if (motif || !reach) return;
  if (personnes.refusees.size + personnes.numeros.length === 0) return;
  if (errors.some(({ extensions }) => extensions.code === "QUOTA_PERSONNES")) return;
  noteRefusal(veille, asked, {
    motif: "HORS_PERIMETRE",
    demandees: [...personnes.refusees],
    numeros: personnes.numeros,
    perimetre: reach,
  });
}
