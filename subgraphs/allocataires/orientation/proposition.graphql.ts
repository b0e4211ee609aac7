import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { CATEGORIE_CAF } from "../../shared/contrat/correspondance/categorie";
import { depuisPartenaire } from "../../shared/contrat/correspondance/correspondance";
import { CategorieParcours } from "../../shared/contrat/enums";
import { DateScalar } from "../../shared/contrat/scalars";
import { MOTIFS_MODIFICATION_PARCOURS } from "../caf/proposition";
import type { Orientation } from "./orientation";
import { OrientationType } from "./orientation.graphql";
import { type PropositionLue, propositionParOrientation } from "./proposition.repository";

@ObjectType("PropositionInstruction", {
  simpleResolvers: true,
  description: "Parcours que l’instruction de la demande de RSA propose (flux instruction) : une proposition, un professionnel décide.",
})
export class PropositionInstructionType {
  @Field(() => String, {
    nullable: true,
    description: "Code proposé (PP, AS, PS) : celui qu’un agent a retenu, sinon celui qui est calculé.",
  })
  parcours: string | null;
  @Field(() => String, { nullable: true, description: "Code calculé, avant toute modification." })
  parcoursCalcule: string | null;
  @Field(() => CategorieParcours, { nullable: true, description: "Catégorie légale de ce code ; nulle s’il n’est pas connu." })
  categorie: CategorieParcours | null;
  @Field(() => String, { nullable: true, description: "Pourquoi un agent a modifié le parcours calculé, en clair." })
  motif: string | null;
  @Field(() => Boolean, { description: "Vrai si la personne refuse ce parcours." })
  refusee: boolean;
  @Field(() => DateScalar, { nullable: true, description: "Jour de l’entretien qui a déterminé le parcours." })
  le: string | null;
  @Field(() => DateScalar, { description: "Jour du flux qui le dit." })
  recueLe: string;
}

/** The proposition in full, through the crosswalk of the CNAF; null when the flow tells of no parcours. */
export function propositionEnClair({ dite, recueLe }: PropositionLue): PropositionInstructionType | null {
  const parcours = dite.parcoursModifie ?? dite.parcoursCalcule;
  if (parcours === null) return null;
  const { motifModification: code, parcoursCalcule, le } = dite;
  return {
    parcours,
    parcoursCalcule,
    categorie: depuisPartenaire(CATEGORIE_CAF, parcours) as CategorieParcours | null,
    motif: code === null ? null : (MOTIFS_MODIFICATION_PARCOURS[code] ?? code),
    refusee: dite.refuse,
    le,
    recueLe,
  };
}

@Resolver(() => OrientationType)
export class PropositionDeLOrientation {
  @FieldResolver(() => PropositionInstructionType, {
    nullable: true,
    description: "Parcours que l’instruction de la demande proposait. Nul pour une réorientation, ou si aucun flux instruction ne le dit.",
  })
  async propositionInstruction(@Root() o: Orientation, @Ctx() ctx: RequestContext): Promise<PropositionInstructionType | null> {
    const lue = await ctx.loader(propositionParOrientation).load(o.id);
    return lue && propositionEnClair(lue);
  }
}
