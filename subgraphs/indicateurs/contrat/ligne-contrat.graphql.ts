import { Directive, Field, Float, Int, ObjectType } from "type-graphql";
import type { DefinitionDuContrat } from "../mesure/fiche";
import { MesureIndicateur } from "../mesure/mesure.graphql";

@ObjectType({ simpleResolvers: true, description: "Cible d’une année au contrat, et résultat saisi pour le département entier." })
export class CibleAnnuelle {
  @Field(() => Int, { description: "Année." })
  annee: number;
  @Field(() => String, { nullable: true, description: "Cible, telle qu’écrite au contrat." })
  cible: string | null;
  @Field(() => Float, { nullable: true, description: "Dernier résultat saisi, dans l’unité de l’indicateur." })
  resultat: number | null;
  @Field(() => String, { nullable: true, description: "Dernier résultat saisi en toutes lettres." })
  resultatTexte: string | null;
}

@ObjectType({ description: "Une ligne du tableau de suivi du contrat." })
export class LigneContrat {
  /** Not in the API: what the resolver of `mesure` needs. */
  departement: string;
  annee: number;
  ficheDefinition: DefinitionDuContrat;

  @Field(() => String, { description: "Code de l’indicateur au contrat." })
  code: string;
  @Field(() => String, { nullable: true, description: "Fiche action." })
  fiche: string | null;
  @Field(() => String, { description: "Libellé de l’indicateur." })
  indicateur: string;
  @Field(() => String, { description: "Qui produit le chiffre officiel : DEPARTEMENT, FRANCE_TRAVAIL ou PARTAGE." })
  producteur: string;
  @Field(() => String, { nullable: true, description: "Situation en 2023, telle qu’écrite au contrat." })
  situation2023: string | null;
  @Directive("@listSize(assumedSize: 4)")
  @Field(() => [CibleAnnuelle], { description: "Cibles et résultats, par année." })
  cibles: CibleAnnuelle[];
  @Field(() => MesureIndicateur, {
    name: "mesure",
    nullable: true,
    description: "Chiffre du hub pour l’année et le département entier, ou résultat saisi. Absente quand rien n’est connu.",
  })
  mesure?: MesureIndicateur | null;
}
