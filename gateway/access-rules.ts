import { type DocumentNode, type GraphQLSchema, getNamedType, isInterfaceType, isObjectType, parse } from "graphql";
import { CLASSES } from "../subgraphs/shared/droits/classes";
import type { Demand, FieldError, FieldRules } from "../subgraphs/shared/droits/demand";
import type { Caller } from "../subgraphs/shared/identity";
import { type Alternatives, accessDirectives, classeOf, scopesOf, shortName } from "./supergraph-directives";

/** Scopes that a field asks of its caller: every list of alternatives must be met. */
export class Requirement implements Demand {
  readonly id: string;

  /** @param rank among the requirements of the supergraph. */
  constructor(
    rank: number,
    readonly every: readonly Alternatives[],
  ) {
    this.id = `droits:${rank}`;
  }

  meets(caller: Caller): boolean {
    return this.every.every((sets) => sets.length === 0 || sets.some((set) => set.every((scope) => caller.scopes.has(scope))));
  }

  error(): FieldError {
    const wanted = this.every
      .filter((sets) => sets.length > 0)
      .map((sets) => sets.map((set) => set.join(" et ")).join(" ou "))
      .join(", puis ");
    const scopes = this.every.flatMap((sets) => sets.map((set) => [...set]));
    return { message: `Le jeton ne porte pas le droit « ${wanted} ».`, extensions: { code: "FORBIDDEN", scopes } };
  }
}

/** The access directives of a supergraph, ready to be looked up by field. */
export class AccessRules implements FieldRules {
  private readonly byField = new Map<string, readonly Requirement[]>();
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
        if (every.length > 0) this.byField.set(carriers[0]!, [this.interned(every)]);
      }
    }
  }

  demandsOf(type: string, field: string): readonly Requirement[] {
    return this.byField.get(`${type}.${field}`) ?? [];
  }

  private interned(every: Alternatives[]): Requirement {
    const key = JSON.stringify(every);
    let requirement = this.known.get(key);
    if (!requirement) {
      requirement = new Requirement(this.known.size, every);
      this.known.set(key, requirement);
    }
    return requirement;
  }
}

/** What applies access directives. */
export interface Enforcer {
  /** Names of the directives that it applies. */
  enforces: readonly string[];
}

/** Refuses to start a gateway whose supergraph carries an access directive that nothing applies, or a class of data that nobody knows:
 * it would serve the field to anyone. */
export function assertEnforced(supergraph: string, enforcers: readonly Enforcer[]): void {
  const enforced = new Set(enforcers.flatMap((one) => one.enforces));
  const missing = new Map<string, string>();
  const unknown: string[] = [];
  for (const [coordinate, directives] of accessDirectives(parse(supergraph, { noLocation: true }))) {
    for (const directive of directives) {
      if (!enforced.has(shortName(directive))) missing.set(shortName(directive), coordinate);
      if (shortName(directive) === "donnee" && !CLASSES.includes(classeOf(directive) as never)) unknown.push(coordinate);
    }
  }
  if (missing.size > 0) {
    const list = [...missing].map(([directive, coordinate]) => `@${directive} (sur ${coordinate})`).join(", ");
    throw new Error(`La passerelle refuse de démarrer : le supergraphe porte ${list} et rien ne l’applique.`);
  }
  if (unknown.length > 0) throw new Error(`La passerelle refuse de démarrer : classe de donnée inconnue sur ${unknown.join(", ")}.`);
}
