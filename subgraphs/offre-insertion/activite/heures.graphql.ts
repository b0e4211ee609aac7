import { Field, Int, ObjectType } from "type-graphql";
import { MotifModulation } from "../../shared/contrat/enums";

@ObjectType({
  simpleResolvers: true,
  description:
    "Heures d’activité d’une semaine, à côté de l’objectif du contrat (code du travail, L. 5411-6). Une mesure : rien n’en découle sans une décision humaine.",
})
export class HeuresActivite {
  @Field(() => String, { description: "Semaine ISO, 2026-W07." })
  semaine: string;
  @Field(() => Int, {
    nullable: true,
    description:
      "Objectif de la semaine, en minutes : le plus bas de ceux en vigueur ses sept jours, sans prorata ; 0 si elle est exemptée, null si un jour n’en a pas (sans contrat signé, ou il ne le dit pas).",
  })
  objectifMinutes: number | null;
  @Field(() => Int, { description: "Minutes déclarées ou confirmées, qui comptent dans l’objectif." })
  realiseesMinutes: number;
  @Field(() => Int, { description: "Part des minutes réalisées qui est seulement déclarée." })
  declareesMinutes: number;
  @Field(() => Int, { description: "Part des minutes réalisées qui est confirmée." })
  confirmeesMinutes: number;
  @Field(() => Int, { description: "Minutes contestées : elles ne comptent pas tant que personne n’a tranché." })
  contesteesMinutes: number;
  @Field(() => Int, { description: "Minutes prévues, pas encore déclarées." })
  prevuesMinutes: number;
  @Field(() => Int, {
    description:
      "Minutes réalisées d’offres dont le PDIE dit qu’elles ne comptent pas dans les quinze heures ; elles ne sont dans aucun autre total.",
  })
  horsObjectifMinutes: number;
  @Field(() => Int, {
    nullable: true,
    description:
      "Réalisé moins objectif, en minutes : négatif s’il en manque ; null sans objectif, si la semaine est exemptée, ou tant qu’elle n’a pas commencé.",
  })
  ecartMinutes: number | null;
  @Field(() => Boolean, { description: "Vrai si le contrat exempte la personne d’activité un jour au moins de la semaine." })
  exempte: boolean;
  @Field(() => MotifModulation, {
    nullable: true,
    description: "Motif de l’exemption. Donnée sensible : null quand la finalité de l’appelant ne l’ouvre pas.",
  })
  motifExemption: MotifModulation | null;
}
