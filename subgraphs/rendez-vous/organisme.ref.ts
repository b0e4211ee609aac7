import { Directive, Field, ID, ObjectType } from "type-graphql";

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ simpleResolvers: true, description: "Organisme du réseau pour l’emploi, décrit par le sous-graphe allocataires." })
export class Organisme {
  @Field(() => ID, { description: "Identifiant, `<département>-<code>`." })
  id: string;
}

export const organisme = (id: string | null): Organisme | null => (id === null ? null : Object.assign(new Organisme(), { id }));
