import { Arg, Ctx, createUnionType, Directive, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { SystemeSource } from "../../shared/contrat/enums";
import { Refus } from "../../shared/contrat/refus";
import { once } from "../../shared/idempotence";
import { decodeCursor, isUuid, pageSize, toPage } from "../../shared/page";
import type { Sens, Statut } from "./echange";
import { Echange, EchangeConnection, echange, SensEchange, StatutEchange } from "./echange.graphql";
import { echangeParId, listeEchanges, nombreEchanges } from "./echange.repository";
import { refusRejeu } from "./rejouer-echange";

const RejouerEchangeResultat = createUnionType({
  name: "RejouerEchangeResultat",
  description: "L’échange rejoué, ou le refus.",
  types: () => [Echange, Refus] as const,
});

@Resolver(() => EchangeConnection)
export class EchangesResolver {
  @Query(() => EchangeConnection, {
    nullable: true,
    description: "Les échanges avec les partenaires, du plus récent au plus ancien : reçus, rejetés, à envoyer.",
  })
  @Directive('@requiresScopes(scopes: [["echanges.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  async echanges(
    @Ctx() ctx: RequestContext,
    @Arg("statut", () => StatutEchange, { nullable: true, description: "Dans ce statut." }) statut: Statut | null,
    @Arg("partenaire", () => SystemeSource, { nullable: true, description: "Avec ce partenaire." }) partenaire: SystemeSource | null,
    @Arg("sens", () => SensEchange, { nullable: true, description: "Dans ce sens." }) sens: Sens | null,
    @Arg("objet", () => String, { nullable: true, description: "Sur cet objet." }) objet: string | null,
    @Arg("allocataire", () => ID, { nullable: true, description: "Au sujet de cette personne." }) allocataire: string | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "De 1 à 200." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur du dernier échange lu." }) after: string | null,
  ): Promise<EchangeConnection> {
    const size = pageSize(first, 50);
    const cursor = decodeCursor(after, /^\d{1,15}:[0-9a-f-]{36}$/);
    // An id that no person can have finds nothing, exactly as one that no person has.
    const personne =
      allocataire === null || allocataire === undefined || isUuid(allocataire)
        ? (allocataire ?? null)
        : "00000000-0000-0000-0000-000000000000";
    const filtre = {
      statut: statut ?? null,
      partenaire: partenaire ?? null,
      sens: sens ?? null,
      objet: objet ?? null,
      allocataire: personne,
    };
    const rows = await listeEchanges(await ctx.read(), filtre, size + 1, cursor);
    const { edges, pageInfo } = toPage(rows, size, (row) => `${row.cree_le.getTime()}:${row.id}`, cursor);
    ctx.saw(edges.flatMap(({ node }) => node.allocataire ?? []));
    const told = edges.map((edge) => ({ cursor: edge.cursor, node: echange(edge.node) }));
    return { edges: told, nodes: told.map((edge) => edge.node), pageInfo, filtre };
  }

  @FieldResolver(() => Int, { description: "Nombre d’échanges qui répondent au filtre." })
  async totalCount(@Root() connection: EchangeConnection, @Ctx() ctx: RequestContext): Promise<number> {
    return nombreEchanges(await ctx.read(), connection.filtre);
  }

  @Mutation(() => RejouerEchangeResultat, {
    description:
      "Rejoue un échange rejeté. Le rejeu d’un enregistrement reçu se fait aujourd’hui par l’exploitant (unefois rejets --rejouer) : le refus NON_DISPONIBLE donne la commande.",
  })
  @Directive('@requiresScopes(scopes: [["echanges.rejouer"]])')
  rejouerEchange(
    @Ctx() ctx: RequestContext,
    @Arg("echange", () => ID, { description: "L’échange rejeté." }) id: string,
    @Arg("cleIdempotence", () => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." }) cle:
      | string
      | null,
  ): Promise<Echange | Refus> {
    return once<Echange>(ctx, {
      schema: "echanges",
      mutation: "rejouerEchange",
      cle,
      payload: { echange: id },
      apply: async ({ tx }) => refusRejeu(isUuid(id) ? await echangeParId(tx, id) : null),
      idOf: (result) => result.id,
      reload: async (known, { tx }) => echange((await echangeParId(tx, known))!),
    });
  }
}
