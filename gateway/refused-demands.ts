import { randomUUID } from "node:crypto";
import { type GraphQLSchema, getNamedType, isCompositeType, isInterfaceType, isObjectType, Kind, type SelectionSetNode } from "graphql";
import type { Clock } from "../subgraphs/shared/clock";
import type { ClassRules } from "../subgraphs/shared/droits/class-rules";
import type { ClasseDonnee } from "../subgraphs/shared/droits/classes";
import type { FieldError } from "../subgraphs/shared/droits/demand";
import type { Caller } from "../subgraphs/shared/identity";
import type { Operation } from "../subgraphs/shared/operation";
import { personnesDemandees } from "../subgraphs/shared/veille/personnes-demandees";
import type { RegistreDesRefus } from "../subgraphs/shared/veille/refus";
import type { PreparedOperation } from "./documents";
import { InvalidRequest, Refusal } from "./refusal";

/** An operation that a client asked. */
interface Asking {
  caller: Caller | null;
  operation: Pick<PreparedOperation, "document" | "definition">;
  variables: Record<string, unknown>;
  told: Pick<Operation, "id" | "name" | "requestId">;
}

const PERSONAL: readonly ClasseDonnee[] = ["IDENTITE", "SOCIALE", "SANTE", "NIR"];
/** Where data are, and not data. */
const PLUMBING = /^(PageInfo|.*Connection|.*Edge)$/;

/** Notes what the gateway refused of what says something of people: one row an operation. */
export class RefusedDemands {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly classes: ClassRules,
    private readonly register: RegistreDesRefus,
    private readonly clock: Clock,
  ) {}

  /** Some fields were refused: a scope, a class that the purpose does not open. */
  fields(asking: Asking, errors: readonly FieldError[]): void {
    this.note(asking, errors[0]!.extensions.code, new Set(errors.map(({ path }) => (path ?? []).join(" "))));
  }

  /** The whole operation was refused. */
  whole(asking: Asking, code: string): void {
    this.note(asking, code, null);
  }

  /** The whole of an operation that was not read before it was refused. What cannot be read asks nothing. */
  async unread(code: string, caller: Caller, requestId: string, read: () => Promise<{ operation: PreparedOperation; variables: any }>) {
    try {
      const { operation, variables } = await read();
      this.note({ caller, operation, variables, told: { id: randomUUID(), name: operation.name, requestId } }, code, null);
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof InvalidRequest)) throw error;
    }
  }

  /** @param refused response paths that were refused, with all that is under them; null: all. */
  private note({ caller, operation, variables, told }: Asking, motif: string, refused: ReadonlySet<string> | null): void {
    if (!caller) return;
    const { champs, personal } = this.coordinates(operation, refused);
    const demandees = personnesDemandees(operation.document, variables);
    if (!personal && demandees.length === 0) return;
    const le = this.clock.now();
    this.register.noter({ operation: told, lieu: "passerelle", caller, motif, champs, demandees, numeros: [], perimetre: null, le });
  }

  private coordinates({ document, definition }: Asking["operation"], refused: ReadonlySet<string> | null) {
    const champs = new Set<string>();
    let personal = false;
    const walk = (set: SelectionSetNode, parent: string, path: string, asked: boolean): void => {
      for (const node of set.selections) {
        if (node.kind === Kind.INLINE_FRAGMENT) walk(node.selectionSet, node.typeCondition?.name.value ?? parent, path, asked);
        else if (node.kind === Kind.FRAGMENT_SPREAD) {
          const fragment = document.definitions.find((one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === node.name.value);
          if (fragment?.kind === Kind.FRAGMENT_DEFINITION) walk(fragment.selectionSet, fragment.typeCondition.name.value, path, asked);
        } else {
          const type = this.schema.getType(parent);
          const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
          if (!field) continue;
          const key = node.alias?.value ?? node.name.value;
          const here = path === "" ? key : `${path} ${key}`;
          const under = asked || refused!.has(here);
          if (under && !PLUMBING.test(parent)) champs.add(`${parent}.${node.name.value}`);
          if (under) personal ||= this.classes.demandsOf(parent, node.name.value).some(({ classe }) => PERSONAL.includes(classe));
          const named = getNamedType(field.type);
          if (node.selectionSet && isCompositeType(named)) walk(node.selectionSet, named.name, here, under);
        }
      }
    };
    walk(definition.selectionSet, this.schema.getRootType(definition.operation)!.name, "", refused === null);
    return { champs: [...champs], personal };
  }
}
