import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from "graphql";
import { type Reserve, valeur } from "./valeurs";

type Champ = GraphQLField<unknown, unknown>;
/** One step from the root: a field, and the type that it is read on (a member of a union, or the type itself). */
interface Pas {
  sur: string;
  champ: Champ;
}

export type Forme =
  | "direct"
  | "fragment"
  | "fragment en ligne"
  | "union"
  | "_entities"
  | "chemin"
  | "argument"
  | "tri et filtre"
  | "compte"
  | "curseur";
export interface Document {
  texte: string;
  variables: Record<string, unknown>;
  /** Coordinates asked, by each form. */
  formes: [Forme, string[]][];
  /** The type that the last field gives. */
  cible: string;
}

/** Leaves asked in one document: the gate refuses more than 100 aliases, and each leaf is asked three times. */
const LOT = 28;

const composites = (schema: GraphQLSchema, type: GraphQLNamedType): GraphQLObjectType[] =>
  isObjectType(type) ? [type] : isUnionType(type) || isInterfaceType(type) ? [...schema.getPossibleTypes(type)] : [];

/** Documents that together ask every coordinate by every path: each field that gives a type, reached by the shortest way from the root. */
export class Traversee {
  /** The shortest way to each object type. */
  private readonly chemins = new Map<string, Pas[]>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly ids: Reserve,
    private readonly racine: GraphQLObjectType = schema.getQueryType()!,
    /** Given: the root is an entity, asked by `_entities` with this representation. */
    private readonly reference: Record<string, unknown> | null = null,
  ) {
    this.explorer();
  }

  private explorer(): void {
    let front: [GraphQLObjectType, Pas[]][] = [[this.racine, []]];
    this.chemins.set(this.racine.name, []);
    while (front.length > 0) {
      const suite: typeof front = [];
      for (const [type, pas] of front) {
        // The person first: what is hers is reached through her rather than through a register.
        const champs = Object.values(type.getFields()).sort((a, b) => Number(b.name === "allocataire") - Number(a.name === "allocataire"));
        for (const champ of champs) {
          for (const cible of composites(this.schema, getNamedType(champ.type))) {
            if (this.chemins.has(cible.name)) continue;
            const chemin = [...pas, { sur: type.name, champ }];
            this.chemins.set(cible.name, chemin);
            suite.push([cible, chemin]);
          }
        }
      }
      front = suite;
    }
  }

  /** Every object type that a way leads to. */
  atteints(): ReadonlySet<string> {
    return new Set(this.chemins.keys());
  }

  /** Each field that gives objects, with all the leaves of what it gives.
   * @param profondeur longest way walked; what is farther is reached from another root. */
  *entrees(profondeur = Number.POSITIVE_INFINITY): Generator<Document> {
    for (const [nom, chemin] of this.chemins) {
      if (chemin.length >= profondeur) continue;
      const type = this.schema.getType(nom) as GraphQLObjectType;
      for (const champ of Object.values(type.getFields())) {
        const cibles = composites(this.schema, getNamedType(champ.type));
        const pas = [...chemin, { sur: nom, champ }];
        if (cibles.length === 0) {
          if (type === this.racine && !this.reference) yield this.document(pas, "", "direct", [`${nom}.${champ.name}`]);
          continue;
        }
        const parUnion = !isObjectType(getNamedType(champ.type));
        for (const cible of cibles) yield* this.feuilles(pas, cible, parUnion);
      }
    }
  }

  /** The leaves of the entity itself. */
  racineSeule(): Document {
    const feuilles = Object.values(this.racine.getFields()).filter(
      (champ) => isLeafType(getNamedType(champ.type)) && !champ.args.some((one) => isNonNullType(one.type)),
    );
    const texte = `query T($r: [_Any!]!) { _entities(representations: $r) { ... on ${this.racine.name} { __typename ${feuilles.map((champ) => champ.name).join(" ")} } } }`;
    return {
      texte,
      variables: { r: [this.reference] },
      formes: [["_entities", feuilles.map((champ) => `${this.racine.name}.${champ.name}`)]],
      cible: this.racine.name,
    };
  }

  private *feuilles(pas: Pas[], cible: GraphQLObjectType, parUnion: boolean): Generator<Document> {
    const toutes = Object.values(cible.getFields()).filter((champ) => isLeafType(getNamedType(champ.type)));
    for (let i = 0; i === 0 || i < toutes.length; i += LOT) {
      const lot = toutes.slice(i, i + LOT);
      const feuille = (champ: Champ, alias = "") =>
        `${alias ? `${alias}_${champ.name}: ` : ""}${champ.name}${this.arguments(champ, alias)}`;
      const corps = (alias = "") => lot.map((champ) => feuille(champ, alias)).join(" ") || "__typename";
      const coordonnees = lot.map((champ) => `${cible.name}.${champ.name}`);
      const forme = parUnion ? "union" : pas.length > 1 ? "chemin" : "direct";
      const selection = `__typename ${parUnion ? `... on ${cible.name} { ${corps()} }` : corps()} ...F ... on ${cible.name} { ${corps("l")} }`;
      const document = this.document(pas, selection, forme, coordonnees, `fragment F on ${cible.name} { ${corps("f")} }`);
      document.formes.push(["fragment", coordonnees], ["fragment en ligne", coordonnees]);
      yield document;
    }
  }

  /** Each optional argument of each field, alone: filters, sorts, cursors; with counts and cursors where the field gives pages. */
  *variantes(): Generator<Document> {
    for (const [nom, chemin] of this.chemins) {
      for (const champ of Object.values((this.schema.getType(nom) as GraphQLObjectType).getFields())) {
        for (const choix of this.choix(champ)) {
          const cible = composites(this.schema, getNamedType(champ.type))[0];
          const selection = cible ? this.page(cible) : "";
          const forme: Forme = /^(after|before)/.test(choix.nom)
            ? "curseur"
            : /^(tri|filtre)/.test(choix.nom)
              ? "tri et filtre"
              : "argument";
          const document = this.document(
            [...chemin, { sur: nom, champ }],
            selection,
            forme,
            [`${nom}.${champ.name}(${choix.nom})`],
            "",
            choix,
          );
          if (cible?.getFields().totalCount) document.formes.push(["compte", [`${cible.name}.totalCount`]]);
          yield document;
        }
      }
    }
  }

  private *choix(champ: Champ): Generator<{ nom: string; valeur: unknown }> {
    for (const argument of champ.args.filter((one) => !isNonNullType(one.type))) {
      const type = getNamedType(argument.type);
      if ("getFields" in type) {
        for (const f of Object.keys(type.getFields() as object))
          yield { nom: `${argument.name}`, valeur: valeur(argument.type, argument.name, champ.name, this.ids, (autre) => autre === f) };
      } else if ("getValues" in type) {
        for (const v of type.getValues().slice(0, 4)) yield { nom: argument.name, valeur: v.name };
      } else if (!["cleIdempotence"].includes(argument.name)) {
        yield {
          nom: argument.name,
          valeur: /^(after|before)$/.test(argument.name)
            ? this.curseur(argument.type.toString())
            : valeur(argument.type, argument.name, champ.name, this.ids),
        };
      }
    }
  }

  /** A cursor made by hand, of a key of the forbidden person. */
  private curseur(type: string): string {
    const cle = this.ids.get("allocataire")![0]!;
    return type.startsWith("ID") ? cle : Buffer.from(`1:${cle}`).toString("base64url");
  }

  private page(cible: GraphQLObjectType): string {
    const champs = cible.getFields();
    const simples = (type: GraphQLObjectType) =>
      Object.values(type.getFields())
        .filter((champ) => isLeafType(getNamedType(champ.type)) && champ.args.length === 0)
        .map((champ) => champ.name)
        .slice(0, 30)
        .join(" ") || "__typename";
    const noeud = champs.nodes && (getNamedType(champs.nodes.type) as GraphQLObjectType);
    if (!noeud || !isObjectType(noeud)) return simples(cible);
    return `nodes { ${simples(noeud)} } ${champs.totalCount ? "totalCount" : ""} ${champs.edges ? "edges { cursor }" : ""} ${champs.pageInfo ? "pageInfo { hasNextPage endCursor }" : ""}`;
  }

  private arguments(champ: Champ, _alias: string): string {
    const voulus = champ.args.filter((one) => isNonNullType(one.type));
    return voulus.length ? `(${voulus.map((one) => `${one.name}: $${this.variable(champ, one.name)}`).join(", ")})` : "";
  }

  private variable(champ: Champ, nom: string): string {
    const cle = `${champ.name}_${nom}`;
    this.variables.set(cle, champ.args.find((one) => one.name === nom)!);
    return cle;
  }
  private variables = new Map<string, Champ["args"][number]>();

  private document(
    pas: Pas[],
    selection: string,
    forme: Forme,
    coordonnees: string[],
    fragments = "",
    choix?: { nom: string; valeur: unknown },
  ): Document {
    let corps = selection;
    const variables: Record<string, unknown> = {};
    const declarees: string[] = [];
    const declarer = (nom: string, type: string, v: unknown) => {
      declarees.push(`$${nom}: ${type}`);
      variables[nom] = v;
    };
    for (const [cle, argument] of this.variables) {
      if (new RegExp(`\\$${cle}\\b`).test(selection + fragments))
        declarer(cle, String(argument.type), valeur(argument.type, argument.name, cle.split("_")[0]!, this.ids));
    }
    pas
      .map((un, rang) => ({ un, rang }))
      .reverse()
      .forEach(({ un: { sur, champ }, rang }) => {
        const dernier = rang === pas.length - 1;
        const voulus = champ.args.filter(
          (one) => isNonNullType(one.type) || (one.name === "id" && !choix) || (one.name === "id" && !dernier) || one.name === "first",
        );
        const textes = voulus
          .filter((one) => !(dernier && one.name === choix?.nom))
          .map((one) => {
            declarer(`p${rang}_${one.name}`, String(one.type), valeur(one.type, one.name, champ.name, this.ids));
            return `${one.name}: $p${rang}_${one.name}`;
          });
        if (dernier && choix) {
          const argument = champ.args.find((one) => one.name === choix.nom)!;
          declarer("choix", String(argument.type), choix.valeur);
          textes.push(`${choix.nom}: $choix`);
        }
        corps = `${champ.name}${textes.length ? `(${textes.join(", ")})` : ""}${corps ? ` { ${corps} }` : ""}`;
        const parent = pas[rang - 1];
        if (parent && !isObjectType(getNamedType(parent.champ.type))) corps = `... on ${sur} { ${corps} }`;
      });
    if (this.reference) {
      declarer("r", "[_Any!]!", [this.reference]);
      corps = `_entities(representations: $r) { ... on ${this.racine.name} { ${corps} } }`;
    }
    const operation = this.racine === this.schema.getMutationType() ? "mutation" : "query";
    const texte = `${operation} T${declarees.length ? `(${declarees.join(", ")})` : ""} { ${corps} } ${fragments}`;
    const dernier = pas.at(-1)!;
    const toutes = [...new Set([...coordonnees, `${dernier.sur}.${dernier.champ.name}`])];
    return { texte, variables, formes: [[this.reference ? "_entities" : forme, toutes]], cible: getNamedType(dernier.champ.type).name };
  }
}
