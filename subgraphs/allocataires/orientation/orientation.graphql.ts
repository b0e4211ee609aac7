import { Ctx, Directive, Field, FieldResolver, Float, ID, Int, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { CategorieParcours } from "../../shared/contrat/enums";
import { ParcoursLocal } from "../../shared/contrat/parcours-local";
import { Provenance } from "../../shared/contrat/provenance";
import { DateScalar } from "../../shared/contrat/scalars";
import { diagnosticLisible } from "../diagnostic/diagnostic";
import {
  CompetenceOrientation,
  Instance,
  Intensite,
  OrigineOrientation,
  RoleIntervenant,
  StatutOrientation,
  TypeOrganisme,
} from "../enums.graphql";
import type { Organisme, Referent } from "../organisme/organisme";
import { OrganismeType, ReferentType } from "../organisme/organisme.graphql";
import { organismeParId, parcoursParCode, referentParId } from "../organisme/organisme.repository";
import { premierEntretien } from "../personne/dates";
import { presencesParAllocataire } from "../personne/entree.repository";
import type * as mots from "../vocabulaire";
import type { Intervention, Orientation, Passage, Preconisation } from "./orientation";
import { intervenantsParOrientation, passagesParOrientation } from "./orientation.repository";

@ObjectType("PassageInstance", { simpleResolvers: true, description: "Examen d’une orientation par une instance." })
export class PassageInstanceType {
  @Field(() => Instance, { description: "Instance qui a examiné." })
  instance: mots.Instance;
  @Field(() => DateScalar, { description: "Jour de l’examen." })
  le: string;
  @Field(() => String, { nullable: true, description: "Avis rendu." })
  avis: string | null;
  @Field(() => String, { nullable: true, description: "Décision prise." })
  decision: string | null;
}

@ObjectType("Intervenant", { simpleResolvers: true, description: "Professionnel qui intervient auprès de la personne, et quand." })
export class IntervenantType {
  @Field(() => RoleIntervenant, { description: "Son rôle." })
  role: mots.RoleIntervenant;
  @Field(() => DateScalar, { description: "Premier jour." })
  du: string;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour ; nul si l’intervention continue." })
  au: string | null;
}

@ObjectType("Preconisation", {
  simpleResolvers: true,
  description: "Avis de l’aide à la décision : elle explique, un professionnel décide.",
})
export class PreconisationType {
  @Field(() => ParcoursLocal, { description: "Parcours préconisé." })
  parcours: ParcoursLocal;
  @Field(() => Float, { description: "Score, de 0 à 1." })
  score: number;
  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [String], { description: "Raisons, en clair : ce qui parle pour, puis les réserves." })
  raisons: string[];
  @Field(() => String, { nullable: true, description: "Version de la table de décision du département." })
  version: string | null;
  @Directive("@listSize(assumedSize: 8)")
  @Field(() => [String], { description: "Critères que personne n’a renseignés : l’aide ne les devine pas." })
  manquants: string[];
}

@ObjectType("Orientation", {
  simpleResolvers: true,
  description: "Orientation d’une personne vers un parcours et un organisme référent (CASF L. 262-29).",
})
export class OrientationType {
  @Field(() => ID, { description: "Identifiant de l’orientation." })
  id: string;
  @Field(() => Int, { description: "Rang pour cette personne : 1 pour la première." })
  rang: number;
  @Field(() => StatutOrientation, { description: "Étape." })
  statut: mots.StatutOrientation;
  @Field(() => OrigineOrientation, { description: "Ce qui l’a fait naître." })
  origine: mots.OrigineOrientation;
  @Field(() => CompetenceOrientation, { description: "À quel titre elle est décidée." })
  competence: mots.CompetenceOrientation;
  @Field(() => DateScalar, { description: "Jour de la demande : la notification, à défaut la décision." })
  demandeeLe: string;
  @Field(() => DateScalar, { nullable: true, description: "Jour de la décision." })
  decideeLe: string | null;
  @Field(() => TypeOrganisme, { nullable: true, description: "Nature de l’organisme qui a décidé." })
  decideePar: mots.TypeOrganisme | null;
  @Field(() => String, { nullable: true, description: "Motif de la décision, en clair." })
  motif: string | null;
  @Field(() => String, { nullable: true, description: "Motif de la réorientation proposée, en clair." })
  motifDemande: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: "Faux si le professionnel a décidé autrement que l’aide, pour le motif donné. Nul si elle ne préconisait rien.",
  })
  conformeALaPreconisation: boolean | null;
  @Field(() => DateScalar, { nullable: true, description: "Début de l’accompagnement." })
  debutAccompagnementLe: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Fin de l’accompagnement." })
  finAccompagnementLe: string | null;
  @Field(() => String, { nullable: true, description: "Motif de fin, en code." })
  motifFin: string | null;
  @Field(() => Intensite, { nullable: true, description: "Intensité de l’accompagnement." })
  intensite: mots.Intensite | null;
  @Field(() => DateScalar, { nullable: true, description: "Jour de clôture." })
  closeLe: string | null;
  @Field(() => Provenance, { description: "Qui l’a enregistrée." })
  provenance: Provenance;
}

/** An advice with its parcours in full; null for a purpose that opens no diagnostic, since its reasons tell one. */
export async function enClair(avis: Preconisation | null, departement: string, ctx: RequestContext): Promise<PreconisationType | null> {
  if (avis === null || !diagnosticLisible(ctx.caller?.finalite ?? null)) return null;
  const parcours = await ctx.loader(parcoursParCode).load({ departement, code: avis.parcours });
  return parcours && { parcours, score: avis.score, raisons: avis.raisons, version: avis.version ?? null, manquants: avis.manquants ?? [] };
}

@Resolver(() => OrientationType)
export class DetailDeLOrientation {
  @FieldResolver(() => ParcoursLocal, { nullable: true, description: "Parcours local." })
  async parcours(@Root() o: Orientation, @Ctx() ctx: RequestContext): Promise<ParcoursLocal | null> {
    return o.parcours === null ? null : ctx.loader(parcoursParCode).load({ departement: o.departement, code: o.parcours });
  }

  @FieldResolver(() => CategorieParcours, { nullable: true, description: "Catégorie légale du parcours." })
  async categorie(@Root() o: Orientation, @Ctx() ctx: RequestContext): Promise<CategorieParcours | null> {
    return (await this.parcours(o, ctx))?.categorie ?? null;
  }

  @FieldResolver(() => OrganismeType, { nullable: true, description: "Organisme référent." })
  async organisme(@Root() o: Orientation, @Ctx() ctx: RequestContext): Promise<Organisme | null> {
    return o.organisme === null ? null : ctx.loader(organismeParId).load(o.organisme);
  }

  @FieldResolver(() => ReferentType, { nullable: true, description: "Référent unique." })
  async referent(@Root() o: Orientation, @Ctx() ctx: RequestContext): Promise<Referent | null> {
    return o.referent === null ? null : ctx.loader(referentParId).load(o.referent);
  }

  @Directive("@listSize(assumedSize: 3)")
  @FieldResolver(() => [IntervenantType], {
    description: "Professionnels qui interviennent ou sont intervenus, du plus ancien au plus récent.",
  })
  intervenants(@Root() o: Orientation, @Ctx() ctx: RequestContext): Promise<Intervention[]> {
    return ctx.loader(intervenantsParOrientation).load(o.id);
  }

  @FieldResolver(() => PreconisationType, {
    nullable: true,
    description: "Ce que l’aide à la décision avait préconisé. Illisible, comme le diagnostic, pour les droits et devoirs et le pilotage.",
  })
  preconisation(@Root() o: Orientation, @Ctx() ctx: RequestContext): Promise<PreconisationType | null> {
    return enClair(o.preconisation, o.departement, ctx);
  }

  @FieldResolver(() => DateScalar, { nullable: true, description: "Premier entretien honoré depuis la décision." })
  async premierEntretienLe(@Root() o: Orientation, @Ctx() ctx: RequestContext): Promise<string | null> {
    if (o.premierEntretienLe !== null || o.decideeLe === null) return o.premierEntretienLe;
    return premierEntretien(await ctx.loader(presencesParAllocataire).load(o.allocataire), { du: o.decideeLe, avant: o.closeLe });
  }

  @Directive("@listSize(assumedSize: 2)")
  @FieldResolver(() => [PassageInstanceType], { description: "Passages devant une instance." })
  passages(@Root() o: Orientation, @Ctx() ctx: RequestContext): Promise<Passage[]> {
    return ctx.loader(passagesParOrientation).load(o.id);
  }
}

@Resolver(() => IntervenantType)
export class DetailDeLIntervenant {
  @FieldResolver(() => ReferentType, { description: "Le professionnel." })
  referent(@Root() intervention: Intervention, @Ctx() ctx: RequestContext): Promise<Referent | null> {
    return ctx.loader(referentParId).load(intervention.referent);
  }
}
