import { Ctx, Directive, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Frein } from "../../shared/contrat/enums";
import { Provenance } from "../../shared/contrat/provenance";
import { DateScalar } from "../../shared/contrat/scalars";
import { Impact } from "../enums.graphql";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import type * as mots from "../vocabulaire";
import type { Contrainte, Diagnostic } from "./diagnostic";
import { contraintesParDiagnostic, diagnosticsParAllocataire } from "./diagnostic.repository";

@ObjectType("Contrainte", { simpleResolvers: true, description: "Frein repéré au diagnostic." })
export class ContrainteType {
  @Field(() => Frein, { description: "Le frein." })
  frein: Frein;
  @Field(() => Impact, { description: "Son poids sur le retour à l’emploi." })
  impact: mots.Impact;
  @Field(() => Boolean, { description: "Vrai s’il est à lever d’abord." })
  prioritaire: boolean;
  @Field(() => DateScalar, { nullable: true, description: "Jour où il a été repéré." })
  reperee: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Jour où il a été levé." })
  leveeLe: string | null;
}

@ObjectType("Diagnostic", {
  simpleResolvers: true,
  description: "Diagnostic global de la situation de la personne. Illisible pour les finalités de droits et devoirs et de pilotage.",
})
export class DiagnosticType {
  @Field(() => DateScalar, { description: "Jour du diagnostic." })
  etabliLe: string;
  @Field(() => String, { nullable: true, description: "Référentiel suivi." })
  referentiel: string | null;
  @Field(() => Boolean, { nullable: true, description: "Vrai si le diagnostic suit la norme nationale." })
  conformeNormeNationale: boolean | null;
  @Field(() => String, { nullable: true, description: "Niveau de qualification." })
  niveauQualification: string | null;
  @Field(() => String, { nullable: true, description: "Situation au regard de l’emploi." })
  situationEmploi: string | null;
  @Directive("@listSize(assumedSize: 3)")
  @Field(() => [String], { description: "Métiers recherchés." })
  metiersRecherches: string[];
  @Field(() => String, { nullable: true, description: "Projet professionnel." })
  projetProfessionnel: string | null;
  @Field(() => Boolean, { nullable: true, description: "Vrai si la personne aide un proche." })
  procheAidant: boolean | null;
  @Field(() => Provenance, { description: "Qui l’a établi." })
  provenance: Provenance;
}

/** PostgreSQL hides diagnostics for the purposes that they do not serve: the lists are then empty. */
@Resolver(() => AllocataireType)
export class DiagnosticsDeLAllocataire {
  @FieldResolver(() => DiagnosticType, { nullable: true, description: "Dernier diagnostic." })
  async diagnostic(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<Diagnostic | null> {
    return (await ctx.loader(diagnosticsParAllocataire).load(personne.id))[0] ?? null;
  }

  @Directive("@listSize(assumedSize: 3)")
  @FieldResolver(() => [DiagnosticType], { description: "Tous les diagnostics, le plus récent d’abord." })
  diagnostics(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<Diagnostic[]> {
    return ctx.loader(diagnosticsParAllocataire).load(personne.id);
  }
}

@Resolver(() => DiagnosticType)
export class DetailDuDiagnostic {
  @Directive("@listSize(assumedSize: 8)")
  @FieldResolver(() => [ContrainteType], { description: "Freins repérés, les prioritaires d’abord." })
  contraintes(@Root() diagnostic: Diagnostic, @Ctx() ctx: RequestContext): Promise<Contrainte[]> {
    return ctx.loader(contraintesParDiagnostic).load(diagnostic.id);
  }
}
