import { Directive, Field, ID, ObjectType } from "type-graphql";

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType("Organisme", {
  simpleResolvers: true,
  description: "Organisme du réseau pour l’emploi, décrit par le sous-graphe allocataires.",
})
export class OrganismeRef {
  @Field(() => ID, { description: "Identifiant, `<département>-<code>`." })
  id: string;
}
