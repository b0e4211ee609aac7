import { Arg, Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root, registerEnumType } from "type-graphql";
import type { RequestContext } from "../../../shared/context";
import { enumOf } from "../../../shared/contrat/enums";
import { PageInfo } from "../../../shared/contrat/page-info";
import { HorodatageScalar } from "../../../shared/contrat/scalars";
import { decodeCursor, pageSize, toPage } from "../../../shared/page";
import { Allocataire, allocataire } from "../../allocataire.ref";
import { ErreurEchange } from "../../echange/echange.graphql";
import { erreurDeReception } from "../message-recu";
import { type ActiviteRecue, NATURES_ACTIVITE, STATUTS_ACTIVITE, type StatutActivite } from "./activite";
import { type FiltreActivites, listeActivites, nombreActivites } from "./activite.repository";

export const StatutActiviteFranceTravail = enumOf(STATUTS_ACTIVITE);
registerEnumType(StatutActiviteFranceTravail, {
  name: "StatutActiviteFranceTravail",
  description:
    "Où en est une activité : A_TRAITER ; TRAITEE, le Département a agi dans le hub, ou le hub a lu ce qu’elle annonçait ; CLOSE_PAR_FRANCE_TRAVAIL, elle a disparu chez France Travail ; REJETEE, le hub n’a pas pu l’enregistrer.",
});

@ObjectType({
  simpleResolvers: true,
  description: "Activité opérationnelle que France Travail donne à faire au Département, et ce que le hub en a fait.",
})
export class ActiviteFranceTravail {
  @Field(() => ID, { description: "Identifiant dans le hub." })
  id: string;
  @Field(() => String, { description: "Code de l’activité chez France Travail : ACT382, ACT414, ACT380, ACT395, ACT366 à ACT370." })
  code: string;
  @Field(() => String, { nullable: true, description: "Ce qu’elle demande ; nul pour un code que le hub ne connaît pas." })
  libelle: string | null;
  @Field(() => String, { description: "Famille d’activités : INSEA, MSACC, ACC100, GLI100." })
  famille: string;
  @Field(() => Allocataire, {
    nullable: true,
    description: "La personne ; nulle tant que le hub ne connaît pas son numéro France Travail.",
  })
  allocataire: Allocataire | null;
  @Field(() => HorodatageScalar, { description: "Quand France Travail l’a créée." })
  creeeLe: Date;
  @Field(() => HorodatageScalar, { nullable: true, description: "Échéance légale." })
  echeance: Date | null;
  @Field(() => HorodatageScalar, { description: "Quand le hub l’a reçue." })
  recueLe: Date;
  @Field(() => StatutActiviteFranceTravail, { description: "Où elle en est." })
  statut: StatutActivite;
  @Field(() => ID, { nullable: true, description: "Le fait que le hub en a tiré : orientation demandée, réorientation à l’étude…" })
  fait: string | null;
  @Field(() => String, { nullable: true, description: "Parcours que France Travail préconise : PED, PSP ou PSO." })
  parcoursPreconise: string | null;
  @Field(() => ErreurEchange, { nullable: true, description: "Pourquoi le hub n’a pas pu l’enregistrer." })
  erreur: ErreurEchange | null;
  @Field(() => HorodatageScalar, { nullable: true, description: "Quand elle a été traitée ou close." })
  traiteeLe: Date | null;
}

@ObjectType({ simpleResolvers: true, description: "Une activité et sa place dans la liste." })
export class ActiviteFranceTravailEdge {
  @Field(() => String, { description: "Curseur à donner en « after » pour lire la suite." })
  cursor: string;
  @Field(() => ActiviteFranceTravail, { description: "L’activité." })
  node: ActiviteFranceTravail;
}

@ObjectType({ simpleResolvers: true, description: "Activités, la plus urgente d’abord." })
export class ActiviteFranceTravailConnection {
  @Field(() => [ActiviteFranceTravailEdge], { description: "Les activités et leurs curseurs." })
  edges: ActiviteFranceTravailEdge[];
  @Field(() => [ActiviteFranceTravail], { description: "Les activités." })
  nodes: ActiviteFranceTravail[];
  @Field(() => PageInfo, { description: "Position de la page." })
  pageInfo: PageInfo;
  /** Not a field: what the count is asked for, when it is. */
  filtre: FiltreActivites;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "Premier rendez-vous d’accompagnement que France Travail demande de placer (ACT380) ; il sort de la liste quand il est pris.",
})
export class RendezVousAPositionner {
  @Field(() => ID, { description: "Identifiant de l’activité dans le hub." })
  id: string;
  @Field(() => Allocataire, { nullable: true, description: "La personne." })
  allocataire: Allocataire | null;
  @Field(() => HorodatageScalar, { description: "Quand France Travail l’a demandé." })
  demandeLe: Date;
  @Field(() => HorodatageScalar, { nullable: true, description: "Échéance légale." })
  echeance: Date | null;
}

/** The edge of a page that two connections show. */
const LISTE = '@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)';
const CURSEUR = /^(\d{1,15}|infinity):[0-9a-f-]{36}$/;

async function page(ctx: RequestContext, filtre: FiltreActivites, first: number | null, after: string | null) {
  const size = pageSize(first, 50);
  const cursor = decodeCursor(after, CURSEUR);
  const rows = await listeActivites(await ctx.read(), filtre, size + 1, cursor);
  const lue = toPage(rows, size, (row) => `${row.echeance?.getTime() ?? "infinity"}:${row.id}`, cursor);
  ctx.saw(lue.edges.flatMap(({ node }) => node.allocataire ?? []));
  return lue;
}

@Resolver(() => ActiviteFranceTravailConnection)
export class ActivitesFranceTravailResolver {
  @Query(() => ActiviteFranceTravailConnection, {
    nullable: true,
    description: "Ce que France Travail donne à faire au Département, la plus urgente d’abord : décisions, rendez-vous, sanctions.",
  })
  @Directive('@requiresScopes(scopes: [["echanges.lire"]])')
  @Directive(LISTE)
  async activitesFranceTravail(
    @Ctx() ctx: RequestContext,
    @Arg("statut", () => StatutActiviteFranceTravail, { nullable: true, description: "Dans ce statut." }) statut: StatutActivite | null,
    @Arg("code", () => String, { nullable: true, description: "De ce code (ACT382…)." }) code: string | null,
    @Arg("echeanceAvant", () => HorodatageScalar, { nullable: true, description: "Dont l’échéance est avant." }) echeanceAvant: Date | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "De 1 à 200." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur de la dernière activité lue." }) after: string | null,
  ): Promise<ActiviteFranceTravailConnection> {
    const filtre = { statut: statut ?? null, codes: code ? [code] : null, echeanceAvant: echeanceAvant ?? null };
    const { edges, pageInfo } = await page(ctx, filtre, first, after);
    const told = edges.map((edge) => ({ cursor: edge.cursor, node: activite(edge.node) }));
    return { edges: told, nodes: told.map((edge) => edge.node), pageInfo, filtre };
  }

  @FieldResolver(() => Int, { description: "Nombre d’activités qui répondent au filtre." })
  async totalCount(@Root() connection: ActiviteFranceTravailConnection, @Ctx() ctx: RequestContext): Promise<number> {
    return nombreActivites(await ctx.read(), connection.filtre);
  }

  @Query(() => [RendezVousAPositionner], {
    nullable: true,
    description: "Premiers rendez-vous d’accompagnement que France Travail demande de placer, le plus urgent d’abord.",
  })
  @Directive('@requiresScopes(scopes: [["echanges.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)')
  async rendezVousAPositionner(
    @Ctx() ctx: RequestContext,
    @Arg("echeanceAvant", () => HorodatageScalar, { nullable: true, description: "Dont l’échéance est avant." }) echeanceAvant: Date | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "De 1 à 200." }) first: number | null,
  ): Promise<RendezVousAPositionner[]> {
    const filtre = { statut: "A_TRAITER", codes: ["ACT380"], echeanceAvant: echeanceAvant ?? null };
    const { edges } = await page(ctx, filtre, first, null);
    return edges.map(({ node }) =>
      Object.assign(new RendezVousAPositionner(), {
        id: node.id,
        allocataire: allocataire(node.allocataire),
        demandeLe: node.creeeLe,
        echeance: node.echeance,
      }),
    );
  }
}

function activite(lue: ActiviteRecue): ActiviteFranceTravail {
  const { allocataire: personne, attributs, erreurCode, erreurMessage, ...champs } = lue;
  return Object.assign(new ActiviteFranceTravail(), {
    ...champs,
    libelle: NATURES_ACTIVITE[lue.code]?.libelle ?? null,
    allocataire: allocataire(personne),
    parcoursPreconise: attributs.typeParcours ?? null,
    erreur: erreurCode === null ? null : erreurDeReception(erreurCode, erreurMessage ?? erreurCode),
  });
}
