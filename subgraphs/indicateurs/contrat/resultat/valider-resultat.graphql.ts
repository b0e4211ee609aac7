import { Args, ArgsType, Ctx, createUnionType, Directive, Field, ID, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../../shared/context";
import { Refus } from "../../../shared/contrat/refus";
import { once } from "../../../shared/idempotence";
import { isUuid } from "../../../shared/page";
import { ResultatSaisi } from "./resultat.graphql";
import { auteur, refusValidation, resultatIntrouvable } from "./validation";
import { type ResultatRow, resultatAStatuer, statuer } from "./validation.repository";

export const ValiderResultatResultat = createUnionType({
  name: "ValiderResultatResultat",
  description: "Le résultat, validé ou rejeté, ou un refus.",
  types: () => [ResultatSaisi, Refus] as const,
});

@ArgsType()
export class DemandeValidation {
  @Field(() => ID, { description: "Résultat saisi (historiqueResultats, resultatsAttendus)." })
  resultat: string;
  @Field(() => Boolean, { description: "Vrai pour valider, faux pour rejeter." })
  accepter: boolean;
  @Field(() => String, { nullable: true, description: "Pourquoi ; obligatoire pour rejeter." })
  motif?: string | null;
  @Field(() => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." })
  cleIdempotence?: string | null;
}

interface Decision {
  resultat: string;
  accepter: boolean;
  motif: string | null;
}

export const resultatSaisi = (row: ResultatRow): ResultatSaisi => Object.assign(new ResultatSaisi(), row);

@Resolver()
export class ValiderResultatResolver {
  @Directive('@requiresScopes(scopes: [["indicateurs.saisir"]])')
  @Mutation(() => ValiderResultatResultat, {
    description:
      "Valide ou rejette un résultat saisi par quelqu’un d’autre. Un résultat rejeté ne compte plus : le précédent compte de nouveau. Refus : AUTEUR_DU_RESULTAT, MOTIF_MANQUANT, MOTIF_TROP_LONG, RESULTAT_CORRIGE, RESULTAT_DEJA_STATUE, RESULTAT_INTROUVABLE.",
  })
  async validerResultat(
    @Args(() => DemandeValidation) { cleIdempotence, ...demande }: DemandeValidation,
    @Ctx() ctx: RequestContext,
  ): Promise<ResultatSaisi | Refus> {
    const decision: Decision = { ...demande, motif: demande.motif?.trim() || null };
    return once<ResultatSaisi>(ctx, {
      schema: "indicateurs",
      mutation: "validerResultat",
      cle: cleIdempotence,
      payload: decision,
      apply: (writing) => decider(decision, ctx, writing),
      idOf: ({ id }) => id,
      reload: async (id, { tx }) => relire(await resultatAStatuer(tx, id)),
    });
  }
}

const relire = (row: ResultatRow | null): ResultatSaisi | Refus => (row ? resultatSaisi(row) : resultatIntrouvable());

async function decider(decision: Decision, ctx: RequestContext, { tx, publish }: WritingTransaction): Promise<ResultatSaisi | Refus> {
  const resultat = isUuid(decision.resultat) ? await resultatAStatuer(tx, decision.resultat) : null;
  if (!resultat) return resultatIntrouvable();
  const par = auteur(ctx.requireCaller());
  const refus = refusValidation(resultat, decision.accepter ? "valider" : "rejeter", decision.motif, par);
  if (refus) return refus;
  const { departement, id, code, territoire, annee } = resultat;
  const statut = decision.accepter ? "VALIDE" : "REJETE";
  await statuer(tx, { departement, resultat: id, statut, motif: decision.motif, par, le: ctx.now() });
  await publish({ type: "ResultatStatue", departement, allocataire: null, donnees: { resultat: id, code, territoire, annee, statut } });
  return relire(await resultatAStatuer(tx, id));
}
