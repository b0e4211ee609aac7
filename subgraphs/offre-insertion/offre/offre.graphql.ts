import { Directive, Field, Float, ID, Int, ObjectType } from "type-graphql";
import { ModeIntervention } from "../../shared/contrat/enums";
import { DateScalar, HorodatageScalar, JsonScalar } from "../../shared/contrat/scalars";
import { DispositifEmploi, OrigineOffre } from "./enums.graphql";
import type * as domaine from "./offre";

@ObjectType({
  simpleResolvers: true,
  description: "Offre d’insertion du catalogue. Champs et valeurs du schéma data·inclusion v1, en camelCase.",
})
export class OffreInsertion {
  @Field(() => ID, { description: "Identifiant chez data·inclusion (`source--identifiant`), ou de l’offre du PDIE." })
  id: string;
  @Field(() => String, { description: "Producteur de la fiche (dora, mediation-numerique…)." })
  source: string;
  @Field(() => OrigineOffre, { description: "D’où le hub tient l’offre." })
  origine: domaine.OrigineOffre;
  @Field(() => String, { description: "Nom de l’offre." })
  nom: string;
  @Field(() => String, {
    nullable: true,
    description: "Nature du service : accompagnement, aide-financiere, aide-materielle, atelier, formation, information.",
  })
  type: string | null;
  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [String], { description: "Thématiques, `categorie--thematique`." })
  thematiques: string[];
  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [String], { description: "Publics visés ; vide si la fiche ne le dit pas." })
  publics: string[];
  @Field(() => String, { nullable: true, description: "gratuit ou payant." })
  frais: string | null;
  @Field(() => String, { nullable: true, description: "Précisions sur les frais." })
  fraisPrecisions: string | null;
  @Directive("@listSize(assumedSize: 2)")
  @Field(() => [String], { description: "en-presentiel, a-distance." })
  modesAccueil: string[];
  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [String], {
    description: "Zone d’éligibilité reçue : communes, départements, EPCI, pays, « france » ; vide si elle n’est pas donnée.",
  })
  zoneEligibilite: string[];
  @Field(() => Float, { nullable: true, description: "Longitude du lieu, en degrés (WGS 84)." })
  longitude: number | null;
  @Field(() => Float, { nullable: true, description: "Latitude du lieu, en degrés (WGS 84)." })
  latitude: number | null;
  @Directive("@listSize(assumedSize: 2)")
  @Field(() => [String], { description: "Qui peut mobiliser l’offre : professionnels, usagers." })
  mobilisablePar: string[];
  @Directive("@listSize(assumedSize: 4)")
  @Field(() => [String], {
    description: "Comment la mobiliser : envoyer-un-courriel, se-presenter, telephoner, utiliser-lien-mobilisation.",
  })
  modesMobilisation: string[];
  @Field(() => String, { nullable: true, description: "Adresse web de mobilisation." })
  lienMobilisation: string | null;
  @Field(() => Float, { nullable: true, description: "Heures d’activité par semaine." })
  volumeHoraireHebdomadaire: number | null;
  @Field(() => Int, { nullable: true, description: "Durée, en semaines." })
  nombreSemaines: number | null;
  @Field(() => DateScalar, { description: "Dernière mise à jour de la fiche chez son producteur." })
  dateMaj: string;
  @Field(() => Float, {
    nullable: true,
    description:
      "Qualité de la fiche, de 0 à 1 : moyenne des critères de data·inclusion qui s’y appliquent, recalculée chaque jour. « qualite » la détaille.",
  })
  scoreQualite: number | null;
  @Field(() => ModeIntervention, { nullable: true, description: "Individuel, collectif ou mixte." })
  mode: ModeIntervention | null;
  @Field(() => DispositifEmploi, { nullable: true, description: "Dispositif d’accès à l’emploi." })
  dispositif: domaine.DispositifEmploi | null;
  @Field(() => HorodatageScalar, {
    nullable: true,
    description: "Depuis quand sa source ne la montre plus, ou que sa validité a pris fin : elle se lit encore, elle ne se trouve plus.",
  })
  retireeLe: Date | null;
  @Field(() => DateScalar, { nullable: true, description: "Premier jour où l’offre se propose et se prescrit ; null si rien ne le borne." })
  valideDu: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour où l’offre se propose et se prescrit ; null si rien ne le borne." })
  valideAu: string | null;
}

@ObjectType({ simpleResolvers: true, description: "Structure qui porte des offres d’insertion (data·inclusion v1)." })
export class StructureInsertion {
  @Field(() => ID, { description: "Identifiant chez data·inclusion." })
  id: string;
  @Field(() => String, { description: "Producteur de la fiche." })
  source: string;
  @Field(() => String, { description: "Nom de la structure." })
  nom: string;
  @Field(() => String, { nullable: true, description: "SIRET, quatorze chiffres." })
  siret: string | null;
  @Field(() => String, { nullable: true, description: "Adresse du lieu." })
  adresse: string | null;
  @Field(() => DateScalar, { description: "Dernière mise à jour de la fiche chez son producteur." })
  dateMaj: string;
  @Directive("@listSize(assumedSize: 3)")
  @Field(() => [String], { description: "Réseaux auxquels elle appartient (référentiel de data·inclusion)." })
  reseauxPorteurs: string[];
  @Field(() => String, { nullable: true, description: "Description, telle que reçue." })
  description: string | null;
  @Field(() => String, { nullable: true, description: "Téléphone." })
  telephone: string | null;
  @Field(() => String, { nullable: true, description: "Courriel." })
  courriel: string | null;
  @Field(() => String, { nullable: true, description: "Site web." })
  siteWeb: string | null;
  @Field(() => String, { nullable: true, description: "Horaires d’accueil, au format opening_hours d’OpenStreetMap." })
  horairesAccueil: string | null;
  @Field(() => String, { nullable: true, description: "Accessibilité du lieu (adresse web d’Acceslibre)." })
  accessibiliteLieu: string | null;
  @Field(() => String, { nullable: true, description: "Fiche chez son producteur (adresse web)." })
  lienSource: string | null;
  @Field(() => String, { nullable: true, description: "Code postal du lieu." })
  codePostal: string | null;
  @Field(() => String, { nullable: true, description: "Complément d’adresse." })
  complementAdresse: string | null;
  @Field(() => Float, { nullable: true, description: "Longitude du lieu, en degrés (WGS 84)." })
  longitude: number | null;
  @Field(() => Float, { nullable: true, description: "Latitude du lieu, en degrés (WGS 84)." })
  latitude: number | null;
  @Field(() => JsonScalar, { nullable: true, description: "Champs reçus que le schéma v1 ne nomme pas, tels quels." })
  extra: Record<string, unknown> | null;
  @Field(() => HorodatageScalar, { nullable: true, description: "Depuis quand sa source ne la montre plus." })
  retireeLe: Date | null;
}
