import { type DocumentNode, type GraphQLSchema, getNamedType, isInterfaceType, isObjectType, parse } from "graphql";
import type { Caller } from "../subgraphs/shared/identity";
import { type Alternatives, accessDirectives, scopesOf, shortName } from "./supergraph-directives";

/** What a field asks of its caller: every list of alternatives must be met. */
export interface Requirement {
  /** Rank among the requirements of the supergraph. */
  id: number;
  every: readonly Alternatives[];
}

/** The access directives of a supergraph, ready to be looked up by field. */
export class AccessRules {
  private readonly byField = new Map<string, Requirement>();
  private readonly known = new Map<string, Requirement>();

  /** @param schema the public schema: what a client can name. */
  constructor(supergraph: DocumentNode, schema: GraphQLSchema) {
    const directives = accessDirectives(supergraph);
    const asked = (coordinate: string): Alternatives[] =>
      (directives.get(coordinate) ?? []).map((directive) => (shortName(directive) === "requiresScopes" ? scopesOf(directive) : []));
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        const carriers = [`${type.name}.${field.name}`, type.name, getNamedType(field.type).name];
        // Through an interface the object is not known yet: what one of them asks is asked for all.
        if (isInterfaceType(type)) for (const object of schema.getPossibleTypes(type)) carriers.push(`${object.name}.${field.name}`);
        const every = carriers.flatMap(asked);
        if (every.length > 0) this.byField.set(carriers[0]!, this.interned(every));
      }
    }
  }

  of(type: string, field: string): Requirement | undefined {
    return this.byField.get(`${type}.${field}`);
  }

  private interned(every: Alternatives[]): Requirement {
    const key = JSON.stringify(every);
    let requirement = this.known.get(key);
    if (!requirement) {
      requirement = { id: this.known.size, every };
      this.known.set(key, requirement);
    }
    return requirement;
  }
}

export const meets = (caller: Caller, requirement: Requirement): boolean =>
  requirement.every.every((sets) => sets.length === 0 || sets.some((set) => set.every((scope) => caller.scopes.has(scope))));

/** What applies access directives. */
export interface Enforcer {
  /** Names of the directives that it applies. */
  enforces: readonly string[];
}

/** Refuses to start a gateway whose supergraph carries an access directive that nothing applies: it would serve the field to anyone. */
export function assertEnforced(supergraph: string, enforcers: readonly Enforcer[]): void {
  const enforced = new Set(enforcers.flatMap((one) => one.enforces));
  const missing = new Map<string, string>();
  for (const [coordinate, directives] of accessDirectives(parse(supergraph, { noLocation: true }))) {
    for (const directive of directives) if (!enforced.has(shortName(directive))) missing.set(shortName(directive), coordinate);
  }
  if (missing.size === 0) return;
  const list = [...missing].map(([directive, coordinate]) => `@${directive} (sur ${coordinate})`).join(", ");
  throw new Error(`La passerelle refuse de démarrer : le supergraphe porte ${list} et rien ne l’applique.`);
}
