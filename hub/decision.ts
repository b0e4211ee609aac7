import { type DocumentNode, type GraphQLSchema, isUnionType, parse } from "graphql";
import { civilDateOf } from "../subgraphs/shared/civil-date";
import type { Caller } from "../subgraphs/shared/identity";
import type { ContexteImport } from "../subgraphs/shared/import";
import type { NirCipher } from "../subgraphs/shared/nir-cipher";
import { newOperation } from "../subgraphs/shared/operation";
import type { Subgraph } from "../subgraphs/shared/subgraph";

/** What applying decisions needs: an import's context and the subgraphs that own the mutations. */
export interface DecisionsContext extends ContexteImport {
  subgraphs: Subgraph[];
  /** Seals what is kept of a rejected line. */
  nirCipher: NirCipher;
}

/** One line of a file of decisions. `le`: RFC 3339 instant at which the use case runs. */
export interface Decision {
  le: string;
  client: string;
  mutation: string;
  variables: Record<string, unknown>;
}

/** `code` null: applied, or `rejouee` when its key had already been; `resultat`: id of the fact, when it has one.
 * Otherwise the refusal (`prevu`) or the error, and the département of the client when it is known. */
export type DecisionOutcome =
  | { code: null; rejouee: boolean; resultat: string | null }
  | { code: string; message: string; departement: string | null; prevu?: boolean };

interface MutationEntry {
  subgraph: Subgraph;
  /** Documents by the set of arguments given: each is parsed once. */
  documents: Map<string, DocumentNode>;
}

/** The mutations of the hub and the subgraph that owns each. */
export type MutationIndex = Map<string, MutationEntry>;

export function mutationIndex(subgraphs: Subgraph[]): MutationIndex {
  const index: MutationIndex = new Map();
  for (const subgraph of subgraphs) {
    for (const name of Object.keys(subgraph.schema.getMutationType()?.getFields() ?? {}))
      index.set(name, { subgraph, documents: new Map() });
  }
  return index;
}

export interface ApplyContext {
  index: MutationIndex;
  callers: Map<string, Caller>;
  /** UUID of each reference: `dossier:<NUMDEMRSA>/<ROLE>`, or `decision:<key>` of a line above. */
  ids: { get(reference: string): string | undefined };
  /** The clock of the hub: a use case never runs on a day to come, whose delays are not over. */
  maintenant: Date;
}

/** Begins the reference to what another line of the file made. */
export const MADE_BY = "decision:";
const isReference = (value: unknown): value is string =>
  typeof value === "string" && (value.startsWith("dossier:") || value.startsWith(MADE_BY));

/** Runs one decision through its use case, as its client and with the clock at `le`. */
export async function applyDecision(decision: Decision, { index, callers, ids, maintenant }: ApplyContext): Promise<DecisionOutcome> {
  const caller = callers.get(decision.client);
  if (!caller) return { code: "CLIENT_INCONNU", message: `Le client « ${decision.client} » n’est pas enregistré.`, departement: null };
  const departement = caller.departement === "*" ? null : caller.departement;
  const at = new Date(decision.le);
  if (at > maintenant && civilDateOf(at) > civilDateOf(maintenant))
    return { code: "DATE_FUTURE", message: "« le » est dans le futur : une décision s’importe quand elle a été prise.", departement };
  const unknown = Object.values(decision.variables).find((value) => isReference(value) && ids.get(value) === undefined);
  if (unknown)
    return isReference(unknown) && unknown.startsWith(MADE_BY)
      ? { code: "DECISION_INCONNUE", message: `Aucune ligne appliquée plus haut dans le fichier n’a fait « ${unknown} ».`, departement }
      : { code: "PERSONNE_INCONNUE", message: `Aucune personne pour « ${unknown} ».`, departement };
  const variables = Object.fromEntries(
    Object.entries(decision.variables).map(([name, value]) => [name, ids.get(value as string) ?? value]),
  );
  return runUseCase({ mutation: decision.mutation, variables, at }, caller, index);
}

/** Runs a mutation through its use case, as a caller and with the clock at an instant. */
export async function runUseCase(
  { mutation, variables, at }: { mutation: string; variables: Record<string, unknown>; at: Date },
  caller: Caller,
  index: MutationIndex,
): Promise<DecisionOutcome> {
  const departement = caller.departement === "*" ? null : caller.departement;
  const entry = index.get(mutation);
  if (!entry) return { code: "MUTATION_INCONNUE", message: `La mutation « ${mutation} » n’existe pas.`, departement };
  const document = documentOf(mutation, Object.keys(variables), entry);
  if (typeof document === "string") return { code: "ARGUMENT_INCONNU", message: document, departement };
  let rejouee = false;
  const onReplay = () => {
    rejouee = true;
  };
  const operation = newOperation(mutation);
  const answer = await entry.subgraph.execute({ document, variables, caller, operation, now: () => at, onReplay });
  if (answer.errors?.[0])
    return { code: String(answer.errors[0].extensions?.code ?? "ERREUR"), message: answer.errors[0].message, departement };
  const result = answer.data?.[mutation] as { __typename: string; id?: string; code?: string; message?: string };
  return result.__typename === "Refus"
    ? { code: result.code!, message: result.message!, departement, prevu: true }
    : { code: null, rejouee, resultat: result.id ?? null };
}

function documentOf(mutation: string, names: string[], entry: MutationEntry): DocumentNode | string {
  const key = names.join(",");
  let document: DocumentNode | string | undefined = entry.documents.get(key);
  if (document) return document;
  document = writeDocument(mutation, names, entry.subgraph.schema);
  if (typeof document !== "string") entry.documents.set(key, document);
  return document;
}

function writeDocument(mutation: string, names: string[], schema: GraphQLSchema): DocumentNode | string {
  const field = schema.getMutationType()!.getFields()[mutation]!;
  const unknown = names.find((name) => !field.args.some((argument) => argument.name === name));
  if (unknown) return `L’argument « ${unknown} » n’existe pas dans ${mutation}.`;
  const given = field.args.filter((argument) => names.includes(argument.name));
  const variables = given.map((argument) => `$${argument.name}: ${argument.type}`).join(", ");
  const values = given.map((argument) => `${argument.name}: $${argument.name}`).join(", ");
  const union = "ofType" in field.type ? field.type.ofType : field.type;
  const members = isUnionType(union) ? union.getTypes() : [];
  const facts = members.filter((type) => type.name !== "Refus" && type.getFields().id).map((type) => `... on ${type.name} { id }`);
  const refusal = members.length > 0 ? "... on Refus { code message }" : "";
  return parse(`mutation ${mutation}(${variables}) { ${mutation}(${values}) { __typename ${facts.join(" ")} ${refusal} } }`);
}
