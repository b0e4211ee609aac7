import { Arg, Ctx, Directive, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { PageInfo } from "../../shared/contrat/page-info";
import { decodeCursor, pageSize, toPage, UUID } from "../../shared/page";
import { RendezVous } from "../rendez-vous.graphql";
import { participationsDe } from "../rendez-vous.repository";
import { rendezVousARenseigner } from "./a-renseigner.repository";

const PAR_DEFAUT = 50;

@ObjectType({ simpleResolvers: true, description: "Un rendez-vous à renseigner, et son curseur." })
export class RendezVousARenseignerEdge {
  @Field(() => String, { description: "Curseur." })
  cursor: string;
  @Field(() => RendezVous, { description: "Le rendez-vous." })
  node: RendezVous;
}

@ObjectType({ simpleResolvers: true, description: "Rendez-vous dont l’heure est passée et dont la présence n’est pas dite." })
export class RendezVousARenseignerConnection {
  @Field(() => [RendezVousARenseignerEdge], { description: "Avec leurs curseurs." })
  edges: RendezVousARenseignerEdge[];
  @Field(() => [RendezVous], { description: "Du plus ancien au plus récent." })
  nodes: RendezVous[];
  @Field(() => PageInfo, { description: "La page." })
  pageInfo: PageInfo;
}

@Resolver()
export class RendezVousARenseignerResolver {
  @Query(() => RendezVousARenseignerConnection, {
    nullable: true,
    description:
      "Rendez-vous de votre périmètre dont l’heure est passée sans que personne ait dit qui est venu, du plus ancien au plus récent. Un référent y voit ses personnes, un organisme les siennes.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  async rendezVousARenseigner(
    @Ctx() ctx: RequestContext,
    @Arg("organisme", () => ID, { nullable: true, description: "Seulement ceux que tient cet organisme." }) organisme: string | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: PAR_DEFAUT, description: "De 1 à 200." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur du dernier déjà lu." }) after: string | null,
  ): Promise<RendezVousARenseignerConnection> {
    const size = pageSize(first, PAR_DEFAUT);
    const apres = decodeCursor(after, UUID);
    const rows = await rendezVousARenseigner(await ctx.read(), {
      maintenant: ctx.now(),
      organisme: organisme ?? null,
      apres,
      limite: size + 1,
    });
    const page = toPage(rows, size, (row) => row.id, after);
    const people = await ctx.loader(participationsDe).loadMany(page.nodes.map((row) => row.id));
    ctx.saw(people.flatMap((p) => (p instanceof Error ? [] : p.map(({ allocataire }) => allocataire))));
    return {
      edges: page.edges.map(({ cursor, node }) => ({ cursor, node: RendezVous.de(node) })),
      nodes: page.nodes.map((row) => RendezVous.de(row)),
      pageInfo: page.pageInfo,
    };
  }
}
