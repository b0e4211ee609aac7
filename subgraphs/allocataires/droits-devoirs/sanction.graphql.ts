import { Ctx, Directive, Field, FieldResolver, Float, ID, Int, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Provenance } from "../../shared/contrat/provenance";
import { DateScalar } from "../../shared/contrat/scalars";
import { CauseAnnulation, NatureSanction, StatutSanction, TypeOrganisme } from "../enums.graphql";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import type * as mots from "../vocabulaire";
import type { Manquement } from "./manquement";
import { ManquementType } from "./manquement.graphql";
import { manquementParId } from "./manquement.repository";
import type { Sanction } from "./sanction";
import { sanctionsParAllocataire } from "./sanction.repository";

@ObjectType("Sanction", {
  simpleResolvers: true,
  description: "Procédure de suspension ou de suppression (CASF L. 262-37). Le président du conseil départemental décide.",
})
export class SanctionType {
  @Field(() => ID, { description: "Identifiant de la procédure." })
  id: string;
  @Field(() => NatureSanction, { description: "Suspension ou suppression." })
  nature: mots.NatureSanction;
  @Field(() => StatutSanction, { description: "Étape." })
  statut: mots.StatutSanction;
  @Field(() => String, { description: "Motif de la proposition." })
  motif: string;
  @Field(() => DateScalar, { description: "Jour de la proposition." })
  proposeeLe: string;
  @Field(() => TypeOrganisme, { description: "Nature de l’organisme qui propose." })
  proposeePar: mots.TypeOrganisme;
  @Field(() => DateScalar, {
    nullable: true,
    description: "Fin du délai d’instruction d’une proposition de France Travail ; nul si le Département propose.",
  })
  instructionLimite: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Jour où la personne a été informée." })
  notifieeLe: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour pour présenter des observations." })
  observationsLimite: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Jour où les observations ont été reçues." })
  observationsRecuesLe: string | null;
  @Field(() => Boolean, { nullable: true, description: "Vrai si la personne était assistée." })
  assistee: boolean | null;
  @Field(() => DateScalar, { nullable: true, description: "Jour de l’avis de l’équipe pluridisciplinaire." })
  avisEquipePluridisciplinaireLe: string | null;
  @Field(() => Boolean, { nullable: true, description: "Vrai si l’avis est favorable à la sanction. Il ne lie personne." })
  avisFavorable: boolean | null;
  @Field(() => DateScalar, { nullable: true, description: "Jour de la décision." })
  decideeLe: string | null;
  @Field(() => TypeOrganisme, { nullable: true, description: "Nature de l’organisme qui a décidé." })
  decideePar: mots.TypeOrganisme | null;
  @Field(() => String, { nullable: true, description: "Motif de la décision." })
  decisionMotif: string | null;
  @Field(() => Boolean, { description: "Vrai si la décision est prise par délégation écrite." })
  parDelegation: boolean;
  @Field(() => Float, { nullable: true, description: "Part du RSA retenue, de 0 à 100." })
  quotitePourcent: number | null;
  @Field(() => Int, { nullable: true, description: "Montant retenu par mois, en centimes d’euro." })
  montantCentimes: number | null;
  @Field(() => Int, { nullable: true, description: "Durée, en mois." })
  dureeMois: number | null;
  @Field(() => DateScalar, { nullable: true, description: "Premier jour." })
  debut: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour." })
  fin: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Jour où la personne s’est remobilisée." })
  remobilisationLe: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Jour de la levée." })
  leveeLe: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Jour de l’annulation." })
  annuleeLe: string | null;
  @Field(() => CauseAnnulation, { nullable: true, description: "Cause de l’annulation." })
  annulationCause: mots.CauseAnnulation | null;
  @Field(() => DateScalar, {
    nullable: true,
    description:
      "Jour où l’organisme payeur a été informé de l’étape en cours ; nul tant qu’il reste à le faire, une levée ou une annulation comprise.",
  })
  transmiseOrganismePayeurLe: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Identifiant de la sanction (identifiantConsequenceSanction) de France Travail, quand la proposition vient de lui.",
  })
  identifiantPartenaire: string | null;
  @Field(() => Provenance, { description: "Qui l’a enregistrée." })
  provenance: Provenance;
}

@Resolver(() => SanctionType)
export class DetailDeLaSanction {
  @FieldResolver(() => ManquementType, { description: "Manquement à l’origine." })
  manquement(@Root() sanction: Sanction, @Ctx() ctx: RequestContext): Promise<Manquement | null> {
    return ctx.loader(manquementParId).load(sanction.manquement);
  }
}

@Resolver(() => AllocataireType)
export class SanctionsDeLAllocataire {
  @Directive("@listSize(assumedSize: 2)")
  @FieldResolver(() => [SanctionType], {
    description: "Procédures de sanction, la plus récente d’abord ; liste vide sans le droit sanction.lire.",
  })
  async sanctions(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<Sanction[]> {
    return ctx.hasScope("sanction.lire") ? ctx.loader(sanctionsParAllocataire).load(personne.id) : [];
  }
}
