import { isObjectType } from "graphql";
import type { Caller } from "../../../subgraphs/shared/identity";
import { type Document, type Forme, Traversee } from "./chemins";
import type { Monde, Reponse } from "./monde";
import { type Reserve, reserve } from "./valeurs";

/** A document, and who is asked: the gateway, or a subgraph itself. */
export interface Question extends Document {
  a: "passerelle" | string;
}

/** What `@requires` would bring: a caller past the gateway may say it herself. */
const EXTERNES = { criteresOffre: { codeInsee: null, parcours: null, age: 30, freins: [], contraintes: [] }, exemptionsActivite: [] };

/** Every question about this person: through queries, each optional argument, mutations, and entities of each subgraph. */
export async function questions(m: Monde, personne: string): Promise<{ lues: Question[]; ecrites: Question[]; ids: Reserve }> {
  const ids = await reserve(m.base.owner, personne);
  const parRequete = new Traversee(m.schema, ids);
  const lues: Question[] = [...parRequete.entrees(), ...parRequete.variantes()].map((d) => ({ ...d, a: "passerelle" }));
  for (const { name, schema } of m.subgraphs) {
    for (const type of Object.values(schema.getTypeMap())) {
      const cle = type.astNode?.directives?.find((d) => d.name.value === "key" && !d.arguments?.some((a) => a.name.value === "resolvable"));
      if (!isObjectType(type) || !cle) continue;
      const id = ids.get(type.name === "RendezVous" ? "rendez_vous" : type.name.toLowerCase())?.[0] ?? personne;
      const depuis = new Traversee(schema, ids, type, { __typename: type.name, id, ...(type.name === "Allocataire" ? EXTERNES : {}) });
      lues.push(...[depuis.racineSeule(), ...depuis.entrees(3)].map((d) => ({ ...d, a: name })));
    }
  }
  const parMutation = new Traversee(m.schema, ids, m.schema.getMutationType()!);
  const ecrites: Question[] = [...parMutation.entrees(3)].map((d) => ({ ...d, a: "passerelle" }));
  return { lues, ecrites, ids };
}

export const poser = (m: Monde, question: Question, nom: string, appelant: Caller | null): Promise<Reponse> =>
  question.a === "passerelle"
    ? m.demander(appelant && nom, question.texte, question.variables)
    : m.demanderAu(question.a, appelant, question.texte, question.variables);

/** Coordinates of the public schema, and those that only subgraphs have. */
export function coordonnees(m: Monde): Set<string> {
  const toutes = new Set<string>();
  for (const schema of [m.schema, ...m.subgraphs.map((one) => one.schema)])
    for (const type of Object.values(schema.getTypeMap()))
      if (isObjectType(type) && !type.name.startsWith("_"))
        for (const champ of Object.keys(type.getFields())) if (!champ.startsWith("_")) toutes.add(`${type.name}.${champ}`);
  return toutes;
}

/** Coordinates × paths asked. */
export function compter(liste: readonly Question[]): { coordonnees: Set<string>; parForme: Map<Forme, Set<string>> } {
  const parForme = new Map<Forme, Set<string>>();
  const vues = new Set<string>();
  for (const question of liste)
    for (const [forme, noms] of question.formes)
      for (const nom of noms) {
        vues.add(nom.replace(/\(.*/, ""));
        parForme.set(forme, (parForme.get(forme) ?? new Set()).add(nom));
      }
  return { coordonnees: vues, parForme };
}
