import { Arg, Ctx, createUnionType, Directive, Field, ID, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import { once } from "../../shared/idempotence";
import { isUuid } from "../../shared/page";
import { ABONNEMENTS_MAX, refusAbonnement } from "./abonnement";
import {
  type AbonnementRow,
  abonnementParId,
  abonnementsDe,
  ajouterAbonnement,
  nombreEnCours,
  resilierAbonnement,
} from "./abonnement.repository";

@ObjectType({
  simpleResolvers: true,
  description:
    "Demande d’un client d’être prévenu d’événements à son adresse. Les envois ne sont pas encore ouverts : la demande est gardée ; lisez « evenements » en attendant.",
})
export class Abonnement {
  @Field(() => ID, { description: "Identifiant de l’abonnement." })
  id: string;
  @Field(() => String, { description: "Adresse https du client." })
  url: string;
  @Field(() => [String], { description: "Types d’événements demandés." })
  types: string[];
  @Field(() => String, { description: "EN_ATTENTE : gardé, les envois ne sont pas encore ouverts. RESILIE : terminé par le client." })
  etat: string;
  @Field(() => HorodatageScalar, { description: "Quand il a été demandé." })
  creeLe: Date;
}

const abonnement = (row: AbonnementRow): Abonnement =>
  Object.assign(new Abonnement(), {
    id: row.id,
    url: row.url,
    types: row.types,
    etat: row.resilie_le ? "RESILIE" : "EN_ATTENTE",
    creeLe: row.cree_le,
  });

const AbonnerResultat = createUnionType({
  name: "AbonnerResultat",
  description: "L’abonnement, ou le refus.",
  types: () => [Abonnement, Refus] as const,
});
const DesabonnerResultat = createUnionType({
  name: "DesabonnerResultat",
  description: "L’abonnement terminé, ou le refus.",
  types: () => [Abonnement, Refus] as const,
});

const CLE = { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." } as const;

@Resolver()
export class AbonnementsResolver {
  @Query(() => [Abonnement], {
    nullable: true,
    description: "Les abonnements du client, en cours et terminés, du plus récent au plus ancien (200 au plus).",
  })
  @Directive('@requiresScopes(scopes: [["echanges.lire"]])')
  @Directive("@listSize(assumedSize: 20)")
  async abonnements(@Ctx() ctx: RequestContext): Promise<Abonnement[]> {
    return (await abonnementsDe(await ctx.read(), ctx.requireCaller().client, 200)).map(abonnement);
  }

  @Mutation(() => AbonnerResultat, {
    description:
      "Demande d’être prévenu d’événements. L’adresse est en https et publique (sinon URL_REFUSEE). Les envois ne sont pas encore ouverts : la demande est gardée.",
  })
  @Directive('@requiresScopes(scopes: [["echanges.lire"]])')
  abonner(
    @Ctx() ctx: RequestContext,
    @Arg("url", () => String, { description: "Adresse https qui recevra les événements." }) url: string,
    @Arg("types", () => [String], { description: "Types d’événements voulus." }) types: string[],
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
  ): Promise<Abonnement | Refus> {
    const apply = (writing: WritingTransaction) => abonner(ctx, writing, url, types);
    return once<Abonnement>(ctx, { ...commun(ctx), mutation: "abonner", cle, payload: { url, types }, apply });
  }

  @Mutation(() => DesabonnerResultat, { description: "Termine un abonnement du client. Une seconde fois ne change rien." })
  @Directive('@requiresScopes(scopes: [["echanges.lire"]])')
  desabonner(
    @Ctx() ctx: RequestContext,
    @Arg("abonnement", () => ID, { description: "L’abonnement." }) id: string,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
  ): Promise<Abonnement | Refus> {
    const apply = async ({ tx }: WritingTransaction) => {
      const row = isUuid(id) ? await resilierAbonnement(tx, ctx.requireCaller().client, id, ctx.now()) : null;
      return row
        ? abonnement(row)
        : Refus.de("ABONNEMENT_INCONNU", "Cet abonnement n’existe pas, ou n’est pas celui de votre client.", { champ: "abonnement" });
    };
    return once<Abonnement>(ctx, { ...commun(ctx), mutation: "desabonner", cle, payload: { abonnement: id }, apply });
  }
}

const commun = (ctx: RequestContext) => ({
  schema: "echanges",
  idOf: (result: Abonnement) => result.id,
  reload: async (id: string, { tx }: WritingTransaction) => abonnement((await abonnementParId(tx, ctx.requireCaller().client, id))!),
});

async function abonner(ctx: RequestContext, { tx }: WritingTransaction, url: string, types: string[]): Promise<Abonnement | Refus> {
  const refus = refusAbonnement(url, types);
  if (refus) return refus;
  const { client, departement } = ctx.requireCaller();
  if ((await nombreEnCours(tx, client)) >= ABONNEMENTS_MAX) {
    return Refus.de("TROP_D_ABONNEMENTS", `Un client a au plus ${ABONNEMENTS_MAX} abonnements en cours : terminez-en un d’abord.`);
  }
  const row = await ajouterAbonnement(tx, { departement, client, url, types: [...new Set(types)], creeLe: ctx.now() });
  return row
    ? abonnement(row)
    : Refus.de("ABONNEMENT_EXISTANT", "Votre client a déjà un abonnement en cours à cette adresse.", { champ: "url" });
}
