import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from "graphql";
import type { AccessRules } from "../../gateway/access-rules";
import type { Gateway } from "../../gateway/gateway";
import { type Document, Traversee } from "../rights/traversee/chemins";
import { ENTIERE } from "./attaque";

export interface Reponse {
  status: number;
  /** The body, byte for byte. */
  texte: string;
  data: unknown;
  errors: { message: string; extensions: { code: string } }[];
  ms: number;
}

export const champsDe = ({ formes }: Document): string[] => formes.flatMap(([, noms]) => noms.map((nom) => nom.replace(/\(.*/, "")));

/** Documents that together ask every field of the public schema: each one asks a field that none before it did; all of them in the whole form. */
export function tousLesChamps({ publicSchema }: Gateway, personne: string): Document[] {
  const ids = new Map([["allocataire", [personne]]]);
  const [lectures, actes] = [new Traversee(publicSchema, ids), new Traversee(publicSchema, ids, publicSchema.getMutationType()!)];
  const vus = new Set<string>();
  return [...lectures.entrees(), ...actes.entrees(3)].filter((document) => {
    const nouveaux = champsDe(document).filter((champ) => !vus.has(champ));
    for (const champ of nouveaux) vus.add(champ);
    return ENTIERE || nouveaux.length > 0;
  });
}

/** The root field that a document asks. */
export const racine = (texte: string): string => /\{ (\w+)/.exec(texte)![1]!;

/** Documents sent several at a time, as operations of other names. */
export function parEnvois(documents: readonly Document[], taille: number): Pick<Document, "texte" | "variables">[] {
  const renomme = ({ texte }: Document, rang: number) =>
    texte
      .replace(/^(query|mutation) T/, `$1 T${rang}`)
      .replaceAll("...F", `...F${rang}`)
      .replace("fragment F", `fragment F${rang}`);
  return Array.from({ length: Math.ceil(documents.length / taille) }, (_, i) => {
    const lot = documents.slice(i * taille, (i + 1) * taille);
    return { texte: lot.map(renomme).join("\n"), variables: Object.assign({}, ...lot.map(({ variables }) => variables)) };
  });
}

/** Eight at a time, in their order. */
export async function chacun<D, R>(liste: readonly D[], poser: (un: D) => Promise<R>): Promise<R[]> {
  const reponses: R[] = [];
  let rang = 0;
  const servir = async () => {
    for (let mien = rang++; mien < liste.length; mien = rang++) reponses[mien] = await poser(liste[mien]!);
  };
  await Promise.all(Array.from({ length: 8 }, servir));
  return reponses;
}

/** The token, said to need no signature. */
export const sansSignature = (jeton: string): string => {
  const entete = Buffer.from(JSON.stringify({ alg: "none", typ: "at+jwt" })).toString("base64url");
  return `${entete}.${jeton.split(".")[1]}.AA`;
};

/** What the answers say, each sentence once. */
export const dites = (reponses: readonly Reponse[]): string[] => [
  ...new Set(
    reponses.flatMap(({ status, errors = [] }) => errors.map(({ message, extensions }) => `${status} ${extensions.code} ${message}`)),
  ),
];

/** No value: nothing, or nothing but nulls. */
export const vide = (data: unknown): boolean =>
  data === null || (typeof data === "object" && Object.values(data!).every((un) => un === null));

/** Fields of a document on its way to a subgraph that want a right. */
/** True when a field asks a scope, and not only a token. */
export const veutUnDroit = (regles: AccessRules, type: string, champ: string): boolean =>
  regles.demandsOf(type, champ).some(({ every }) => every.some((choix) => choix.length > 0));

export function quiVeulentUnDroit(document: DocumentNode, schema: GraphQLSchema, regles: AccessRules): string[] {
  const trouves: string[] = [];
  const info = new TypeInfo(schema);
  const Field = () => {
    const [type, champ] = [info.getParentType(), info.getFieldDef()];
    if (type && champ && veutUnDroit(regles, type.name, champ.name)) trouves.push(`${type.name}.${champ.name}`);
  };
  visit(document, visitWithTypeInfo(info, { Field }));
  return trouves;
}

export const mediane = (temps: number[]): number => Math.round([...temps].sort((a, b) => a - b)[temps.length >> 1]! * 10) / 10;
