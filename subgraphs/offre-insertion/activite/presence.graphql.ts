import { Arg, Ctx, createUnionType, Directive, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { once } from "../../shared/idempotence";
import { refuserNul } from "../texte-recu";
import * as mots from "./activite";
import { ActiviteType, DeclarantActivite } from "./activite.graphql";
import { ecrivain } from "./mutations.graphql";
import { activitesDeLaSession, declarerPresences, type PresenceSession } from "./presence.repository";

@InputType("PresenceSessionInput", { description: "Présence d’une personne à une session." })
export class PresenceSessionInput {
  @Field(() => ID, { description: "La personne." })
  allocataire: string;
  @Field(() => Boolean, { description: "Vrai si elle était là." })
  presente: boolean;
  @Field(() => Int, { nullable: true, description: "Minutes de présence ; absentes, celles qui étaient prévues ce jour." })
  minutes?: number | null;
}

@ObjectType("PresenceSession", { simpleResolvers: true, description: "Feuille de présence d’un jour de session." })
export class PresenceSessionType {
  @Field(() => ID, { description: "Identifiant de la session." })
  session: string;
  @Field(() => DateScalar, { description: "Jour." })
  date: string;
  @Directive("@listSize(assumedSize: 20)")
  @Field(() => [ActiviteType], { description: "Activités des personnes nommées, telles qu’elles sont maintenant." })
  activites: mots.Activite[];
}

export const DeclarerPresenceSessionResultat = createUnionType({
  name: "DeclarerPresenceSessionResultat",
  description: "La feuille de présence, ou la raison pour laquelle elle n’a pas été enregistrée.",
  types: () => [PresenceSessionType, Refus] as const,
  resolveType: (valeur) => (valeur instanceof Refus ? Refus : PresenceSessionType),
});

@Resolver()
export class PresenceMutations {
  @Directive('@requiresScopes(scopes: [["prescription.gerer"]])')
  @Mutation(() => DeclarerPresenceSessionResultat, {
    description:
      "Enregistre la feuille de présence d’un jour de session : tout, ou rien. Sur la parole de la structure, les activités sont déclarées ; sur celle du référent, confirmées. Une absence ne fait rien d’autre que ne pas compter. Refus : SESSION_INTROUVABLE, HORS_SESSION, DATE_FUTURE, PRESENCES_INVALIDES, PRESCRIPTION_INTROUVABLE, TRANSITION_IMPOSSIBLE, MINUTES_INVALIDES, JOURNEE_DEPASSEE.",
  })
  async declarerPresenceSession(
    @Arg("session", () => ID, { description: "La session." }) session: string,
    @Arg("presences", () => [PresenceSessionInput], { description: "De 1 à 200 personnes, chacune une fois." })
    presences: PresenceSessionInput[],
    @Arg("date", () => DateScalar, { nullable: true, description: "Jour de la session ; absent, le premier." }) date: string | null,
    @Arg("declarant", () => DeclarantActivite, { defaultValue: "REFERENT", description: "Sur la parole de qui." })
    declarant: mots.DeclarantActivite,
    @Arg("cleIdempotence", () => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." }) cle:
      | string
      | null,
    @Ctx() ctx: RequestContext,
  ): Promise<PresenceSession | Refus> {
    const recues = presences.map((p) => ({ allocataire: p.allocataire, presente: p.presente, minutes: p.minutes ?? null }));
    const demande = { session, date: date ?? null, presences: recues, declarant };
    refuserNul({ ...demande, cle }, "declarerPresenceSession");
    const resultat = await once<PresenceSession>(ctx, {
      schema: "offre_insertion",
      mutation: "declarerPresenceSession",
      cle,
      payload: demande,
      idOf: (p) => `${p.session} ${p.date}`,
      reload: async (id, { tx }) => {
        const [laSession, jour] = id.split(" ") as [string, string];
        const personnes = recues.map((p) => p.allocataire);
        return { session: laSession, date: jour, activites: await activitesDeLaSession(tx, laSession, jour, personnes) };
      },
      apply: async (ecriture) => declarerPresences(demande, ecriture, await ecrivain(ctx)),
    });
    ctx.forget();
    if (!(resultat instanceof Refus)) ctx.saw(resultat.activites.map((a) => a.allocataire));
    return resultat;
  }
}
