import { Directive, Field, Int, ObjectType } from "type-graphql";
import { Frein } from "./enums";

@Directive("@inaccessible")
@Directive("@shareable")
@ObjectType({
  simpleResolvers: true,
  description: "Ce que le catalogue doit savoir d’une personne pour lui proposer des offres, déjà filtré par les droits de l’appelant.",
})
export class CriteresOffre {
  @Field(() => String, { nullable: true, description: "Code INSEE de la commune de résidence." })
  codeInsee: string | null;
  @Field(() => String, { nullable: true, description: "Code du parcours local en cours." })
  parcours: string | null;
  @Field(() => Int, { nullable: true, description: "Âge, en années révolues." })
  age: number | null;
  @Field(() => [Frein], {
    description: "Freins non levés du dernier diagnostic ; vide quand la finalité de l’appelant ne permet pas de les lire.",
  })
  freins: Frein[];
}
