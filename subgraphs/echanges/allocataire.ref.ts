import type { GraphQLResolveInfo } from "graphql";
import { Directive, Field, ID, ObjectType } from "type-graphql";
import { asksField } from "../shared/asked-field";
import type { RequestContext } from "../shared/context";
import { isUuid } from "../shared/page";
import { personneVisible } from "../shared/perimetre";

@Directive('@key(fields: "id")')
@ObjectType({ simpleResolvers: true, description: "Personne bénéficiaire du RSA. Ici : le registre de qui a consulté ses données." })
export class Allocataire {
  @Field(() => ID, { description: "Identifiant de la personne dans le hub ; après une fusion, celui de la personne qui reste." })
  id: string;
}

/** The stub of a person, or null when there is none that the caller may read. */
export const allocataire = (id: string | null): Allocataire | null => (id === null ? null : Object.assign(new Allocataire(), { id }));

/** A person by reference. The register applies the perimeter where it is opened; her id, when it is asked, is given canonical and only to who may read her. */
export async function personneParReference(
  { id }: { id: string },
  ctx: RequestContext,
  info: GraphQLResolveInfo,
): Promise<Allocataire | null> {
  if (!isUuid(id)) return null;
  return asksField(info, "Allocataire", "id")
    ? allocataire((await ctx.loader(personneVisible).load(id))?.canonique ?? null)
    : allocataire(id);
}
