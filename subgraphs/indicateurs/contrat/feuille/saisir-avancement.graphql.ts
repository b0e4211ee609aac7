import { Args, ArgsType, Ctx, createUnionType, Directive, Field, Int, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../../shared/context";
import { Refus } from "../../../shared/contrat/refus";
import { DateScalar } from "../../../shared/contrat/scalars";
import { once } from "../../../shared/idempotence";
import { auteur } from "../resultat/validation";
import { type DemandeAvancement, refusAvancement } from "./avancement";
import type { EtatAvancement } from "./echeance-ecrite";
import { CibleFeuilleDeRoute, cibleFeuille, EtatAvancementEnum } from "./feuille.graphql";
import { ajouterAvancement, cibleDeLAvancement, ciblesDeLaFeuille } from "./feuille.repository";

export const SaisirAvancementResultat = createUnionType({
  name: "SaisirAvancementResultat",
  description: "La cible avec son avancement, ou un refus.",
  types: () => [CibleFeuilleDeRoute, Refus] as const,
});

@ArgsType()
export class DemandeSaisieAvancement {
  @Field(() => String, { description: "Code du département (94)." })
  departement: string;
  @Field(() => Int, { description: "Rang de la cible (feuilleDeRoute)." })
  cible: number;
  @Field(() => EtatAvancementEnum, { description: "Où en est la cible." })
  etat: EtatAvancement;
  @Field(() => DateScalar, { description: "Jour où c’est vrai." })
  le: string;
  @Field(() => String, { description: "D’où cela vient : livrable, compte rendu, lien." })
  preuve: string;
  @Field(() => String, { nullable: true, description: "Commentaire." })
  commentaire?: string | null;
  @Field(() => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." })
  cleIdempotence?: string | null;
}

interface Saisi {
  id: string;
  cible: CibleFeuilleDeRoute;
}

@Resolver()
export class SaisirAvancementResolver {
  @Directive('@requiresScopes(scopes: [["indicateurs.saisir"]])')
  @Mutation(() => SaisirAvancementResultat, {
    description:
      "Saisit où en est une cible de la feuille de route. Les saisies précédentes restent ; la dernière compte. Refus : CIBLE_INTROUVABLE, DATE_FUTURE, PREUVE_MANQUANTE, TEXTE_TROP_LONG.",
  })
  async saisirAvancement(
    @Args(() => DemandeSaisieAvancement) { cleIdempotence, ...args }: DemandeSaisieAvancement,
    @Ctx() ctx: RequestContext,
  ): Promise<CibleFeuilleDeRoute | Refus> {
    const demande: DemandeAvancement = { ...args, commentaire: args.commentaire?.trim() || null };
    const resultat = await once<Saisi>(ctx, {
      schema: "indicateurs",
      mutation: "saisirAvancement",
      cle: cleIdempotence,
      payload: demande,
      apply: (writing) => saisir(demande, ctx, writing),
      idOf: ({ id }) => id,
      reload: (id, writing) => relire(id, ctx, writing),
    });
    return resultat instanceof Refus ? resultat : resultat.cible;
  }
}

async function saisir(demande: DemandeAvancement, ctx: RequestContext, writing: WritingTransaction): Promise<Saisi | Refus> {
  const { departement, cible, etat } = demande;
  const [connue] = await ciblesDeLaFeuille(writing.tx, departement, cible);
  const refus = refusAvancement(demande, connue !== undefined, ctx.today());
  if (refus) return refus;
  const id = await ajouterAvancement(writing.tx, demande, auteur(ctx.requireCaller()), ctx.now());
  await writing.publish({ type: "AvancementSaisi", departement, allocataire: null, donnees: { avancement: id, rang: cible, etat } });
  return relire(id, ctx, writing);
}

async function relire(id: string, ctx: RequestContext, { tx }: WritingTransaction): Promise<Saisi> {
  const { departement, cible } = (await cibleDeLAvancement(tx, id))!;
  const [row] = await ciblesDeLaFeuille(tx, departement, cible);
  return { id, cible: cibleFeuille(row!, ctx.today()) };
}
