import { Directive, Field, ID, ObjectType } from "type-graphql";

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType("RendezVous", { simpleResolvers: true, description: "Rendez-vous d’une ou de plusieurs personnes." })
export class RendezVousRef {
  @Field(() => ID, { description: "Identifiant du rendez-vous." })
  id: string;
}
