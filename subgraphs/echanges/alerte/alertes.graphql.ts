import { Arg, Ctx, Directive, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import { once } from "../../shared/idempotence";
import { motifDit } from "../../shared/motif";
import { decodeCursor, isUuid, pageSize, toPage } from "../../shared/page";
import { type NatureAlerte, refusExamen, type StatutAlerte } from "./alerte";
import { Alerte, AlerteConnection, ExaminerAlerteResultat, NatureAlerteEnum, StatutAlerteEnum } from "./alerte.graphql";
import { type AlerteLue, alerteParId, listeAlertes, nombreAlertes, noterExamen } from "./alerte.repository";

const SCOPE = '@requiresScopes(scopes: [["journal.lire"]])';
const alerte = (lue: AlerteLue): Alerte => Object.assign(new Alerte(), lue);

@Resolver(() => AlerteConnection)
export class AlertesResolver {
  @Query(() => AlerteConnection, { nullable: true, description: "Ce que la veille a signalé, le plus récent d’abord." })
  @Directive(SCOPE)
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  async alertes(
    @Ctx() ctx: RequestContext,
    @Arg("natures", () => [NatureAlerteEnum], { nullable: true, description: "De ces natures." }) natures: NatureAlerte[] | null,
    @Arg("statut", () => StatutAlerteEnum, { nullable: true, description: "À examiner, ou examinées ; nul : toutes." })
    statut: StatutAlerte | null,
    @Arg("client", () => String, { nullable: true, description: "De ce système client." }) client: string | null,
    @Arg("depuis", () => HorodatageScalar, { nullable: true, description: "Levées à cet instant ou après." }) depuis: Date | null,
    @Arg("jusque", () => HorodatageScalar, { nullable: true, description: "Levées à cet instant ou avant." }) jusque: Date | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "De 1 à 200." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur de la dernière alerte lue." }) after: string | null,
  ): Promise<AlerteConnection> {
    const size = pageSize(first, 50);
    const cursor = decodeCursor(after, /^\d{1,15}:[0-9a-f-]{36}$/);
    const filtre = {
      natures: natures ?? null,
      statut: statut ?? null,
      client: client ?? null,
      depuis: depuis ?? null,
      jusque: jusque ?? null,
    };
    const rows = await listeAlertes(await ctx.read(), filtre, size + 1, cursor);
    const { edges, pageInfo } = toPage(rows, size, (row) => `${row.le.getTime()}:${row.id}`, cursor);
    const told = edges.map((edge) => ({ cursor: edge.cursor, node: alerte(edge.node) }));
    return { edges: told, nodes: told.map((edge) => edge.node), pageInfo, filtre };
  }

  @FieldResolver(() => Int, { description: "Nombre d’alertes qui répondent au filtre." })
  async totalCount(@Root() connection: AlerteConnection, @Ctx() ctx: RequestContext): Promise<number> {
    return nombreAlertes(await ctx.read(), connection.filtre);
  }

  @Mutation(() => ExaminerAlerteResultat, { description: "Dit ce qui a été vérifié d’une alerte. Elle ne s’efface pas." })
  @Directive(SCOPE)
  examinerAlerte(
    @Ctx() ctx: RequestContext,
    @Arg("alerte", () => ID, { description: "L’alerte." }) id: string,
    @Arg("motif", () => String, { description: "Ce qui a été vérifié, dix caractères au moins." }) motif: string,
    @Arg("cleIdempotence", () => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." })
    cle: string | null,
  ): Promise<Alerte | Refus> {
    return once<Alerte>(ctx, {
      schema: "echanges",
      mutation: "examinerAlerte",
      cle,
      payload: { alerte: id, motif },
      apply: (ecriture) => examiner(ctx, ecriture, id, motif),
      idOf: (une) => une.id,
      reload: async (une, { tx }) => alerte((await alerteParId(tx, une))!),
    });
  }
}

async function examiner(ctx: RequestContext, { tx, publish }: WritingTransaction, id: string, motif: string): Promise<Alerte | Refus> {
  const lue = isUuid(id) ? await alerteParId(tx, id) : null;
  const refus = refusExamen(lue, motif);
  if (refus || lue === null) return refus!;
  const { client, agent } = ctx.requireCaller();
  const premiere = await noterExamen(tx, { alerte: lue.id, le: ctx.now(), client, agent, motif: motifDit(motif) });
  if (!premiere) return refusExamen({ statut: "EXAMINEE" }, motif)!;
  await publish({ type: "AlerteExaminee", departement: lue.departement, allocataire: null, donnees: { alerte: lue.id } });
  return alerte((await alerteParId(tx, lue.id))!);
}
