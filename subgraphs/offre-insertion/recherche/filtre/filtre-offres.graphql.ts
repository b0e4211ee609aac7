import { Field, Float, ID, InputType, registerEnumType } from "type-graphql";
import { enumOf, Frein } from "../../../shared/contrat/enums";
import { DispositifEmploi, OrigineOffre } from "../../offre/enums.graphql";
import type { DispositifEmploi as Dispositif, OrigineOffre as Origine } from "../../offre/offre";
import { type Filtre, TRIS } from "./filtre-offres";

export const TriOffres = enumOf(TRIS);
registerEnumType(TriOffres, {
  name: "TriOffres",
  description: "Ordre d’une recherche dans le catalogue. À égalité : l’identifiant.",
  valuesConfig: {
    PERTINENCE: {
      description: "Les offres qui portent les mots dans leur nom d’abord, puis la qualité de la fiche ; sans mots : la qualité.",
    },
    DISTANCE: { description: "Les lieux les plus proches de la commune d’abord, les offres à distance à la fin." },
    FRAICHEUR: { description: "Les fiches mises à jour le plus récemment d’abord." },
    QUALITE: { description: "Les fiches les mieux renseignées d’abord." },
  },
});

@InputType({ description: "Filtre du catalogue : tous les critères donnés s’appliquent." })
export class FiltreOffres implements Filtre {
  @Field(() => String, {
    nullable: true,
    description:
      'Mots cherchés dans le nom, la structure, la commune, les thématiques et la description : sans accents, au radical près, le dernier peut n’être que commencé, les fautes de frappe sont pardonnées. « "mot" » : sans correction ; « -mot » : sans ce mot.',
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
  @Field(() => [String], {
    nullable: true,
    description: "Codes d’objectif du diagnostic de France Travail : offres des thématiques qui leur correspondent.",
  })
  objectifs?: string[] | null;
  @Field(() => [String], { nullable: true, description: "Types de service de data·inclusion." })
  types?: string[] | null;
  @Field(() => [String], { nullable: true, description: "gratuit, payant." })
  frais?: string[] | null;
  @Field(() => [String], { nullable: true, description: "en-presentiel, a-distance." })
  modesAccueil?: string[] | null;
  @Field(() => [OrigineOffre], { nullable: true, description: "D’où viennent les offres." })
  origines?: Origine[] | null;
  @Field(() => [DispositifEmploi], { nullable: true, description: "Dispositifs d’accès à l’emploi." })
  dispositifs?: Dispositif[] | null;
  @Field(() => ID, { nullable: true, description: "Structure qui porte l’offre." })
  structure?: string | null;
  @Field(() => [String], { nullable: true, description: "Codes de parcours locaux : offres du PDIE ouvertes à l’un d’eux." })
  parcours?: string[] | null;
  @Field(() => Boolean, {
    nullable: true,
    description: "Vrai : écarte les offres dont toutes les places, ou toutes les sessions à venir, sont prises.",
  })
  avecPlaces?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: "Vrai : seulement les offres du PDIE dont le temps compte dans les quinze heures d’activité.",
  })
  compteDansLes15Heures?: boolean | null;
  @Field(() => Float, { nullable: true, description: "Qualité minimale de la fiche, de 0 à 1." })
  scoreQualiteMinimum?: number | null;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "Vrai : d’un groupe de doublons, ne garde que la meilleure fiche.",
  })
  exclureDoublons?: boolean | null;
}
