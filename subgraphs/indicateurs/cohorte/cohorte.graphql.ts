import { Directive, Field, InputType, Int, ObjectType } from "type-graphql";
import { CategorieParcours } from "../../shared/contrat/enums";
import { DateScalar, HorodatageScalar } from "../../shared/contrat/scalars";
import { petit } from "../masque/petit";
import type { CohorteRow } from "./cohorte.repository";
import { type Critere, territoireDe } from "./critere";

@ObjectType({
  simpleResolvers: true,
  description: "Ce que remplissaient, le jour où la cohorte est fixée, les personnes qui en sont ; un critère absent ne demande rien.",
})
export class CritereCohorte {
  @Directive("@listSize(assumedSize: 20)")
  @Field(() => [String], { nullable: true, description: "Communes de résidence, codes INSEE." })
  communes: string[] | null;
  @Directive("@listSize(assumedSize: 10)")
  @Field(() => [String], { nullable: true, description: "Parcours locaux de l’orientation en cours." })
  parcours: string[] | null;
  @Directive("@listSize(assumedSize: 3)")
  @Field(() => [CategorieParcours], { nullable: true, description: "Catégories légales de l’orientation en cours." })
  categories: string[] | null;
  @Directive("@listSize(assumedSize: 20)")
  @Field(() => [String], { nullable: true, description: "Organismes référents de l’orientation en cours." })
  organismes: string[] | null;
  @Field(() => String, { nullable: true, description: "Dispositif commencé au plus tard ce jour-là (PPAL, IMMERSION…)." })
  action: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Entrées dans le dispositif à partir de ce jour." })
  entreeDu: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Entrées dans le dispositif jusqu’à ce jour." })
  entreeAu: string | null;
  @Field(() => Boolean, { nullable: true, description: "Vrai : nouveaux entrants seulement ; faux : premier stock seulement." })
  flux: boolean | null;
}

@InputType({
  description:
    "Qui est dans la cohorte : personnes soumises aux droits et devoirs, présentes dans le dispositif ce jour-là, qui remplissent tout ce qui est demandé.",
})
export class CritereCohorteInput implements Partial<Critere> {
  @Field(() => [String], { nullable: true, description: "Communes de résidence, codes INSEE." })
  communes?: string[] | null;
  @Field(() => [String], { nullable: true, description: "Parcours locaux de l’orientation en cours." })
  parcours?: string[] | null;
  @Field(() => [CategorieParcours], { nullable: true, description: "Catégories légales de l’orientation en cours." })
  categories?: string[] | null;
  @Field(() => [String], { nullable: true, description: "Organismes référents de l’orientation en cours." })
  organismes?: string[] | null;
  @Field(() => String, { nullable: true, description: "Dispositif commencé au plus tard ce jour-là (PPAL, IMMERSION…)." })
  action?: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Entrées dans le dispositif à partir de ce jour." })
  entreeDu?: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Entrées dans le dispositif jusqu’à ce jour." })
  entreeAu?: string | null;
  @Field(() => Boolean, { nullable: true, description: "Vrai : nouveaux entrants seulement ; faux : premier stock seulement." })
  flux?: boolean | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "Un groupe de personnes fixé à une date, suivi de mois en mois. Qui en est ne se lit pas : il se compte.",
})
export class Cohorte {
  departement: string;
  @Field(() => String, { description: "Code de la cohorte dans son département." })
  code: string;
  @Field(() => String, { description: "Code à donner à l’argument « territoire » de tous les indicateurs (94-COHORTE-VILLES_2020)." })
  territoire: string;
  @Field(() => String, { description: "Ce qu’est le groupe." })
  libelle: string;
  @Field(() => DateScalar, { description: "Jour dont les faits disent qui en est." })
  fixeeLe: string;
  @Field(() => CritereCohorte, { description: "Critère qui a fixé le groupe." })
  critere: Critere;
  @Field(() => Int, { description: "Personnes du groupe, fixées pour toujours." })
  effectif: number;
  @Field(() => String, { nullable: true, description: "Cohorte à laquelle elle se compare : ses membres en sont écartés." })
  temoinDe: string | null;
  @Field(() => Int, {
    nullable: true,
    description: "Personnes écartées, car elles sont de la cohorte comparée ; absent quand elles sont trop peu pour être dites.",
  })
  exclues: number | null;
  @Field(() => String, { description: "Qui l’a créée." })
  par: string;
  @Field(() => HorodatageScalar, { description: "Quand elle a été créée." })
  creeeLe: Date;
  @Field(() => HorodatageScalar, { nullable: true, description: "Quand elle a été close : elle se lit encore." })
  closeLe: Date | null;
}

/** @param seuil threshold of small numbers, in people. */
export const enCohorte = (row: CohorteRow, seuil: number): Cohorte =>
  Object.assign(new Cohorte(), row, {
    territoire: territoireDe(row.departement, row.code),
    exclues: petit(row.exclues, seuil) ? null : row.exclues,
  });
