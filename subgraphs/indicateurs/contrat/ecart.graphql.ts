import { Field, Float, ObjectType, registerEnumType } from "type-graphql";
import { enumOf } from "../../shared/contrat/enums";
import { SORTES_CIBLE, type SorteCible } from "./cible";
import { SENS_ECART, type SensEcart } from "./ecart";

export const SensEcartEnum = enumOf(SENS_ECART);
registerEnumType(SensEcartEnum, {
  name: "SensEcart",
  description: "De quel côté de la référence est le résultat. Le hub ne dit pas ce qui est bien : pour un délai, moins est mieux.",
});
export const SorteCibleEnum = enumOf(SORTES_CIBLE);
registerEnumType(SorteCibleEnum, {
  name: "SorteCible",
  description: "Ce qu’une case du contrat est : un nombre, des mots, ou rien encore.",
});

@ObjectType({ simpleResolvers: true, description: "Écart entre un résultat et ce que le contrat écrit, en nombre et en mots." })
export class EcartContrat {
  @Field(() => Float, {
    nullable: true,
    description: "Résultat moins référence, dans l’unité de l’indicateur ; absent si l’un n’est pas un nombre.",
  })
  valeur: number | null;
  @Field(() => Float, { nullable: true, description: "Résultat rapporté à la référence, en pourcentage." })
  pourcentage: number | null;
  @Field(() => SensEcartEnum, { nullable: true, description: "De quel côté de la référence est le résultat." })
  sens: SensEcart | null;
  @Field(() => String, { description: "L’écart en une phrase." })
  texte: string;
}

@ObjectType({ simpleResolvers: true, description: "Une case du contrat, lue sans en changer un mot." })
export class ValeurEcrite {
  @Field(() => SorteCibleEnum, { description: "Nombre, mots, à définir, non contractualisée ou absente." })
  sorte: SorteCible;
  @Field(() => Float, { nullable: true, description: "Nombre par lequel le texte commence." })
  valeur: number | null;
  @Field(() => String, { nullable: true, description: "Texte en vigueur : celui de l’année d’avant quand la case dit « Idem »." })
  texte: string | null;
  @Field(() => String, { nullable: true, description: "Fiche action à laquelle la case renvoie." })
  fiche: string | null;
  @Field(() => Boolean, { description: "Vrai si la case dit « Idem »." })
  reprise: boolean;
}
