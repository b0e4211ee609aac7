import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  createUnionType,
  Directive,
  Field,
  FieldResolver,
  ID,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  registerEnumType,
} from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../../shared/context";
import { enumOf } from "../../../shared/contrat/enums";
import { PageInfo } from "../../../shared/contrat/page-info";
import { Refus } from "../../../shared/contrat/refus";
import { HorodatageScalar } from "../../../shared/contrat/scalars";
import { once } from "../../../shared/idempotence";
import { decodeCursor, isUuid, pageSize, toPage } from "../../../shared/page";
import { Allocataire, allocataire } from "../../allocataire.ref";
import {
  CHOIX_DIVERGENCE,
  type ChoixDivergence,
  type DivergenceLue,
  divergencePour,
  RESOLUTIONS,
  type Resolution,
  refusDeTrancher,
} from "./divergence";
import {
  divergenceParId,
  envoiDuFait,
  type FiltreDivergences,
  listeDivergences,
  nombreDivergences,
  retenirLeHub,
} from "./divergences.repository";

export const ResolutionDivergence = enumOf(RESOLUTIONS);
registerEnumType(ResolutionDivergence, {
  name: "ResolutionDivergence",
  description: "Comment une divergence a fini : la valeur du hub retenue, celle du partenaire, ou redevenues égales.",
});
const Choix = enumOf(CHOIX_DIVERGENCE);
registerEnumType(Choix, { name: "ChoixDivergence", description: "La valeur retenue : celle du hub, ou celle du partenaire." });

@ObjectType({
  simpleResolvers: true,
  description:
    "Le hub et France Travail disent autre chose de la même personne : les deux valeurs, jusqu’à ce que quelqu’un tranche ou qu’elles soient égales.",
})
export class Divergence {
  @Field(() => ID, { description: "Identifiant." })
  id: string;
  @Field(() => Allocataire, { nullable: true, description: "La personne." })
  allocataire: Allocataire | null;
  @Field(() => String, { description: "Ce dont il s’agit : un code de l’annexe 5 du contrat (interoperabilite.csv)." })
  objet: string;
  @Field(() => ID, { nullable: true, description: "Le fait dans le hub ; nul quand le hub n’en a pas." })
  fait: string | null;
  @Field(() => String, { description: "Le champ qui diffère." })
  champ: string;
  @Field(() => String, { nullable: true, description: "Ce que dit le hub, dans les mots de France Travail ; nul : rien." })
  valeurHub: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Ce que dit France Travail ; nul : rien, ou un diagnostic que la finalité n’ouvre pas.",
  })
  valeurPartenaire: string | null;
  @Field(() => HorodatageScalar, { description: "Quand elle a été constatée." })
  constateeLe: Date;
  @Field(() => HorodatageScalar, { nullable: true, description: "Quand elle a fini." })
  resolueLe: Date | null;
  @Field(() => ResolutionDivergence, { nullable: true, description: "Comment elle a fini." })
  resolution: Resolution | null;
}

@ObjectType({ simpleResolvers: true, description: "Une divergence et sa place dans la liste." })
export class DivergenceEdge {
  @Field(() => String, { description: "Curseur à donner en « after » pour lire la suite." })
  cursor: string;
  @Field(() => Divergence, { description: "La divergence." })
  node: Divergence;
}

@ObjectType({ simpleResolvers: true, description: "Divergences, de la plus récente à la plus ancienne." })
export class DivergenceConnection {
  @Field(() => [DivergenceEdge], { description: "Les divergences et leurs curseurs." })
  edges: DivergenceEdge[];
  @Field(() => [Divergence], { description: "Les divergences." })
  nodes: Divergence[];
  @Field(() => PageInfo, { description: "Position de la page." })
  pageInfo: PageInfo;
  /** Not a field: what the count is asked for, when it is. */
  filtre: FiltreDivergences;
}

const TrancherDivergenceResultat = createUnionType({
  name: "TrancherDivergenceResultat",
  description: "La divergence tranchée, ou le refus.",
  types: () => [Divergence, Refus] as const,
});

@ArgsType()
export class TrancherDivergenceArgs {
  @Field(() => ID, { description: "La divergence ouverte." })
  divergence: string;
  @Field(() => Choix, {
    description:
      "HUB : la valeur du hub est dite de nouveau à France Travail. PARTENAIRE : le refus dit par quel acte elle entre dans le hub.",
  })
  retenir: ChoixDivergence;
  @Field(() => String, { description: "Pourquoi." })
  motif: string;
  @Field(() => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." })
  cleIdempotence?: string | null;
}

/** An id that nobody can have finds nothing. */
const PERSONNE = "00000000-0000-0000-0000-000000000000";

@Resolver(() => DivergenceConnection)
export class DivergencesResolver {
  @Query(() => DivergenceConnection, {
    nullable: true,
    description: "Ce que le hub et France Travail disent différemment d’une même personne, le plus récent d’abord.",
  })
  @Directive('@requiresScopes(scopes: [["echanges.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  async divergences(
    @Ctx() ctx: RequestContext,
    @Arg("ouvertes", () => Boolean, {
      nullable: true,
      defaultValue: true,
      description: "Vrai : à trancher ; faux : finies ; nul : toutes.",
    })
    ouvertes: boolean | null,
    @Arg("objet", () => String, { nullable: true, description: "Sur cet objet." }) objet: string | null,
    @Arg("allocataire", () => ID, { nullable: true, description: "Au sujet de cette personne." }) personne: string | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "De 1 à 200." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur de la dernière divergence lue." }) after: string | null,
  ): Promise<DivergenceConnection> {
    const size = pageSize(first, 50);
    const cursor = decodeCursor(after, /^\d{1,15}:[0-9a-f-]{36}$/);
    const visee = personne === null || personne === undefined ? null : isUuid(personne) ? personne : PERSONNE;
    const filtre = { ouvertes: ouvertes ?? null, objet: objet ?? null, allocataire: visee };
    const rows = await listeDivergences(await ctx.read(), filtre, size + 1, cursor);
    const { edges, pageInfo } = toPage(rows, size, (row) => `${row.constateeLe.getTime()}:${row.id}`, cursor);
    ctx.saw(edges.map(({ node }) => node.allocataire));
    const told = edges.map((edge) => ({ cursor: edge.cursor, node: divergence(edge.node, ctx) }));
    return { edges: told, nodes: told.map((edge) => edge.node), pageInfo, filtre };
  }

  @FieldResolver(() => Int, { description: "Nombre de divergences qui répondent au filtre." })
  async totalCount(@Root() connection: DivergenceConnection, @Ctx() ctx: RequestContext): Promise<number> {
    return nombreDivergences(await ctx.read(), connection.filtre);
  }

  @Directive('@requiresScopes(scopes: [["echanges.rejouer"]])')
  @Mutation(() => TrancherDivergenceResultat, {
    description:
      "Tranche une divergence. La valeur du hub retenue est dite de nouveau à France Travail ; celle de France Travail entre par un acte, que le refus nomme.",
  })
  async trancherDivergence(
    @Args(() => TrancherDivergenceArgs) { cleIdempotence, ...demande }: TrancherDivergenceArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Divergence | Refus> {
    const resultat = await once<Divergence>(ctx, {
      schema: "echanges",
      mutation: "trancherDivergence",
      cle: cleIdempotence,
      payload: demande,
      apply: (ecriture) => trancher(ecriture, demande, ctx),
      idOf: ({ id }) => id,
      reload: async (id, { tx }) => divergence((await divergenceParId(tx, id))!, ctx),
    });
    if (resultat instanceof Divergence && resultat.allocataire) ctx.saw([resultat.allocataire.id]);
    return resultat;
  }
}

async function trancher(
  { tx }: WritingTransaction,
  { divergence: id, retenir, motif }: Omit<TrancherDivergenceArgs, "cleIdempotence">,
  ctx: RequestContext,
): Promise<Divergence | Refus> {
  const lue = isUuid(id) ? await divergenceParId(tx, id) : null;
  const envoi = lue && (await envoiDuFait(tx, lue));
  const refusee = refusDeTrancher(lue, { retenir, motif }, envoi !== null);
  if (refusee || lue === null || envoi === null) return refusee!;
  const { client, agent } = ctx.requireCaller();
  await retenirLeHub(tx, lue, { envoi, le: ctx.now(), par: agent ?? client, motif: motif.trim() });
  return divergence((await divergenceParId(tx, id))!, ctx);
}

function divergence(lue: DivergenceLue, { caller }: RequestContext): Divergence {
  const { allocataire: personne, ...reste } = divergencePour(lue, caller?.finalite ?? null);
  return Object.assign(new Divergence(), { ...reste, allocataire: allocataire(personne) });
}
