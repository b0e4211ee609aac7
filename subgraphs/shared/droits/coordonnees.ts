import { type ConstDirectiveNode, type DocumentNode, type InputValueDefinitionNode, Kind, visit } from "graphql";
import { CLASSES, type ClasseDonnee } from "./classes";

/** For each type, its fields by class, their names separated by blanks; under `"Type.champ"`, the arguments of that field. */
export type ClassesDesTypes = Readonly<Record<string, Partial<Record<ClasseDonnee, string>>>>;

/** A coordinate without a class, classed twice, or a class without a coordinate: the subgraph is not built. */
export class ClassesIncompletes extends Error {}

/** `Allocataire.nom`; of an argument: `Query.allocataires(filtre:)`, as the specification writes it. */
const coordonnee = (owner: string, name: string): string => (owner.includes(".") ? `${owner}(${name}:)` : `${owner}.${name}`);

/** The class of each coordinate that a table names. Errors: ClassesIncompletes, when one is named twice. */
export function parCoordonnee(table: ClassesDesTypes): Map<string, ClasseDonnee> {
  const classes = new Map<string, ClasseDonnee>();
  const twice: string[] = [];
  for (const [owner, byClass] of Object.entries(table))
    for (const classe of CLASSES)
      for (const name of (byClass[classe] ?? "").split(/\s+/).filter(Boolean)) {
        const key = coordonnee(owner, name);
        if (classes.has(key)) twice.push(key);
        classes.set(key, classe);
      }
  if (twice.length > 0) throw new ClassesIncompletes(`Deux classes de donnée pour : ${twice.join(", ")}.`);
  return classes;
}

/** Writes `@donnee` on every field, argument and input field of a subgraph.
 * @param propres the table of the subgraph (`subgraphs/<name>/classes.ts`); @param partagees that of the value types, of which it uses some.
 * Errors: ClassesIncompletes, which names every coordinate without a class and every class without a coordinate. */
export function classer(sdl: DocumentNode, propres: ClassesDesTypes, partagees: ClassesDesTypes): DocumentNode {
  const own = parCoordonnee(propres);
  const shared = parCoordonnee(partagees);
  const unknown: string[] = [];
  const used = new Set<string>();
  const classed = <T extends { directives?: readonly ConstDirectiveNode[] }>(node: T, key: string): T => {
    const classe = own.get(key) ?? shared.get(key);
    if (classe === undefined) unknown.push(key);
    used.add(key);
    return classe === undefined ? node : { ...node, directives: [...(node.directives ?? []), donnee(classe)] };
  };
  const fields = (type: string, nodes: readonly any[] | undefined) =>
    nodes?.map((field) => {
      const owner = `${type}.${field.name.value}`;
      const args = field.arguments?.map((one: InputValueDefinitionNode) => classed(one, coordonnee(owner, one.name.value)));
      return classed({ ...field, ...(args ? { arguments: args } : {}) }, owner);
    });
  const typed = (node: any) => ({ ...node, fields: fields(node.name.value, node.fields) });
  const document = visit(sdl, {
    ObjectTypeDefinition: typed,
    ObjectTypeExtension: typed,
    InterfaceTypeDefinition: typed,
    InputObjectTypeDefinition: typed,
  });
  const stale = [...own.keys()].filter((key) => !used.has(key));
  if (unknown.length > 0 || stale.length > 0) throw new ClassesIncompletes(sentences(unknown, stale));
  return document;
}

function sentences(unknown: string[], stale: string[]): string {
  const say = (title: string, list: string[]) => (list.length > 0 ? [`${title} (${list.length}) : ${list.join(", ")}.`] : []);
  return [
    "Chaque coordonnée d’un sous-graphe porte une classe de donnée (« classes.ts » du sous-graphe, docs/droits.md).",
    ...say("Sans classe", unknown),
    ...say("Classe sans coordonnée", stale),
  ].join("\n");
}

const donnee = (classe: ClasseDonnee): ConstDirectiveNode => ({
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value: "donnee" },
  arguments: [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: "classe" }, value: { kind: Kind.ENUM, value: classe } }],
});

/** What each subgraph adds to its SDL: the directive, composed into the supergraph, and its classes. */
export const DIRECTIVE_DONNEE = `extend schema
  @link(url: "https://unefois.fr/specs/donnee/v1.0", import: ["@donnee"])
  @composeDirective(name: "@donnee")

"""Classe d’une donnée : la finalité du jeton doit l’ouvrir (docs/droits.md). Les noms de types et les valeurs d’énumérations sont PUBLIQUE."""
directive @donnee(classe: ClasseDonnee!) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION

"""Ce que dit une donnée, donc qui peut la lire. De la moins protégée à la plus protégée."""
enum ClasseDonnee {
  """Ne dit rien d’une personne : catalogue, référentiels, indicateurs."""
  PUBLIQUE
  """Fait d’organisation ou de technique sur un dossier : identifiants du hub, dates d’échange, qui travaille où."""
  ORDINAIRE
  """Qui est la personne : nom, naissance, coordonnées, numéros."""
  IDENTITE
  """Comment elle vit et ce qui se décide : ressources, foyer, droits, orientation, contrat, rendez-vous, sanctions."""
  SOCIALE
  """Sa santé, ou ce qui la dit : contraintes du diagnostic, motifs d’exemption."""
  SANTE
  """Un numéro qui est, ou peut être, son NIR."""
  NIR
}
`;
