import { Directive, Field, FieldResolver, Int, ObjectType, Resolver, Root } from "type-graphql";
import type { ValeurDeFacette } from "./decompte.repository";
import { libelle } from "./libelles";

@ObjectType({ simpleResolvers: true, description: "Valeur d’un critère, et combien d’offres elle laisserait." })
export class ValeurFacette {
  @Field(() => String, { description: "Valeur à donner au filtre." })
  valeur: string;
  @Field(() => Int, { description: "Offres qui répondent à tous les autres critères et portent cette valeur." })
  nombre: number;
}

@Resolver(() => ValeurFacette)
export class ValeurFacetteResolver {
  @FieldResolver(() => String, { description: "Libellé de la valeur ; son code si le référentiel ne la connaît pas." })
  libelle(@Root() { valeur }: ValeurDeFacette): string {
    return libelle(valeur);
  }
}

@ObjectType({
  simpleResolvers: true,
  description:
    "Décomptes d’une recherche, critère par critère : chacun compte les offres qui répondent aux autres critères. Soixante valeurs au plus, les plus fréquentes d’abord.",
})
export class FacettesOffres {
  @Directive("@listSize(assumedSize: 60)")
  @Field(() => [ValeurFacette], { description: "Thématiques." })
  thematiques: ValeurDeFacette[];
  @Directive("@listSize(assumedSize: 16)")
  @Field(() => [ValeurFacette], { description: "Catégories de thématiques ; elles suivent le filtre « thematiques »." })
  categories: ValeurDeFacette[];
  @Directive("@listSize(assumedSize: 20)")
  @Field(() => [ValeurFacette], { description: "Publics, tels que les fiches les donnent." })
  publics: ValeurDeFacette[];
  @Directive("@listSize(assumedSize: 3)")
  @Field(() => [ValeurFacette], { description: "Frais." })
  frais: ValeurDeFacette[];
  @Directive("@listSize(assumedSize: 3)")
  @Field(() => [ValeurFacette], { description: "Modes d’accueil." })
  modesAccueil: ValeurDeFacette[];
  @Directive("@listSize(assumedSize: 6)")
  @Field(() => [ValeurFacette], { description: "Types de service." })
  types: ValeurDeFacette[];
  @Directive("@listSize(assumedSize: 6)")
  @Field(() => [ValeurFacette], { description: "Origines." })
  origines: ValeurDeFacette[];
}
