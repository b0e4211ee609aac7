import { Directive, Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { enumOf } from "../../shared/contrat/enums";
import { DateScalar, HorodatageScalar } from "../../shared/contrat/scalars";
import type { ValeurInconnueLue } from "./fiche.repository";
import { ETATS_DE_FRAICHEUR, type Fraicheur as FraicheurLue } from "./fraicheur";
import type { CritereNote, Qualite } from "./qualite";

export const EtatFraicheur = enumOf(ETATS_DE_FRAICHEUR);
registerEnumType(EtatFraicheur, {
  name: "EtatFraicheur",
  description: "État d’une fiche dans le temps.",
  valuesConfig: {
    A_JOUR: { description: "Mise à jour assez récente." },
    A_VERIFIER: { description: "La mise à jour date : la fiche reste utilisable, à vérifier." },
    PERIMEE: { description: "Trop ancienne pour s’y fier." },
    SANS_OBJET: { description: "La date de ce producteur ne dit rien de la fraîcheur, ou la fiche n’a pas à changer." },
  },
});

@ObjectType({ simpleResolvers: true, description: "Jusqu’à quand se fier à une fiche." })
export class Fraicheur implements FraicheurLue {
  @Field(() => DateScalar, { description: "Dernière mise à jour de la fiche chez son producteur." })
  dateMaj: string;
  @Field(() => DateScalar, {
    nullable: true,
    description: "Jour à partir duquel la vérifier : la fréquence qu’annonce le producteur (DORA), sinon six mois.",
  })
  aVerifierLe: string | null;
  @Field(() => DateScalar, {
    nullable: true,
    description: "Jour à partir duquel elle est périmée : deux ans, ou la fréquence annoncée si elle est plus longue.",
  })
  perimeLe: string | null;
  @Field(() => EtatFraicheur, { description: "État, au jour de la lecture." })
  etat: FraicheurLue["etat"];
}

@ObjectType({ simpleResolvers: true, description: "Critère du score de qualité de data·inclusion." })
export class CritereQualite implements CritereNote {
  @Field(() => String, { description: "Code du critère chez data·inclusion (adresse_bien_definie, date_maj_recente…)." })
  code: CritereNote["code"];
  @Field(() => Float, { nullable: true, description: "De 0 à 1 ; null si le critère ne s’applique pas à cette fiche." })
  valeur: number | null;
  @Field(() => String, {
    nullable: true,
    description: "Ce qui l’améliorerait, pour qui tient la fiche ; null quand il n’y a rien à faire.",
  })
  conseil: string | null;
}

@ObjectType({ simpleResolvers: true, description: "Qualité d’une fiche, et comment l’améliorer." })
export class QualiteFiche implements Qualite {
  @Field(() => Float, { description: "De 0 à 1 : moyenne des critères qui s’appliquent, au jour de la lecture." })
  score: number;
  @Directive("@listSize(assumedSize: 10)")
  @Field(() => [CritereQualite], { description: "Les dix critères de data·inclusion." })
  criteres: CritereNote[];
}

@ObjectType({
  simpleResolvers: true,
  description: "Valeur ou champ reçu que le schéma v1 de data·inclusion ne connaît pas : gardé tel quel, à signaler au producteur.",
})
export class ValeurInconnue implements ValeurInconnueLue {
  @Field(() => String, { description: "Producteur des fiches." })
  source: string;
  @Field(() => String, { description: "Champ de la fiche." })
  champ: string;
  @Field(() => String, { nullable: true, description: "Valeur reçue, au plus 120 caractères ; null : le champ lui-même est inconnu." })
  valeur: string | null;
  @Field(() => HorodatageScalar, { description: "Premier import qui l’a lue." })
  premiereLe: Date;
  @Field(() => HorodatageScalar, { description: "Dernier import qui l’a lue." })
  derniereLe: Date;
  @Field(() => Int, { description: "Fiches qui la portent encore." })
  fiches: number;
}
