import { composeServices, transformSupergraphToPublicSchema } from "@theguild/federation-composition";
import { type DocumentNode, parse, print } from "graphql";

/** What the composer needs of a subgraph. */
export interface SubgraphSdl {
  name: string;
  sdl: string;
}

/** The subgraphs do not fit together. The message is one sentence for each reason. */
export class CompositionError extends Error {}

/** Composes subgraphs into a supergraph SDL. Addresses are left out of it: `in-process.invalid` never resolves.
 * Errors: CompositionError. */
export function composeSupergraph(subgraphs: readonly SubgraphSdl[]): string {
  const services = subgraphs.map(({ name, sdl }) => ({ name, url: `http://in-process.invalid/${name}`, typeDefs: parsed(name, sdl) }));
  const result = composeServices(services);
  if (result.errors?.length) throw new CompositionError(sentences(result.errors.map((error) => error.message)));
  return result.supergraphSdl!;
}

/** The API that partners see: the supergraph without its plumbing and without what is `@inaccessible`. */
export function publicSchemaOf(supergraph: string): string {
  return `${print(transformSupergraphToPublicSchema(parse(supergraph)))}\n`;
}

function parsed(name: string, sdl: string): DocumentNode {
  try {
    return parse(sdl, { noLocation: true });
  } catch (error) {
    throw new CompositionError(sentences([`[${name}] ${(error as Error).message}`]));
  }
}

function sentences(reasons: string[]): string {
  const plural = reasons.length > 1;
  const lines = reasons.map((reason) => `  - ${reason.endsWith(".") ? reason : `${reason}.`}`);
  return `Les sous-graphes ne se composent pas (${reasons.length} raison${plural ? "s" : ""}) :\n${lines.join("\n")}`;
}
