import { Args, ArgsType, Ctx, createUnionType, Directive, Field, Float, ID, Int, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { once } from "../../shared/idempotence";
import { isUuid } from "../../shared/page";
import { auteur } from "../contrat/resultat/validation";
import { BilanFinancier, NatureFinanciereEnum } from "./bilan.graphql";
import { bilanFinancier } from "./finance.graphql";
import { ajouterSaisie, contratDeLaSaisie, fichesDuContrat, saisieARemplacer } from "./finance.repository";
import type { Nature } from "./nature";
import { type DemandeFinanciere, objetDe, refusFinance, refusRemplacement } from "./saisie-financiere";

export const SaisirFinanceResultat = createUnionType({
  name: "SaisirFinanceResultat",
  description: "Le bilan du contrat avec ce qui vient d’être saisi, ou un refus.",
  types: () => [BilanFinancier, Refus] as const,
});

@ArgsType()
export class DemandeSaisieFinanciere {
  @Field(() => String, { description: "Code du département (94)." })
  departement: string;
  @Field(() => Int, { description: "Année du contrat." })
  annee: number;
  @Field(() => NatureFinanciereEnum, { description: "Ce qui est saisi." })
  nature: Nature;
  @Field(() => String, {
    nullable: true,
    description: "Fiche action ; INSERTION ou SOLIDARITES pour un versement du programme entier ; rien pour une date du contrat.",
  })
  objet?: string | null;
  @Field(() => Float, { nullable: true, description: "Montant, en centimes." })
  montantCentimes?: number | null;
  @Field(() => DateScalar, { description: "Jour du versement, du total ou de l’acte." })
  le: string;
  @Field(() => String, { description: "D’où cela vient : titre, mandat, courrier, lien." })
  preuve: string;
  @Field(() => String, { nullable: true, description: "Imputation comptable." })
  imputation?: string | null;
  @Field(() => ID, { nullable: true, description: "La saisie que celle-ci corrige : elle reste à lire et ne compte plus." })
  remplace?: string | null;
  @Field(() => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." })
  cleIdempotence?: string | null;
}

interface Saisi {
  id: string;
  bilan: BilanFinancier;
}

@Resolver()
export class SaisirFinanceResolver {
  @Directive('@requiresScopes(scopes: [["indicateurs.saisir"]])')
  @Mutation(() => SaisirFinanceResultat, {
    description:
      "Saisit un versement, une dépense, un report ou une date du contrat, avec sa preuve. Refus : CONTRAT_SANS_FINANCES, DATE_FUTURE, FICHE_INCONNUE, MONTANT_INVALIDE, MONTANT_SANS_OBJET, OBJET_SANS_OBJET, PREUVE_MANQUANTE, SAISIE_INTROUVABLE, SAISIE_REMPLACEE, TEXTE_TROP_LONG.",
  })
  async saisirFinance(
    @Args(() => DemandeSaisieFinanciere) { cleIdempotence, ...args }: DemandeSaisieFinanciere,
    @Ctx() ctx: RequestContext,
  ): Promise<BilanFinancier | Refus> {
    const demande: DemandeFinanciere = {
      ...args,
      objet: args.objet ?? null,
      montantCentimes: args.montantCentimes ?? null,
      imputation: args.imputation?.trim() || null,
      remplace: args.remplace ?? null,
    };
    const resultat = await once<Saisi>(ctx, {
      schema: "indicateurs",
      mutation: "saisirFinance",
      cle: cleIdempotence,
      payload: demande,
      apply: (writing) => saisir(demande, ctx, writing),
      idOf: ({ id }) => id,
      reload: (id, writing) => relire(id, ctx, writing),
    });
    return resultat instanceof Refus ? resultat : resultat.bilan;
  }
}

async function saisir(demande: DemandeFinanciere, ctx: RequestContext, writing: WritingTransaction): Promise<Saisi | Refus> {
  const { tx, publish } = writing;
  const { departement, annee, nature, remplace } = demande;
  // Another département reads like one without a contract: row level security gives no line.
  const refus = refusFinance(demande, await fichesDuContrat(tx, departement, annee), ctx.today());
  if (refus) return refus;
  if (remplace !== null) {
    const corrigee = isUuid(remplace) ? await saisieARemplacer(tx, departement, remplace) : null;
    const refusee = refusRemplacement(demande, corrigee);
    if (refusee) return refusee;
  }
  const id = await ajouterSaisie(tx, demande, auteur(ctx.requireCaller()), ctx.now());
  await publish({ type: "FinanceSaisie", departement, allocataire: null, donnees: { saisie: id, annee, nature, objet: objetDe(demande) } });
  return relire(id, ctx, writing);
}

async function relire(id: string, ctx: RequestContext, { tx }: WritingTransaction): Promise<Saisi> {
  const { departement, annee } = (await contratDeLaSaisie(tx, id))!;
  return { id, bilan: (await bilanFinancier(tx, departement, annee, ctx.today()))! };
}
