import { Directive, Field, ObjectType } from "type-graphql";

@Directive("@shareable")
@ObjectType({ simpleResolvers: true, description: "Position d’une page dans sa liste." })
export class PageInfo {
  @Field(() => Boolean, { description: "Vrai s’il reste des éléments après cette page." })
  hasNextPage: boolean;
  @Field(() => Boolean, { description: "Vrai si la page a été demandée après un curseur." })
  hasPreviousPage: boolean;
  @Field(() => String, { nullable: true, description: "Curseur du premier élément." })
  startCursor: string | null;
  @Field(() => String, { nullable: true, description: "Curseur du dernier élément, à donner en « after »." })
  endCursor: string | null;
}
