import { Directive, Field, ObjectType } from "type-graphql";

@Directive("@shareable")
@ObjectType({ simpleResolvers: true, description: "Commune, au code officiel géographique." })
export class Commune {
  @Field(() => String, { description: "Code INSEE, cinq caractères (2A et 2B pour la Corse)." })
  codeInsee: string;
  @Field(() => String, { description: "Nom de la commune, tel que reçu." })
  nom: string;
  @Field(() => String, { description: "Code du département." })
  departement: string;
}

/** Département of an INSEE code: two characters, three overseas. */
export const departementDe = (codeInsee: string): string =>
  codeInsee.slice(0, codeInsee.startsWith("97") || codeInsee.startsWith("98") ? 3 : 2);

export function commune(codeInsee: string | null | undefined, nom: string | null | undefined): Commune | null {
  return codeInsee ? { codeInsee, nom: nom ?? codeInsee, departement: departementDe(codeInsee) } : null;
}
