import {
  Arg,
  Ctx,
  createUnionType,
  Directive,
  Field,
  ID,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  registerEnumType,
} from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { enumOf } from "../../shared/contrat/enums";
import { PageInfo } from "../../shared/contrat/page-info";
import { Refus } from "../../shared/contrat/refus";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import { once } from "../../shared/idempotence";
import { decodeCursor, isUuid, type Page, pageSize, toPage } from "../../shared/page";
import { Allocataire, allocataire as personne } from "../allocataire.ref";
import { accuser, lireNotifications, type NotificationLue, notificationParId } from "./notification.repository";

export const CauseNotification = enumOf(["RECTIFICATION", "EFFACEMENT", "LIMITATION"] as const);
registerEnumType(CauseNotification, {
  name: "CauseNotification",
  description: "Ce que le destinataire doit apprendre (RGPD, article 19).",
});
export const StatutNotification = enumOf(["A_DIRE", "DITE", "ACCUSEE"] as const);
registerEnumType(StatutNotification, {
  name: "StatutNotification",
  description: "DITE : l’événement a été livré, ou le partenaire a confirmé un échange plus récent. ACCUSEE : le destinataire l’a dit.",
});

@ObjectType({
  simpleResolvers: true,
  description: "Destinataire d’une donnée rectifiée, limitée ou effacée, à qui le hub le dit (RGPD, article 19).",
})
export class NotificationDeDroits {
  @Field(() => ID, { description: "Identifiant." })
  id: string;
  @Field(() => CauseNotification, { description: "Ce qui est arrivé." })
  cause: NotificationLue["cause"];
  @Field(() => StatutNotification, { description: "Où en est l’information du destinataire." })
  statut: NotificationLue["statut"];
  @Field(() => String, { description: "Système client, abonné ou partenaire ; jamais un agent." })
  destinataire: string;
  @Field(() => String, { description: "Par où : ABONNEMENT, API (France Travail), FICHIER ou EVENEMENTS (le client lit evenements)." })
  canal: string;
  @Directive("@listSize(assumedSize: 6)")
  @Field(() => [String], {
    description: "Champs concernés (« Allocataire.telephone ») : les noms, jamais les valeurs ; vide pour un effacement.",
  })
  champs: string[];
  @Field(() => HorodatageScalar, { description: "Dernière fois que le destinataire a reçu ou lu une de ces données." })
  recuLe: Date;
  @Field(() => HorodatageScalar, { description: "Quand il a fallu le prévenir." })
  creeLe: Date;
  @Field(() => HorodatageScalar, { nullable: true, description: "Quand il a dit en avoir tenu compte." })
  accuseLe: Date | null;
  @Field(() => Allocataire, { nullable: true, description: "La personne ; nulle une fois effacée." })
  allocataire: Allocataire | null;
}

@ObjectType({ simpleResolvers: true, description: "Une notification et son curseur." })
export class NotificationDeDroitsEdge {
  @Field(() => String, { description: "Curseur à donner en « after » pour lire la suite." })
  cursor: string;
  @Field(() => NotificationDeDroits, { description: "La notification." })
  node: NotificationDeDroits;
}

@ObjectType({ simpleResolvers: true, description: "Notifications, de la plus récente à la plus ancienne." })
export class NotificationDeDroitsConnection {
  @Field(() => [NotificationDeDroitsEdge], { description: "Les notifications et leurs curseurs." })
  edges: NotificationDeDroitsEdge[];
  @Field(() => [NotificationDeDroits], { description: "Les notifications." })
  nodes: NotificationDeDroits[];
  @Field(() => PageInfo, { description: "Position de la page." })
  pageInfo: PageInfo;
}

const AccuserNotificationResultat = createUnionType({
  name: "AccuserNotificationResultat",
  description: "La notification, ou le refus.",
  types: () => [NotificationDeDroits, Refus] as const,
  resolveType: (valeur) => (valeur instanceof Refus ? "Refus" : "NotificationDeDroits"),
});

const enNotification = (n: NotificationLue): NotificationDeDroits => ({
  ...n,
  allocataire: n.allocataire === null ? null : personne(n.allocataire),
});
const inconnue = () =>
  Refus.de("NOTIFICATION_INCONNUE", "Aucune notification qui vous soit adressée ne porte cet identifiant.", { champ: "notification" });

@Resolver()
export class NotificationsDeDroits {
  @Directive('@requiresScopes(scopes: [["journal.lire"], ["echanges.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  @Query(() => NotificationDeDroitsConnection, {
    nullable: true,
    description:
      "À qui une donnée rectifiée, limitée ou effacée avait été donnée, et qui l’a appris. Avec journal.lire : toutes ; sinon celles de l’appelant.",
  })
  async notificationsDeDroits(
    @Ctx() ctx: RequestContext,
    @Arg("allocataire", () => ID, { nullable: true, description: "Celles d’une personne." }) allocataire: string | null,
    @Arg("enAttente", () => Boolean, { nullable: true, description: "Vrai : celles qui restent à dire ; faux : les autres." }) enAttente:
      | boolean
      | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "De 1 à 200." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur de la dernière notification lue." }) after: string | null,
  ): Promise<Page<NotificationDeDroits>> {
    const taille = pageSize(first, 50);
    const apres = decodeCursor(after, /^\d{1,15}:[0-9a-f-]{36}$/);
    const destinataire = ctx.hasScope("journal.lire") ? null : ctx.requireCaller().client;
    const filtre = { allocataire: allocataire ?? null, enAttente: enAttente ?? null, destinataire };
    const tx = await ctx.read();
    const lues = allocataire != null && !isUuid(allocataire) ? [] : await lireNotifications(tx, filtre, taille + 1, apres);
    ctx.saw(lues.slice(0, taille).flatMap((n) => n.allocataire ?? []));
    return toPage(lues.map(enNotification), taille, (n) => `${n.creeLe.getTime()}:${n.id}`, after);
  }

  @Directive('@requiresScopes(scopes: [["journal.lire"], ["echanges.lire"]])')
  @Mutation(() => AccuserNotificationResultat, {
    description:
      "Dit que le destinataire a tenu compte d’une rectification, d’une limitation ou d’un effacement : lui-même, ou qui répond à la personne.",
  })
  accuserNotification(
    @Ctx() ctx: RequestContext,
    @Arg("notification", () => ID, { description: "La notification." }) notification: string,
    @Arg("cleIdempotence", () => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." }) cle:
      | string
      | null,
  ): Promise<NotificationDeDroits | Refus> {
    const { client } = ctx.requireCaller();
    const destinataire = ctx.hasScope("journal.lire") ? null : client;
    return once<NotificationDeDroits>(ctx, {
      schema: "echanges",
      mutation: "accuserNotification",
      cle,
      payload: { notification },
      apply: async ({ tx, trace }) => {
        const lue = isUuid(notification) ? await notificationParId(tx, notification, destinataire) : null;
        if (!lue) return inconnue();
        await accuser(tx, lue.id, client, ctx.now());
        if (lue.allocataire) await trace([lue.allocataire], ["NotificationDeDroits.statut"]);
        return enNotification((await notificationParId(tx, lue.id, destinataire))!);
      },
      idOf: ({ id }) => id,
      reload: async (id, { tx }) => {
        const lue = await notificationParId(tx, id, destinataire);
        return lue ? enNotification(lue) : inconnue();
      },
    });
  }
}
