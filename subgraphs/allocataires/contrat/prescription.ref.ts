import { Directive, Field, ID, ObjectType } from "type-graphql";

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType("Prescription", { simpleResolvers: true, description: "Offre d’insertion prescrite à une personne." })
export class PrescriptionRef {
  @Field(() => ID, { description: "Identifiant de la prescription." })
  id: string;
}
