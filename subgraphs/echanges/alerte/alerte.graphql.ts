import { createUnionType, Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { enumOf } from "../../shared/contrat/enums";
import { PageInfo } from "../../shared/contrat/page-info";
import { Refus } from "../../shared/contrat/refus";
import { HorodatageScalar, JsonScalar } from "../../shared/contrat/scalars";
import { GRAVITES, type Gravite, NATURES_ALERTE, type NatureAlerte, STATUTS_ALERTE, type StatutAlerte } from "./alerte";
import type { FiltreAlertes } from "./alerte.repository";

export const NatureAlerteEnum = enumOf(NATURES_ALERTE);
registerEnumType(NatureAlerteEnum, { name: "NatureAlerte", description: "Ce que la veille a vu." });
export const GraviteEnum = enumOf(GRAVITES);
registerEnumType(GraviteEnum, { name: "GraviteAlerte", description: "INFORMATION, ATTENTION, ou GRAVE : le client a été arrêté." });
export const StatutAlerteEnum = enumOf(STATUTS_ALERTE);
registerEnumType(StatutAlerteEnum, {
  name: "StatutAlerte",
  description: "OUVERTE, ou EXAMINEE par quelqu’un qui a dit ce qu’il a vérifié.",
});

@ObjectType({
  simpleResolvers: true,
  description:
    "Ce que la veille signale d’un client : quota atteint, heures, jetons refusés, accès d’urgence. Jamais une donnée d’une personne.",
})
export class Alerte {
  @Field(() => ID, { description: "Identifiant." })
  id: string;
  @Field(() => NatureAlerteEnum, { description: "Ce que la veille a vu." })
  nature: NatureAlerte;
  @Field(() => GraviteEnum, { description: "Gravité." })
  gravite: Gravite;
  @Field(() => String, { nullable: true, description: "Département du client ; nul : le hub lui-même." })
  departement: string | null;
  @Field(() => String, { nullable: true, description: "Le système client ; nul quand personne n’a pu être reconnu." })
  client: string | null;
  @Field(() => String, { nullable: true, description: "Code de l’agent, quand le jeton en nommait un." })
  agent: string | null;
  @Field(() => String, { nullable: true, description: "Code de l’organisme." })
  organisme: string | null;
  @Field(() => HorodatageScalar, { description: "Quand." })
  le: Date;
  @Field(() => JsonScalar, { description: "Nombres, codes et identifiants du hub qui l’expliquent." })
  details: Record<string, unknown>;
  @Field(() => StatutAlerteEnum, { description: "Statut." })
  statut: StatutAlerte;
  @Field(() => HorodatageScalar, { nullable: true, description: "Quand elle a été examinée." })
  examineeLe: Date | null;
  @Field(() => String, { nullable: true, description: "Par qui : l’agent, sinon le système." })
  examineePar: string | null;
  @Field(() => String, { nullable: true, description: "Ce qui a été vérifié." })
  motif: string | null;
}

@ObjectType({ simpleResolvers: true, description: "Une alerte et sa place dans la liste." })
export class AlerteEdge {
  @Field(() => String, { description: "Curseur à donner en « after » pour lire la suite." })
  cursor: string;
  @Field(() => Alerte, { description: "L’alerte." })
  node: Alerte;
}

@ObjectType({ simpleResolvers: true, description: "Alertes, de la plus récente à la plus ancienne." })
export class AlerteConnection {
  @Field(() => [AlerteEdge], { description: "Les alertes et leurs curseurs." })
  edges: AlerteEdge[];
  @Field(() => [Alerte], { description: "Les alertes." })
  nodes: Alerte[];
  @Field(() => PageInfo, { description: "Position de la page." })
  pageInfo: PageInfo;
  /** Not a field: what the count is asked for, when it is. */
  filtre: FiltreAlertes;
}

export const ExaminerAlerteResultat = createUnionType({
  name: "ExaminerAlerteResultat",
  description: "L’alerte examinée, ou le refus.",
  types: () => [Alerte, Refus] as const,
});
