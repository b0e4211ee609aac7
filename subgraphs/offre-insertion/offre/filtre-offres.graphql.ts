import { Field, Float, InputType } from "type-graphql";
import { Frein } from "../../shared/contrat/enums";
import { OrigineOffre } from "./enums.graphql";
import type { Filtre } from "./filtre-offres";
import type { OrigineOffre as Origine } from "./offre";

@InputType({ description: "Filtre du catalogue : tous les critères donnés s’appliquent." })
export class FiltreOffres implements Filtre {
  @Field(() => String, {
    nullable: true,
    description: "Mots cherchés dans le nom, la structure, la commune, les thématiques et la description ; sans accents, débuts de mots.",
  })
  recherche?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Commune de la personne (code INSEE) : seules restent les offres dont la zone d’éligibilité la contient.",
  })
  codeInsee?: string | null;
  @Field(() => Float, {
    nullable: true,
    defaultValue: 50,
    description: "Avec codeInsee : distance maximale d’une offre en présentiel, en kilomètres, quand les positions sont connues.",
  })
  rayonKm?: number | null;
  @Field(() => [String], { nullable: true, description: "Thématiques de data·inclusion, ou leurs catégories (mobilite)." })
  thematiques?: string[] | null;
  @Field(() => [String], { nullable: true, description: "Publics de data·inclusion ; une offre « tous-publics » convient à chacun." })
  publics?: string[] | null;
  @Field(() => [Frein], { nullable: true, description: "Freins que l’offre aide à lever." })
  freins?: Frein[] | null;
  @Field(() => [String], { nullable: true, description: "Types de service de data·inclusion." })
  types?: string[] | null;
  @Field(() => [String], { nullable: true, description: "gratuit, payant." })
  frais?: string[] | null;
  @Field(() => [String], { nullable: true, description: "en-presentiel, a-distance." })
  modesAccueil?: string[] | null;
  @Field(() => [OrigineOffre], { nullable: true, description: "D’où viennent les offres." })
  origines?: Origine[] | null;
  @Field(() => [String], { nullable: true, description: "Codes de parcours locaux : offres du PDIE ouvertes à l’un d’eux." })
  parcours?: string[] | null;
  @Field(() => Boolean, {
    nullable: true,
    description: "Vrai : écarte les offres dont toutes les places, ou toutes les sessions à venir, sont prises.",
  })
  avecPlaces?: boolean | null;
  @Field(() => Float, { nullable: true, description: "Qualité minimale de la fiche, de 0 à 1." })
  scoreQualiteMinimum?: number | null;
}
