import { Directive, Field, ID, ObjectType } from "type-graphql";
import { CriteresOffre, ExemptionActivite } from "../shared/contrat/criteres-offre";

@Directive('@key(fields: "id")')
@ObjectType("Allocataire", { simpleResolvers: true, description: "Allocataire du RSA, décrit par le sous-graphe allocataires." })
export class AllocataireRef {
  @Field(() => ID, { description: "Identifiant canonique, y compris après une fusion." })
  id: string;
  @Directive("@external")
  @Field(() => CriteresOffre, { nullable: true, description: "Critères lus chez allocataires pour proposer des offres." })
  criteresOffre?: CriteresOffre | null;
  @Directive("@external")
  @Directive("@listSize(assumedSize: 2)")
  @Field(() => [ExemptionActivite], {
    nullable: true,
    description: "Exemptions lues chez allocataires pour dire pourquoi une semaine est exemptée.",
  })
  exemptionsActivite?: ExemptionActivite[] | null;
}
