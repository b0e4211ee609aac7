import { Directive, Field, ID, ObjectType } from "type-graphql";

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType("Allocataire", {
  simpleResolvers: true,
  description: "Personne comptée par un indicateur, décrite par le sous-graphe allocataires.",
})
export class AllocataireCompte {
  @Field(() => ID, { description: "Identifiant de la personne dans le hub ; après une fusion, celui de la personne qui reste." })
  id: string;
}
