import { Directive, Field, ID, ObjectType } from "type-graphql";

@Directive('@key(fields: "id")')
@ObjectType({ simpleResolvers: true, description: "Personne bénéficiaire du RSA. Ici : ses rendez-vous." })
export class Allocataire {
  @Field(() => ID, { description: "Identifiant de la personne dans le hub ; après une fusion, celui de la personne qui reste." })
  id: string;
}

/** The stub of a person, or null when there is none that the caller may read. */
export const allocataire = (id: string | null): Allocataire | null => (id === null ? null : Object.assign(new Allocataire(), { id }));
