import { Directive, Field, ObjectType } from "type-graphql";

/** Un refus prévu par une règle. Shape : `code` stable, `message` en français, `source` (article), `champ` fautif. */
@Directive("@shareable")
@ObjectType({ simpleResolvers: true, description: "Refus prévu par une règle, dit en français. Rien n’a été enregistré." })
export class Refus {
  @Field(() => String, { description: "Code stable du refus (docs/refus.md)." })
  code: string;
  @Field(() => String, { description: "Ce qui est refusé, pourquoi et que faire." })
  message: string;
  @Field(() => String, { nullable: true, description: "Article ou spécification qui fonde le refus." })
  source?: string | null;
  @Field(() => String, { nullable: true, description: "Argument en cause." })
  champ?: string | null;

  static de(code: string, message: string, plus: { source?: string; champ?: string } = {}): Refus {
    return Object.assign(new Refus(), { code, message, source: plus.source ?? null, champ: plus.champ ?? null });
  }
}
