import { Arg, Ctx, Directive, Field, FieldResolver, Int, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { DateScalar } from "../../shared/contrat/scalars";
import { NatureDecisionDossier, SensMutation } from "../enums.graphql";
import type { NatureDecisionDossier as NomDecision, SensMutation as NomSens } from "../vocabulaire";
import { DossierRsaType } from "./dossier.graphql";
import type { DossierStocke } from "./dossier.repository";
import { libelleDeLigne, libelleDuMotif } from "./droits-dossier";
import {
  type DecisionDuDossier,
  decisionsParDossier,
  foyerParDossier,
  type LigneDuDroit,
  lignesDroitParDossier,
  type MutationDuDossier,
  mutationsParDossier,
} from "./droits-dossier.repository";

@ObjectType("DecisionDossier", {
  simpleResolvers: true,
  description: "Refus, suspension ou clôture d’un dossier RSA, dit par l’organisme payeur.",
})
export class DecisionDossierType {
  @Field(() => NatureDecisionDossier, { description: "Ce qui est décidé." })
  nature: NomDecision;
  @Field(() => String, { description: "Code du motif, de la CNAF." })
  motif: string;
  @Field(() => DateScalar, { description: "Date d’effet." })
  du: string;
  @Field(() => DateScalar, { nullable: true, description: "Veille du flux qui ne le dit plus ; nul tant que la décision court." })
  au: string | null;
}

@ObjectType("LigneDroit", {
  simpleResolvers: true,
  description: "Part du droit au RSA sur une période (DetailCalculDroitRSA), avec un montant.",
})
export class LigneDroitType {
  @Field(() => String, { description: "Nature du droit (NATPF)." })
  nature: string;
  @Field(() => String, { description: "Sous-nature (SOUSNATPF)." })
  sousNature: string;
  @Field(() => DateScalar, { description: "Premier jour du droit." })
  du: string;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour du droit ; nul s’il n’est pas fixé." })
  au: string | null;
  @Field(() => Int, { nullable: true, description: "Montant versé par mois, en centimes d’euro." })
  montantCentimes: number | null;
  @Field(() => DateScalar, { description: "Date du premier flux qui dit cette ligne avec ce montant." })
  depuis: string;
  @Field(() => DateScalar, { nullable: true, description: "Veille du flux qui ne la dit plus ; nul pour une ligne en cours." })
  jusque: string | null;
}

@ObjectType("MutationDossier", { simpleResolvers: true, description: "Passage d’un dossier RSA d’un organisme payeur à un autre." })
export class MutationDossierType {
  @Field(() => SensMutation, { description: "D’où vient le dossier, ou vers où il part." })
  sens: NomSens;
  @Field(() => String, { description: "L’autre organisme payeur : CAF ou MSA, puis son numéro." })
  organisme: string;
  @Field(() => DateScalar, { description: "Date de la mutation." })
  le: string;
}

@Resolver(() => DossierRsaType)
export class DroitsDuDossier {
  @FieldResolver(() => DateScalar, { nullable: true, description: "Date de la demande de RSA." })
  async demande(@Root() dossier: DossierStocke, @Ctx() ctx: RequestContext): Promise<string | null> {
    return (await ctx.loader(foyerParDossier).load(dossier.id))?.demande ?? null;
  }

  @FieldResolver(() => String, { nullable: true, description: "Numéro de la demande précédente (NUMDEMRSAPRECE)." })
  async numeroPrecedent(@Root() dossier: DossierStocke, @Ctx() ctx: RequestContext): Promise<string | null> {
    return (await ctx.loader(foyerParDossier).load(dossier.id))?.numeroPrecedent ?? null;
  }

  @FieldResolver(() => Int, { nullable: true, description: "Nombre de personnes au foyer, enfants compris." })
  async personnesAuFoyer(@Root() dossier: DossierStocke, @Ctx() ctx: RequestContext): Promise<number | null> {
    return (await ctx.loader(foyerParDossier).load(dossier.id))?.personnesAuFoyer ?? null;
  }

  @FieldResolver(() => Int, { nullable: true, description: "Nombre d’enfants et autres personnes à charge." })
  async enfantsACharge(@Root() dossier: DossierStocke, @Ctx() ctx: RequestContext): Promise<number | null> {
    return (await ctx.loader(foyerParDossier).load(dossier.id))?.enfantsACharge ?? null;
  }

  @Directive("@listSize(assumedSize: 4)")
  @FieldResolver(() => [DecisionDossierType], {
    description: "Suspensions du droit et du versement, de la plus ancienne à la plus récente.",
  })
  async suspensions(@Root() dossier: DossierStocke, @Ctx() ctx: RequestContext): Promise<DecisionDuDossier[]> {
    return (await ctx.loader(decisionsParDossier).load(dossier.id)).filter((d) => d.nature.startsWith("SUSPENSION"));
  }

  @FieldResolver(() => DecisionDossierType, { nullable: true, description: "Refus de la demande, s’il court." })
  refus(@Root() dossier: DossierStocke, @Ctx() ctx: RequestContext): Promise<DecisionDuDossier | null> {
    return enCours(dossier, ctx, "REFUS");
  }

  @FieldResolver(() => DecisionDossierType, { nullable: true, description: "Clôture du droit, si elle court." })
  cloture(@Root() dossier: DossierStocke, @Ctx() ctx: RequestContext): Promise<DecisionDuDossier | null> {
    return enCours(dossier, ctx, "CLOTURE");
  }

  @Directive("@listSize(assumedSize: 10)")
  @FieldResolver(() => [LigneDroitType], { description: "Lignes du droit en cours ; avec « historique », celles d’avant aussi." })
  async lignesDroit(
    @Arg("historique", () => Boolean, { defaultValue: false, description: "Vrai pour lire aussi les lignes remplacées." })
    historique: boolean,
    @Root() dossier: DossierStocke,
    @Ctx() ctx: RequestContext,
  ): Promise<LigneDuDroit[]> {
    return (await ctx.loader(lignesDroitParDossier).load(dossier.id)).filter((ligne) => historique || ligne.jusque === null);
  }

  @Directive("@listSize(assumedSize: 2)")
  @FieldResolver(() => [MutationDossierType], { description: "Passages d’un organisme payeur à un autre, du plus ancien au plus récent." })
  mutations(@Root() dossier: DossierStocke, @Ctx() ctx: RequestContext): Promise<MutationDuDossier[]> {
    return ctx.loader(mutationsParDossier).load(dossier.id);
  }
}

async function enCours({ id }: DossierStocke, ctx: RequestContext, nature: "REFUS" | "CLOTURE"): Promise<DecisionDuDossier | null> {
  const decisions = await ctx.loader(decisionsParDossier).load(id);
  return decisions.filter((d) => d.nature.startsWith(nature) && d.au === null).at(-1) ?? null;
}

@Resolver(() => DecisionDossierType)
export class LibelleDeLaDecision {
  @FieldResolver(() => String, { nullable: true, description: "Libellé du motif ; nul pour un code que le hub ne connaît pas." })
  libelle(@Root() decision: DecisionDuDossier): string | null {
    return libelleDuMotif(decision.nature, decision.motif);
  }
}

@Resolver(() => LigneDroitType)
export class LibelleDeLaLigne {
  @FieldResolver(() => String, {
    nullable: true,
    description: "Libellé de la nature du droit ; nul pour un code que le hub ne connaît pas.",
  })
  libelle(@Root() ligne: LigneDuDroit): string | null {
    return libelleDeLigne(ligne.nature);
  }
}
