import { Arg, Ctx, Directive, Field, ID, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import type { SubgraphDependencies } from "../../shared/module";
import { acteSur } from "../acte.graphql";
import { MotifEffacement } from "../enums.graphql";
import { resultatOuRefus } from "../resultat.graphql";
import type { Situation } from "../situation";
import type * as mots from "../vocabulaire";
import { type Effacement, refusDEffacement } from "./effacement";
import { aDesDroitsOuverts, effacementParId, effacer } from "./effacement.repository";

@ObjectType("EffacementAllocataire", { simpleResolvers: true, description: "Effacement d’une personne : plus rien d’elle n’y est." })
export class EffacementType {
  @Field(() => ID, { description: "Identifiant de l’effacement." })
  id: string;
  @Field(() => MotifEffacement, { description: "Motif." })
  motif: mots.MotifEffacement;
  @Field(() => HorodatageScalar, { description: "Quand." })
  effaceLe: Date;
  @Field(() => Int, { description: "Nombre de lignes effacées dans ce sous-graphe ; les autres suivent l’événement." })
  lignes: number;
}

const EffacerAllocataireResultat = resultatOuRefus("EffacerAllocataireResultat", EffacementType, "EffacementAllocataire");

@Resolver()
export class Effacements {
  constructor(private readonly dependances: SubgraphDependencies) {}

  @Directive('@requiresScopes(scopes: [["journal.lire"]])')
  @Mutation(() => EffacerAllocataireResultat, {
    description:
      "Efface une personne de tout le hub, sans retour. Le Département seul, pour l’exercice de ses droits. Un flux qui la ferait revenir est arrêté, et le dit.",
  })
  effacerAllocataire(
    @Arg("allocataire", () => ID, { description: "La personne." }) allocataire: string,
    @Arg("motif", () => MotifEffacement, { description: "Motif : demande de la personne, ou collecte erronée." })
    motif: mots.MotifEffacement,
    @Arg("cleIdempotence", () => String, {
      nullable: true,
      description: "Clé d’idempotence : la même clé donne la même réponse, appliquée une fois.",
    })
    cleIdempotence: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<Effacement | Refus> {
    const demande = { allocataire, motif, cleIdempotence };
    return acteSur<Effacement>(ctx, {
      mutation: "effacerAllocataire",
      demande,
      apply: (situation, ecriture) => this.appliquer(situation, motif, ecriture, ctx),
      reload: ({ tx }, id) => effacementParId(tx, id),
    });
  }

  /** The fact, its event and its trace: the register keeps that the Département erased, and when. */
  private async appliquer(
    { departement, allocataire, acteur }: Situation,
    motif: mots.MotifEffacement,
    { tx, publish, trace }: WritingTransaction,
    ctx: RequestContext,
  ): Promise<Effacement | Refus> {
    const personne = { departement, allocataire };
    const droitsOuverts = await aDesDroitsOuverts(tx, personne);
    const refusee = refusDEffacement({ acteur, finalite: ctx.requireCaller().finalite, droitsOuverts }, motif);
    if (refusee) return refusee;
    const fait = await effacer(tx, this.dependances.nirCipher, personne, { motif, par: acteur.organisme, le: ctx.now() });
    await publish({ type: "PersonneEffacee", departement, allocataire, donnees: { systeme: "DEPARTEMENT", portee: "HUB", motif } });
    await trace([allocataire], ["EffacementAllocataire.effaceLe"]);
    return fait;
  }
}
