import { Arg, Ctx, Directive, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import { CodedError } from "../../shared/coded-error";
import type { RequestContext } from "../../shared/context";
import { PageInfo } from "../../shared/contrat/page-info";
import { HorodatageScalar, JsonScalar } from "../../shared/contrat/scalars";
import { decodeCursor, pageSize, toPage } from "../../shared/page";
import { Allocataire, allocataire } from "../allocataire.ref";
import { type EvenementRow, evenementsApres } from "./evenement.repository";
import { phraseTypeInconnu, TYPES_DE_LA_VEILLE, typeInconnu } from "./types-evenement";

@ObjectType({
  simpleResolvers: true,
  description:
    "Un fait du hub. Il ne porte que des identifiants, des codes, des dates et des noms de champs : le lecteur va chercher les valeurs avec ses propres droits.",
})
export class Evenement {
  @Field(() => ID, { description: "Identifiant de l’événement : un lecteur qui le retrouve l’a déjà traité." })
  id: string;
  @Field(() => String, {
    description: "Rang dans le journal. Croissant, donné après l’enregistrement : rien n’apparaît derrière une position déjà lue.",
  })
  position: string;
  @Field(() => String, { description: "Type ; la forme de « donnees » est dans schema/evenements/<type>.json." })
  type: string;
  @Field(() => HorodatageScalar, { description: "Quand le fait est survenu." })
  survenuLe: Date;
  @Field(() => Allocataire, { nullable: true, description: "La personne que le fait concerne, s’il en concerne une." })
  allocataire: Allocataire | null;
  @Field(() => JsonScalar, { description: "Identifiants, codes, dates et noms de champs changés ; jamais une valeur." })
  donnees: Record<string, unknown>;
}

@ObjectType({ simpleResolvers: true, description: "Un événement et sa place dans le journal." })
export class EvenementEdge {
  @Field(() => String, { description: "Curseur durable, à garder pour reprendre après cet événement." })
  cursor: string;
  @Field(() => Evenement, { description: "L’événement." })
  node: Evenement;
}

@ObjectType({ simpleResolvers: true, description: "Événements dans l’ordre du journal." })
export class EvenementConnection {
  @Field(() => [EvenementEdge], { description: "Les événements et leurs curseurs." })
  edges: EvenementEdge[];
  @Field(() => [Evenement], { description: "Les événements." })
  nodes: Evenement[];
  @Field(() => PageInfo, { description: "Position de la page. « endCursor » reste celui qui a été donné quand il n’y a rien de nouveau." })
  pageInfo: PageInfo;
}

@Resolver()
export class EvenementsResolver {
  @Query(() => EvenementConnection, {
    nullable: true,
    description:
      "Les événements du périmètre du client, dans l’ordre. Le curseur est durable : un partenaire reprend là où il s’est arrêté, sans perte ni répétition.",
  })
  @Directive('@requiresScopes(scopes: [["echanges.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  async evenements(
    @Ctx() ctx: RequestContext,
    @Arg("types", () => [String], { nullable: true, description: "Types voulus ; tous s’il n’y en a pas." }) types: string[] | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 100, description: "De 1 à 200." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur du dernier événement traité." }) after: string | null,
  ): Promise<EvenementConnection> {
    const size = pageSize(first, 100);
    const position = decodeCursor(after, /^\d{1,15}$/);
    const inconnu = typeInconnu(types ?? []);
    if (inconnu !== null) throw new CodedError("ARGUMENT_INVALIDE", phraseTypeInconnu(inconnu));
    const tus = ctx.hasScope("journal.lire") ? [] : TYPES_DE_LA_VEILLE;
    const rows = await evenementsApres(await ctx.read(), Number(position ?? 0), size + 1, types?.length ? types : null, tus);
    const { edges, pageInfo } = toPage(rows, size, (row) => row.position, after);
    ctx.saw(edges.flatMap(({ node }) => node.allocataire ?? []));
    const told = edges.map(({ cursor, node }) => ({ cursor, node: evenement(node) }));
    return { edges: told, nodes: told.map((edge) => edge.node), pageInfo: { ...pageInfo, endCursor: pageInfo.endCursor ?? after } };
  }
}

const evenement = (row: EvenementRow): Evenement => ({
  id: row.id,
  position: String(row.position),
  type: row.type,
  survenuLe: row.survenu_le,
  allocataire: allocataire(row.allocataire),
  donnees: row.donnees,
});
