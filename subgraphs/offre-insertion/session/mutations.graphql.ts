import { Arg, Ctx, createUnionType, Directive, ID, Int, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { once } from "../../shared/idempotence";
import { isUuid } from "../../shared/page";
import { auteur } from "../auteur";
import { sessionDansTransaction } from "../ecriture.repository";
import type { Session } from "../offre/offre";
import { SessionOffre } from "../offre/session.graphql";
import { refusDuMotif } from "../prescription/cycle";
import { refuserNul } from "../texte-recu";
import { annulerSession, definirCapacite } from "./session.repository";

const resolveType = (valeur: object) => (valeur instanceof Refus ? Refus : SessionOffre);

export const AnnulerSessionResultat = createUnionType({
  name: "AnnulerSessionResultat",
  description: "La session annulée, ou la raison pour laquelle elle ne l’a pas été.",
  types: () => [SessionOffre, Refus] as const,
  resolveType,
});

export const DefinirCapaciteSessionResultat = createUnionType({
  name: "DefinirCapaciteSessionResultat",
  description: "La session et ses places, ou la raison pour laquelle elles n’ont pas changé.",
  types: () => [SessionOffre, Refus] as const,
  resolveType,
});

const INTROUVABLE = () =>
  Refus.de("SESSION_INTROUVABLE", "Aucune session à venir que vous gérez ne porte cet identifiant.", { champ: "session" });

@Resolver()
export class SessionMutations {
  @Directive('@requiresScopes(scopes: [["prescription.gerer"]])')
  @Mutation(() => AnnulerSessionResultat, {
    description:
      "Annule une session à venir de sa structure, ou de son PDIE. Personne n’est déplacé : chaque prescription garde sa place dans l’offre, son historique le dit, un événement part. Refus : SESSION_INTROUVABLE, MOTIF_MANQUANT.",
  })
  async annulerSession(
    @Arg("session", () => ID, { description: "Session à venir." }) session: string,
    @Arg("motif", () => String, { description: "Pourquoi ; chaque prescription le dit." }) motif: string,
    @Arg("cleIdempotence", () => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." }) cle:
      | string
      | null,
    @Ctx() ctx: RequestContext,
  ): Promise<Session | Refus> {
    refuserNul({ session, motif, cle }, "annulerSession");
    const { par } = await auteur(ctx);
    return unefois(ctx, "annulerSession", cle, { session, motif }, async ({ tx }) => {
      const refus = refusDuMotif(motif, true);
      if (refus) return refus;
      if (!isUuid(session) || (await annulerSession(tx, session, motif.trim(), par, ctx.now())) === null) return INTROUVABLE();
      return (await sessionDansTransaction(tx, session))!;
    });
  }

  @Directive('@requiresScopes(scopes: [["prescription.gerer"]])')
  @Mutation(() => DefinirCapaciteSessionResultat, {
    description:
      "Dit le nombre de places d’une session de sa structure, ou de son PDIE ; celles qui s’ajoutent vont aux premiers de la liste d’attente. Refus : SESSION_INTROUVABLE, CAPACITE_INVALIDE.",
  })
  async definirCapaciteSession(
    @Arg("session", () => ID, { description: "La session." }) session: string,
    @Arg("capacite", () => Int, { nullable: true, description: "Nombre de places ; null : pas limitées." }) capacite: number | null,
    @Arg("cleIdempotence", () => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." }) cle:
      | string
      | null,
    @Ctx() ctx: RequestContext,
  ): Promise<Session | Refus> {
    refuserNul({ session, cle }, "definirCapaciteSession");
    return unefois(ctx, "definirCapaciteSession", cle, { session, capacite }, async ({ tx }) => {
      const faite =
        isUuid(session) && (capacite === null || capacite >= 0) ? await definirCapacite(tx, session, capacite, ctx.now()) : null;
      if (faite) return (await sessionDansTransaction(tx, session))!;
      if (faite === null && (capacite === null || capacite >= 0)) return INTROUVABLE();
      return Refus.de("CAPACITE_INVALIDE", "Une session a au moins autant de places que de personnes qui y tiennent la leur.", {
        champ: "capacite",
      });
    });
  }
}

const unefois = (
  ctx: RequestContext,
  mutation: string,
  cle: string | null,
  payload: object,
  apply: (ecriture: WritingTransaction) => Promise<Session | Refus>,
): Promise<Session | Refus> =>
  once<Session>(ctx, {
    schema: "offre_insertion",
    mutation,
    cle,
    payload,
    idOf: ({ id }) => id,
    reload: async (id, { tx }) => (await sessionDansTransaction(tx, id)) ?? INTROUVABLE(),
    apply,
  });
