import { Arg, Ctx, Directive, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { PageInfo } from "../../shared/contrat/page-info";
import { decodeCursor, type Page, pageSize, toPage } from "../../shared/page";
import { activitesARenseigner } from "./a-renseigner.repository";
import type { Activite } from "./activite";
import { ActiviteType } from "./activite.graphql";

@ObjectType("ActiviteEdge", { simpleResolvers: true, description: "Activité et son curseur dans une page." })
export class ActiviteEdge {
  @Field(() => String, { description: "Curseur, à donner en « after »." })
  cursor: string;
  @Field(() => ActiviteType, { description: "L’activité." })
  node: ActiviteType;
}

@ObjectType("ActiviteConnection", { simpleResolvers: true, description: "Page d’activités." })
export class ActiviteConnection {
  @Field(() => [ActiviteEdge], { description: "Activités et curseurs." })
  edges: ActiviteEdge[];
  @Field(() => [ActiviteType], { description: "Activités." })
  nodes: ActiviteType[];
  @Field(() => PageInfo, { description: "Position de la page." })
  pageInfo: PageInfo;
}

const CLE = /^\d{4}-\d{2}-\d{2} [0-9a-f-]{36}$/;

@Resolver()
export class ActivitesARenseigner {
  @Directive('@requiresScopes(scopes: [["prescription.gerer"]])')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  @Query(() => ActiviteConnection, {
    nullable: true,
    description:
      "Activités prévues dont le jour est passé et que personne n’a encore dites faites ou non, des personnes que l’appelant suit, de la plus ancienne à la plus récente.",
  })
  async activitesARenseigner(
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "Nombre, de 1 à 200." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur de la dernière activité reçue." }) after: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<Page<Activite>> {
    const taille = pageSize(first, 50);
    const cle = decodeCursor(after, CLE);
    const [date, id] = cle === null ? [null, null] : (cle.split(" ") as [string, string]);
    const lignes = await activitesARenseigner(await ctx.read(), ctx.today(), { date, id }, taille + 1);
    const page = toPage(lignes, taille, (a) => `${a.date} ${a.id}`, after);
    ctx.saw(page.nodes.map((a) => a.allocataire));
    return page;
  }
}
