import {
  type ConstDirectiveNode,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type ValueNode,
} from "graphql";
import { ClassDemand } from "./class-demand";
import { CLASSES, type ClasseDonnee } from "./classes";
import { ClassesIncompletes } from "./coordonnees";
import type { FieldRules } from "./demand";

type Classed = { astNode?: { directives?: readonly ConstDirectiveNode[] } | null };

/** A class, and the coordinate that asks for it. */
export interface Asked {
  demand: ClassDemand;
  coordinate: string;
}

/** A variable in the place of an argument, or of an input field: named when it has a value, and its value names the rest. */
export interface GivenVariable {
  name: string;
  type: GraphQLInputType;
  own: readonly Asked[];
}

/** What the arguments of a field name: in the document itself, and through variables. */
export interface Given {
  asked: Asked[];
  variables: GivenVariable[];
}

/** The classes of a schema, read in its `@donnee`, ready to be looked up. */
export class ClassRules implements FieldRules {
  private readonly classes = new Map<string, ClassDemand[]>();
  /** Input types a value of which may name more than what says nothing of a person. */
  private readonly telling = new Map<string, boolean>();

  /** Errors: ClassesIncompletes, which names each coordinate whose class is missing, unknown or said twice. */
  constructor(schema: GraphQLSchema) {
    const wrong: string[] = [];
    const keep = (key: string, carriers: Classed[]) => {
      const found = carriers.map(classeDe);
      if (found.includes(null)) wrong.push(key);
      this.classes.set(
        key,
        [...new Set(found)].flatMap((classe) => (classe ? [ClassDemand.of.get(classe)!] : [])),
      );
    };
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith("_")) continue;
      if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) keep(`${type.name}.${field.name}`, [field]);
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      const objects = isInterfaceType(type) ? schema.getPossibleTypes(type) : [];
      for (const field of Object.values(type.getFields())) {
        if (field.name.startsWith("_")) continue;
        keep(`${type.name}.${field.name}`, [field, ...objects.map((object) => object.getFields()[field.name]!)]);
        for (const argument of field.args) keep(`${type.name}.${field.name}(${argument.name}:)`, [argument]);
      }
    }
    if (wrong.length > 0) throw new ClassesIncompletes(`Classe de donnée absente, inconnue ou dite deux fois : ${wrong.join(", ")}.`);
  }

  demandsOf(type: string, field: string): readonly ClassDemand[] {
    return this.classes.get(`${type}.${field}`) ?? [];
  }

  private asked(coordinate: string): Asked[] {
    return (this.classes.get(coordinate) ?? []).map((demand) => ({ demand, coordinate }));
  }

  /** What the arguments of a field name. */
  given(type: string, field: GraphQLField<unknown, unknown>, nodes: readonly { name: { value: string }; value: ValueNode }[]): Given {
    const given: Given = { asked: [], variables: [] };
    for (const { name, value } of nodes) {
      const argument = field.args.find((one) => one.name === name.value);
      if (argument) this.walkNode(argument.type, value, this.asked(`${type}.${field.name}(${argument.name}:)`), given);
    }
    return given;
  }

  /** @param own what the place of the value asks. */
  private walkNode(type: GraphQLInputType, value: ValueNode, own: Asked[], given: Given): void {
    const named = getNamedType(type);
    if (value.kind === Kind.VARIABLE) {
      const says = own.some(({ demand }) => demand.classe !== "PUBLIQUE") || (isInputObjectType(named) && this.tells(named));
      if (says) given.variables.push({ name: value.name.value, type, own });
      return;
    }
    given.asked.push(...own);
    if (!isInputObjectType(named)) return;
    if (value.kind === Kind.LIST) for (const item of value.values) this.walkNode(type, item, [], given);
    else if (value.kind === Kind.OBJECT)
      for (const { name, value: inside } of value.fields) {
        const field = named.getFields()[name.value];
        if (field) this.walkNode(field.type, inside, this.asked(`${named.name}.${field.name}`), given);
      }
  }

  /** What the value of a variable names. Null names nothing, and a field left to its default is not named. */
  named({ type, own }: GivenVariable, value: unknown): Asked[] {
    if (value === null || value === undefined) return [];
    const asked = [...own];
    this.walkValue(type, value, asked);
    return asked;
  }

  private walkValue(type: GraphQLInputType, value: unknown, asked: Asked[]): void {
    if (value === null || value === undefined) return;
    const nullable = isNonNullType(type) ? type.ofType : type;
    if (isListType(nullable)) for (const item of Array.isArray(value) ? value : [value]) this.walkValue(nullable.ofType, item, asked);
    else if (isInputObjectType(nullable) && this.tells(nullable))
      for (const field of Object.values(nullable.getFields())) {
        const given = (value as Record<string, unknown>)[field.name];
        if (given === null || given === undefined || given === field.defaultValue) continue;
        asked.push(...this.asked(`${nullable.name}.${field.name}`));
        this.walkValue(field.type, given, asked);
      }
  }

  private tells(type: GraphQLInputObjectType): boolean {
    let tells = this.telling.get(type.name);
    if (tells === undefined) {
      this.telling.set(type.name, false);
      tells = Object.values(type.getFields()).some((field) => {
        const named = getNamedType(field.type);
        return (
          this.demandsOf(type.name, field.name).some((demand) => demand.classe !== "PUBLIQUE") ||
          (isInputObjectType(named) && this.tells(named))
        );
      });
      this.telling.set(type.name, tells);
    }
    return tells;
  }
}

/** The class of one coordinate; null: missing, unknown, or said twice. */
function classeDe({ astNode }: Classed): ClasseDonnee | null {
  const directives = astNode?.directives?.filter((one) => one.name.value.split("__").at(-1) === "donnee") ?? [];
  const value = directives[0]?.arguments?.find((one) => one.name.value === "classe")?.value;
  if (directives.length !== 1 || value?.kind !== Kind.ENUM) return null;
  return CLASSES.find((classe) => classe === value.value) ?? null;
}
