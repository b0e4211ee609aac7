import { Directive, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { DateScalar, HorodatageScalar } from "../../shared/contrat/scalars";
import { Allocataire, allocataire } from "../allocataire.ref";
import type { FamilleMotif } from "../correspondances-rdv";
import { FamilleMotifEnum, IssueCampagneEnum, PopulationCampagneEnum, StatutCampagneEnum } from "../enums.graphql";
import { ReunionType } from "../reunion/reunions.graphql";
import type { CampagneRow } from "./campagne.repository";
import type { Preparation } from "./preparation.repository";
import { bilan } from "./preparer";
import type { Affectation, IssueCampagne } from "./repartir";
import type { Population, Selection } from "./selection";

@InputType("SelectionCampagne", { description: "Qui convoquer : des critères, jamais des personnes. Les dernières entrées d’abord." })
export class SelectionCampagneInput {
  @Field(() => String, { description: "Code du département." })
  departement: string;
  @Field(() => PopulationCampagneEnum, { nullable: true, description: "FLUX, STOCK, ou les deux si rien n’est dit." })
  population?: Population | null;
  @Field(() => String, { nullable: true, description: "Département, commune (code INSEE) ou 94-PILOTE." })
  territoire?: string | null;
  @Field(() => [String], { nullable: true, description: "Communes où habitent les personnes (codes INSEE)." })
  communes?: string[] | null;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Vrai : seulement les personnes soumises aux droits et devoirs.",
  })
  soumises?: boolean | null;
  @Field(() => Boolean, { nullable: true, defaultValue: true, description: "Vrai : une personne déjà orientée n’est pas convoquée." })
  sansOrientation?: boolean | null;
  @Field(() => Int, {
    nullable: true,
    defaultValue: 1,
    description: "1 : jamais convoquées. 2 : absentes à une convocation ; après deux absences, seulement si un agent a clos l’examen.",
  })
  rang?: number | null;
  @Field(() => DateScalar, { nullable: true, description: "Entrées dans le dispositif à partir de ce jour." })
  entreeDepuis?: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Entrées dans le dispositif jusqu’à ce jour, compris." })
  entreeJusque?: string | null;
  @Field(() => Int, { nullable: true, defaultValue: 200, description: "Personnes à convoquer au plus, de 1 à 5 000." })
  limite?: number | null;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "Vrai : un lieu de n’importe quelle commune du département convient.",
  })
  partout?: boolean | null;
}

export const selectionDe = (s: SelectionCampagneInput): Selection => ({
  departement: s.departement,
  population: s.population ?? null,
  territoire: s.territoire ?? null,
  communes: s.communes ?? null,
  soumises: s.soumises ?? true,
  sansOrientation: s.sansOrientation ?? true,
  rang: s.rang ?? 1,
  entreeDepuis: s.entreeDepuis ?? null,
  entreeJusque: s.entreeJusque ?? null,
  limite: s.limite ?? 200,
  partout: s.partout ?? false,
});

@ObjectType("CompteIssue", { simpleResolvers: true, description: "Combien de personnes d’une campagne ont eu cette issue." })
export class CompteIssue {
  @Field(() => IssueCampagneEnum, { nullable: true, description: "L’issue ; nulle : leur tour n’est pas venu." })
  issue: IssueCampagne | null;
  @Field(() => Int, { description: "Personnes." })
  nombre: number;
}

@ObjectType("AffectationCampagne", { simpleResolvers: true, description: "Ce qui attend une personne dans une campagne." })
export class AffectationCampagne {
  @Field(() => Allocataire, { nullable: true, description: "La personne." })
  allocataire: Allocataire | null;
  @Field(() => IssueCampagneEnum, { description: "Convoquée, ou pourquoi non." })
  issue: IssueCampagne;
  @Field(() => ID, { nullable: true, description: "La réunion où elle serait convoquée." })
  reunion: string | null;

  static de = ({ allocataire: id, issue, rendezVous }: Affectation): AffectationCampagne =>
    Object.assign(new AffectationCampagne(), { allocataire: allocataire(id), issue, reunion: rendezVous });
}

@ObjectType("PlacesDeReunion", { simpleResolvers: true, description: "Une réunion et ce qu’une campagne y prendrait." })
export class PlacesDeReunion {
  @Field(() => ReunionType, { description: "La réunion, avec ses places libres avant la campagne." })
  reunion: ReunionType;
  @Field(() => Int, { description: "Personnes qui y seraient convoquées." })
  convoquees: number;
}

@ObjectType("PreparationCampagne", { simpleResolvers: true, description: "Ce qu’une campagne ferait maintenant. Rien n’est écrit." })
export class PreparationCampagne {
  @Field(() => Int, { description: "Places libres, à ces jours et à partir du premier jour possible, dans tout le département." })
  placesLibres: number;
  @Field(() => DateScalar, { description: "Premier jour possible : délai postal et préavis respectés." })
  premierJour: string;
  @Field(() => Int, { description: "Personnes regardées." })
  personnes: number;
  @Field(() => Int, { description: "Personnes qui seraient convoquées." })
  convocables: number;
  @Directive("@listSize(assumedSize: 10)")
  @Field(() => [CompteIssue], { description: "Par issue." })
  parIssue: CompteIssue[];
  @Directive("@listSize(assumedSize: 50)")
  @Field(() => [PlacesDeReunion], { description: "Par réunion, la première d’abord." })
  parReunion: PlacesDeReunion[];
  affectations: Affectation[];

  static de({ affectations, reunions, premierJour, placesLibres }: Preparation): PreparationCampagne {
    const { nombre, parIssue, parReunion } = bilan(affectations);
    return Object.assign(new PreparationCampagne(), {
      premierJour,
      affectations,
      parIssue,
      personnes: nombre,
      placesLibres,
      convocables: parIssue.find((i) => i.issue === "CONVOQUEE")?.nombre ?? 0,
      parReunion: reunions.map((r) =>
        Object.assign(new PlacesDeReunion(), { reunion: ReunionType.de(r), convoquees: parReunion.get(r.id) ?? 0 }),
      ),
    });
  }
}

@ObjectType("Campagne", {
  simpleResolvers: true,
  description: "Convocation de personnes choisies par des critères, par lots, aux places libres.",
})
export class Campagne {
  @Field(() => ID, { description: "Identifiant." })
  id: string;
  @Field(() => StatutCampagneEnum, { description: "En cours tant que le tour de tous n’est pas venu." })
  statut: CampagneRow["statut"];
  @Field(() => FamilleMotifEnum, { description: "À quoi servent les réunions." })
  famille: FamilleMotif;
  @Field(() => DateScalar, { description: "Premier jour." })
  du: string;
  @Field(() => DateScalar, { description: "Dernier jour, compris." })
  au: string;
  @Field(() => String, { description: "Comment partent les convocations (CanalConvocation)." })
  canal: string;
  @Field(() => String, { nullable: true, description: "Référence du lot d’envoi." })
  preuve: string | null;
  @Field(() => Int, { description: "Rang des convocations, 1 ou 2." })
  rang: number;
  @Field(() => HorodatageScalar, { description: "Quand elle a été lancée." })
  lanceeLe: Date;
  @Field(() => HorodatageScalar, { nullable: true, description: "Quand le tour de la dernière personne est venu." })
  termineeLe: Date | null;
  @Field(() => Int, { description: "Personnes regardées." })
  personnes: number;
  @Field(() => Int, { description: "Personnes convoquées." })
  convoquees: number;
  @Directive("@listSize(assumedSize: 10)")
  @Field(() => [CompteIssue], { description: "Ce qu’elle a fait, par issue." })
  parIssue: CompteIssue[];

  static de({ issues, selection, ...row }: CampagneRow): Campagne {
    return Object.assign(new Campagne(), {
      ...row,
      rang: selection.rang,
      parIssue: issues,
      personnes: issues.reduce((n, i) => n + i.nombre, 0),
      convoquees: issues.find((i) => i.issue === "CONVOQUEE")?.nombre ?? 0,
    });
  }
}
