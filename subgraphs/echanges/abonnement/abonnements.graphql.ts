import { Arg, Ctx, Directive, ID, Mutation, Query, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { once } from "../../shared/idempotence";
import type { SubgraphDependencies } from "../../shared/module";
import { isUuid } from "../../shared/page";
import { OBJETS_LIVRES, partenaireDe } from "../livraison/livraison";
import { ecrireSecret, etiquetteSecret } from "../livraison/signature";
import {
  ABONNEMENTS_MAX,
  abonnementInconnu,
  REJEU_MAX,
  refusAbonnement,
  refusEnCours,
  refusRejeuLivraisons,
  refusReserve,
  tropDEvenements,
} from "./abonnement";
import {
  Abonnement,
  AbonnerResultat,
  abonnement,
  DesabonnerResultat,
  ReactiverAbonnementResultat,
  RejeuLivraisons,
  RejouerLivraisonsResultat,
  RenouvelerSecretAbonnementResultat,
} from "./abonnement.graphql";
import {
  type AbonnementRow,
  abonnementParId,
  abonnementsDe,
  ajouterAbonnement,
  evenementsARejouer,
  nombreEnCours,
  reactiverAbonnement,
  rejouerDepuis,
  renouvelerSecret,
  resilierAbonnement,
  teteDuJournal,
  typeOrganisme,
} from "./abonnement.repository";

const CLE = { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." } as const;
const SCOPE = '@requiresScopes(scopes: [["echanges.lire"]])';

@Resolver()
export class AbonnementsResolver {
  constructor(private readonly dependances: SubgraphDependencies) {}

  @Query(() => [Abonnement], {
    nullable: true,
    description: "Les abonnements du client, en cours et terminés, du plus récent au plus ancien (200 au plus).",
  })
  @Directive(SCOPE)
  @Directive("@listSize(assumedSize: 20)")
  async abonnements(@Ctx() ctx: RequestContext): Promise<Abonnement[]> {
    return (await abonnementsDe(await ctx.read(), ctx.requireCaller().client, 200)).map((row) => abonnement(row));
  }

  @Mutation(() => AbonnerResultat, {
    description:
      "Demande d’être prévenu d’événements. L’adresse est en https et publique (sinon URL_REFUSEE). Les livraisons se font avec les droits du jeton qui s’abonne, relus chaque fois.",
  })
  @Directive(SCOPE)
  abonner(
    @Ctx() ctx: RequestContext,
    @Arg("url", () => String, { description: "Adresse https qui recevra les événements." }) url: string,
    @Arg("types", () => [String], { description: "Types d’événements voulus." }) types: string[],
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
  ): Promise<Abonnement | Refus> {
    const apply = (writing: WritingTransaction) => this.ajouter(ctx, writing, url, types);
    return once<Abonnement>(ctx, { ...this.avecSecret(ctx), mutation: "abonner", cle, payload: { url, types }, apply });
  }

  private async ajouter(ctx: RequestContext, { tx }: WritingTransaction, url: string, types: string[]): Promise<Abonnement | Refus> {
    const refus = refusAbonnement(url, types, { privees: this.dependances.webhooksAdressesPrivees }, ctx.hasScope("journal.lire"));
    if (refus) return refus;
    const caller = ctx.requireCaller();
    if ((await nombreEnCours(tx, caller.client)) >= ABONNEMENTS_MAX) {
      return Refus.de("TROP_D_ABONNEMENTS", `Un client a au plus ${ABONNEMENTS_MAX} abonnements en cours : terminez-en un d’abord.`);
    }
    const partenaire = partenaireDe(await typeOrganisme(tx, caller));
    const depuis = await teteDuJournal(tx);
    const row = await ajouterAbonnement(tx, { caller, partenaire, url, types: [...new Set(types)], creeLe: ctx.now(), depuis });
    return row
      ? this.avec(row)
      : Refus.de("ABONNEMENT_EXISTANT", "Votre client a déjà un abonnement en cours à cette adresse.", { champ: "url" });
  }

  @Mutation(() => DesabonnerResultat, { description: "Termine un abonnement du client. Une seconde fois ne change rien." })
  @Directive(SCOPE)
  desabonner(
    @Ctx() ctx: RequestContext,
    @Arg("abonnement", () => ID, { description: "L’abonnement." }) id: string,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
  ): Promise<Abonnement | Refus> {
    const apply = async ({ tx }: WritingTransaction) => {
      const row = isUuid(id) ? await resilierAbonnement(tx, ctx.requireCaller().client, id, ctx.now()) : null;
      return row ? abonnement(row) : abonnementInconnu();
    };
    return once<Abonnement>(ctx, { ...sansSecret(ctx), mutation: "desabonner", cle, payload: { abonnement: id }, apply });
  }

  @Mutation(() => RenouvelerSecretAbonnementResultat, {
    description:
      "Change le secret d’un abonnement. Pendant 24 heures, chaque message porte les deux signatures. L’abonnement prend les droits du jeton qui le demande.",
  })
  @Directive(SCOPE)
  renouvelerSecretAbonnement(
    @Ctx() ctx: RequestContext,
    @Arg("abonnement", () => ID, { description: "L’abonnement." }) id: string,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
  ): Promise<Abonnement | Refus> {
    const apply = async ({ tx }: WritingTransaction) => {
      const caller = ctx.requireCaller();
      const row = await connu(tx, caller.client, id);
      const refus = refusEnCours(row) ?? refusReserve(row!.types, ctx.hasScope("journal.lire"));
      if (refus) return refus;
      const partenaire = partenaireDe(await typeOrganisme(tx, caller));
      const tete = await teteDuJournal(tx);
      return this.avec((await renouvelerSecret(tx, caller, id, { partenaire, tete, le: ctx.now() }))!);
    };
    return once<Abonnement>(ctx, {
      ...this.avecSecret(ctx),
      mutation: "renouvelerSecretAbonnement",
      cle,
      payload: { abonnement: id },
      apply,
    });
  }

  @Mutation(() => ReactiverAbonnementResultat, {
    description: "Reprend les livraisons d’un abonnement désactivé. Ce qui n’est pas parti entre-temps se demande par rejouerLivraisons.",
  })
  @Directive(SCOPE)
  reactiverAbonnement(
    @Ctx() ctx: RequestContext,
    @Arg("abonnement", () => ID, { description: "L’abonnement." }) id: string,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
  ): Promise<Abonnement | Refus> {
    const apply = async ({ tx }: WritingTransaction) => {
      const { client } = ctx.requireCaller();
      const row = await connu(tx, client, id);
      const refus = refusEnCours(row) ?? refusReserve(row!.types, ctx.hasScope("journal.lire"));
      return refus ?? abonnement((await reactiverAbonnement(tx, client, id))!);
    };
    return once<Abonnement>(ctx, { ...sansSecret(ctx), mutation: "reactiverAbonnement", cle, payload: { abonnement: id }, apply });
  }

  @Mutation(() => RejouerLivraisonsResultat, {
    description:
      "Livre de nouveau, dans l’ordre, les événements de l’abonnement qui suivent une position (10 000 au plus). Le même événement garde le même webhook-id.",
  })
  @Directive(SCOPE)
  rejouerLivraisons(
    @Ctx() ctx: RequestContext,
    @Arg("abonnement", () => ID, { description: "L’abonnement." }) id: string,
    @Arg("depuis", () => String, { description: "Position du dernier événement bien reçu ; 0 depuis le début du journal." }) depuis: string,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
  ): Promise<RejeuLivraisons | Refus> {
    const { client } = ctx.requireCaller();
    return once<RejeuLivraisons>(ctx, {
      schema: "echanges",
      mutation: "rejouerLivraisons",
      cle,
      payload: { abonnement: id, depuis },
      apply: ({ tx }) => rejouer(tx, ctx, id, depuis),
      idOf: (fait) => `${fait.nombre} ${fait.abonnement.id}`,
      reload: async (fait, { tx }) => {
        const [nombre, connue] = fait.split(" ");
        return rejeu((await abonnementParId(tx, client, connue!))!, Number(nombre));
      },
    });
  }

  private avec(row: AbonnementRow): Abonnement {
    const secret = this.dependances.nirCipher.sharedSecret(etiquetteSecret(row.id, row.version_secret));
    return abonnement(row, ecrireSecret(secret));
  }

  /** The same key gives the secret again: whose answer was lost has no other way to know it. */
  private avecSecret(ctx: RequestContext) {
    return {
      ...sansSecret(ctx),
      reload: async (id: string, { tx }: WritingTransaction) => this.avec((await abonnementParId(tx, ctx.requireCaller().client, id))!),
    };
  }
}

type Tx = WritingTransaction["tx"];

const sansSecret = (ctx: RequestContext) => ({
  schema: "echanges",
  idOf: (result: Abonnement) => result.id,
  reload: async (id: string, { tx }: WritingTransaction) => abonnement((await abonnementParId(tx, ctx.requireCaller().client, id))!),
});

const connu = (tx: Tx, client: string, id: string): Promise<AbonnementRow | null> =>
  isUuid(id) ? abonnementParId(tx, client, id) : Promise.resolve(null);

const rejeu = (row: AbonnementRow, nombre: number): RejeuLivraisons =>
  Object.assign(new RejeuLivraisons(), { abonnement: abonnement(row), nombre });

async function rejouer(tx: Tx, ctx: RequestContext, id: string, depuis: string): Promise<RejeuLivraisons | Refus> {
  const row = await connu(tx, ctx.requireCaller().client, id);
  const refus = refusRejeuLivraisons(row, depuis) ?? refusReserve(row!.types, ctx.hasScope("journal.lire"));
  if (refus) return refus;
  const position = Number(depuis);
  if ((await evenementsARejouer(tx, id, position, REJEU_MAX + 1)) > REJEU_MAX) return tropDEvenements();
  return rejeu(row!, await rejouerDepuis(tx, id, position, OBJETS_LIVRES));
}
