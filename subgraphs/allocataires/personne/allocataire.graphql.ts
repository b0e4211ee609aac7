import { Directive, Field, ID, ObjectType } from "type-graphql";
import { Commune } from "../../shared/contrat/commune";
import { DateScalar } from "../../shared/contrat/scalars";
import type { Allocataire } from "./allocataire";

/** The fields that a person carries herself; the resolvers of each entity add theirs. */
@Directive('@key(fields: "id")')
@ObjectType("Allocataire", {
  simpleResolvers: true,
  description:
    "Personne allocataire du RSA, ou membre de son foyer, dans un département. Hors du périmètre de l’appelant, elle n’existe pas.",
})
export class AllocataireType implements Pick<Allocataire, "id" | "departement" | "nom" | "prenoms" | "dateNaissance"> {
  @Field(() => ID, { description: "Identifiant du hub, aléatoire. Après une fusion, l’ancien identifiant mène à la personne conservée." })
  id: string;
  @Field(() => String, { description: "Code du département compétent." })
  departement: string;
  @Field(() => String, { nullable: true, description: "Civilité, telle que reçue." })
  civilite: string | null;
  @Field(() => String, { description: "Nom de naissance." })
  nom: string;
  @Field(() => String, { nullable: true, description: "Nom d’usage." })
  nomUsage: string | null;
  @Directive("@listSize(assumedSize: 3)")
  @Field(() => [String], { description: "Prénoms, dans l’ordre de l’état civil." })
  prenoms: string[];
  @Field(() => DateScalar, { description: "Date de naissance." })
  dateNaissance: string;
  @Field(() => Commune, { nullable: true, description: "Commune de résidence." })
  commune: Commune | null;
  @Field(() => String, { nullable: true, description: "Adresse, sur une ligne." })
  adresse: string | null;
  @Field(() => String, { nullable: true, description: "Téléphone." })
  telephone: string | null;
  @Field(() => String, { nullable: true, description: "Courriel." })
  courriel: string | null;
}
