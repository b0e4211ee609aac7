import { Ctx, Directive, Field, FieldResolver, ID, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Provenance } from "../../shared/contrat/provenance";
import { DateScalar } from "../../shared/contrat/scalars";
import type { ContratEngagement } from "../contrat/contrat";
import { ContratEngagementType } from "../contrat/contrat.graphql";
import { contratParId } from "../contrat/contrat.repository";
import { NatureManquement, TypeOrganisme } from "../enums.graphql";
import type { Organisme } from "../organisme/organisme";
import { OrganismeType } from "../organisme/organisme.graphql";
import { organismeParId } from "../organisme/organisme.repository";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import type * as mots from "../vocabulaire";
import type { Manquement } from "./manquement";
import { manquementsParAllocataire } from "./manquement.repository";
import { RendezVousRef } from "./rendez-vous.ref";

@ObjectType("Manquement", {
  simpleResolvers: true,
  description: "Manquement constaté (CASF L. 262-37). Il n’ouvre rien de lui-même : un agent examine.",
})
export class ManquementType {
  @Field(() => ID, { description: "Identifiant du manquement." })
  id: string;
  @Field(() => NatureManquement, { description: "Nature." })
  nature: mots.NatureManquement;
  @Field(() => DateScalar, { description: "Jour du constat." })
  constateLe: string;
  @Field(() => TypeOrganisme, { description: "Nature de l’organisme qui l’a constaté." })
  constatePar: mots.TypeOrganisme;
  @Field(() => DateScalar, { nullable: true, description: "Jour de remise de la convocation, attesté par un agent." })
  remiseAttesteeLe: string | null;
  @Field(() => Boolean, { nullable: true, description: "Vrai si un motif légitime a été reconnu ; nul tant que ce n’est pas examiné." })
  motifLegitime: boolean | null;
  @Field(() => DateScalar, { nullable: true, description: "Jour où un agent a examiné le motif." })
  examineLe: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Identifiant du manquement (identifiantManquement) de France Travail, quand le manquement vient de lui.",
  })
  identifiantPartenaire: string | null;
  @Field(() => Provenance, { description: "Qui l’a enregistré." })
  provenance: Provenance;
}

@Resolver(() => ManquementType)
export class DetailDuManquement {
  @FieldResolver(() => RendezVousRef, { nullable: true, description: "Rendez-vous manqué." })
  rendezVous(@Root() manquement: Manquement): RendezVousRef | null {
    return manquement.rendezVous === null ? null : { id: manquement.rendezVous };
  }

  @FieldResolver(() => OrganismeType, { nullable: true, description: "Organisme qui atteste la remise de la convocation." })
  async remiseAttesteePar(
    @Root() { remiseAttesteeLe, source_organisme }: Manquement,
    @Ctx() ctx: RequestContext,
  ): Promise<Organisme | null> {
    return remiseAttesteeLe === null || source_organisme === null ? null : ctx.loader(organismeParId).load(source_organisme);
  }

  @FieldResolver(() => ContratEngagementType, { nullable: true, description: "Contrat en cause." })
  async contrat(@Root() manquement: Manquement, @Ctx() ctx: RequestContext): Promise<ContratEngagement | null> {
    return manquement.contrat === null ? null : ctx.loader(contratParId).load(manquement.contrat);
  }
}

@Resolver(() => AllocataireType)
export class ManquementsDeLAllocataire {
  @Directive("@listSize(assumedSize: 3)")
  @FieldResolver(() => [ManquementType], { description: "Manquements constatés, le plus récent d’abord." })
  manquements(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<Manquement[]> {
    return ctx.loader(manquementsParAllocataire).load(personne.id);
  }
}
