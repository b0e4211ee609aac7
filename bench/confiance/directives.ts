import { parse, print, visit } from "graphql";

const DROITS = new Set(["authenticated", "requiresScopes", "donnee"]);

/** The SDL of a subgraph without what says who may read: the gateway then has nothing to apply. */
export const sansDirectives = (sdl: string): string =>
  print(visit(parse(sdl, { noLocation: true }), { Directive: (node) => (DROITS.has(node.name.value) ? null : undefined) }));
