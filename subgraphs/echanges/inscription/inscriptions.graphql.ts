import { Arg, Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root, registerEnumType } from "type-graphql";
import { isoWeek } from "../../shared/civil-date";
import { CodedError } from "../../shared/coded-error";
import type { RequestContext } from "../../shared/context";
import { enumOf } from "../../shared/contrat/enums";
import { PageInfo } from "../../shared/contrat/page-info";
import { DateScalar, HorodatageScalar } from "../../shared/contrat/scalars";
import { decodeCursor, pageSize, toPage } from "../../shared/page";
import { Allocataire, allocataire } from "../allocataire.ref";
import { type FiltreInscriptions, type InscriptionLue, inscriptionsLues, listesLues, nombreInscriptions } from "./inscription.repository";
import { ISSUES, type IssueInscription, NATURES, type NatureInscription } from "./issue";

const IssueEnum = enumOf(ISSUES);
registerEnumType(IssueEnum, {
  name: "IssueInscription",
  description:
    "Ce qu’une demande d’inscription est devenue. IDENTIFIE : connue de France Travail, pas encore inscrite. ABANDON : la téléprocédure n’est pas allée au bout dans le délai. INTROUVABLE : France Travail ne trouve pas la personne.",
});
const NatureEnum = enumOf(NATURES);
registerEnumType(NatureEnum, {
  name: "NatureInscription",
  description: "A_INSCRIRE : parcours emploi ou équilibre. A_IDENTIFIER : parcours de remobilisation, à connaître seulement.",
});

@ObjectType({
  simpleResolvers: true,
  description: "Liste hebdomadaire des nouveaux allocataires à inscrire ou à identifier à France Travail.",
})
export class ListeInscription {
  @Field(() => ID, { description: "Identifiant." })
  id: string;
  @Field(() => String, { description: "Semaine ISO (2026-W47), faite à partir du lundi 6 heures, heure de Paris." })
  semaine: string;
  @Field(() => HorodatageScalar, { description: "Quand la liste a été faite." })
  creeLe: Date;
  @Field(() => Int, {
    description: "Semaines au-delà desquelles qui n’est pas inscrit a abandonné. Durée à confirmer avec France Travail.",
  })
  delaiSemaines: number;
  @Field(() => Int, { description: "Personnes de la liste." })
  nombre: number;
  @Field(() => Int, { description: "À inscrire." })
  aInscrire: number;
  @Field(() => Int, { description: "À identifier seulement." })
  aIdentifier: number;
  @Field(() => Int, { description: "Sans réponse de France Travail." })
  enAttente: number;
  @Field(() => Int, { description: "Identifiées." })
  identifies: number;
  @Field(() => Int, { description: "Inscrites." })
  inscrits: number;
  @Field(() => Int, { description: "Téléprocédures abandonnées." })
  abandons: number;
  @Field(() => Int, { description: "Introuvables à France Travail." })
  introuvables: number;
  @Field(() => String, { nullable: true, description: "Nom du fichier signé, sans extension." })
  fichier: string | null;
  @Field(() => HorodatageScalar, { nullable: true, description: "Quand le fichier a été déposé ; nul s’il attend." })
  deposeLe: Date | null;
}

@ObjectType({ simpleResolvers: true, description: "Une personne demandée à France Travail, et ce qu’il en est advenu." })
export class PersonneAInscrire {
  @Field(() => ID, { description: "Identifiant de la demande." })
  id: string;
  @Field(() => Allocataire, { nullable: true, description: "La personne ; nul quand elle est effacée." })
  allocataire: Allocataire | null;
  @Field(() => NatureEnum, { description: "Ce qui est demandé." })
  nature: NatureInscription;
  @Field(() => String, { description: "Semaine ISO de la liste." })
  semaine: string;
  @Field(() => IssueEnum, { description: "Ce qu’il en est advenu." })
  issue: IssueInscription;
  @Field(() => String, { nullable: true, description: "Dernier statut constaté : IDENTIFIE, INSCRIT, CESSE ou RADIE." })
  statut: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Date d’effet de ce statut." })
  dateEffet: string | null;
  @Field(() => HorodatageScalar, { nullable: true, description: "Quand il a été constaté." })
  constateLe: Date | null;
  @Field(() => HorodatageScalar, { description: "Quand la liste a été faite." })
  demandeeLe: Date;
  @Field(() => ID, { nullable: true, description: "Échange INSCRIPTION_LISTE qui la porte : sa référence dans le fichier." })
  echange: string | null;
}

@ObjectType({ simpleResolvers: true, description: "Une demande et sa place dans la liste." })
export class PersonneAInscrireEdge {
  @Field(() => String, { description: "Curseur à donner en « after » pour lire la suite." })
  cursor: string;
  @Field(() => PersonneAInscrire, { description: "La demande." })
  node: PersonneAInscrire;
}

@ObjectType({ simpleResolvers: true, description: "Personnes demandées à France Travail, de la dernière semaine à la première." })
export class PersonneAInscrireConnection {
  @Field(() => [PersonneAInscrireEdge], { description: "Les demandes et leurs curseurs." })
  edges: PersonneAInscrireEdge[];
  @Field(() => [PersonneAInscrire], { description: "Les demandes." })
  nodes: PersonneAInscrire[];
  @Field(() => PageInfo, { description: "Position de la page." })
  pageInfo: PageInfo;
  /** Not a field: what the count is asked for, when it is. */
  filtre: FiltreInscriptions;
}

const LISTES_PAR_DEFAUT = 10;
const PERSONNES_PAR_DEFAUT = 50;
const DEPARTEMENT = { description: "Code du département." };

@Resolver(() => PersonneAInscrireConnection)
export class InscriptionsResolver {
  @Query(() => [ListeInscription], {
    nullable: true,
    description: "Les listes d’inscription d’un département et leur suite, la dernière semaine d’abord.",
  })
  @Directive('@requiresScopes(scopes: [["echanges.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)')
  async listesInscription(
    @Ctx() ctx: RequestContext,
    @Arg("departement", () => String, DEPARTEMENT) departement: string,
    @Arg("first", () => Int, { nullable: true, defaultValue: LISTES_PAR_DEFAUT, description: "De 1 à 200." }) first: number | null,
  ): Promise<ListeInscription[]> {
    const listes = await listesLues(await ctx.read(), departement, pageSize(first, LISTES_PAR_DEFAUT), ctx.now());
    return listes.map((liste) => Object.assign(new ListeInscription(), liste));
  }

  @Query(() => PersonneAInscrireConnection, {
    nullable: true,
    description: "Les personnes à inscrire ou à identifier à France Travail, et ce qu’il en est advenu.",
  })
  @Directive('@requiresScopes(scopes: [["echanges.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  async personnesAInscrire(
    @Ctx() ctx: RequestContext,
    @Arg("departement", () => String, DEPARTEMENT) departement: string,
    @Arg("semaine", () => String, { nullable: true, description: "De cette semaine ISO (2026-W47)." }) semaine: string | null,
    @Arg("nature", () => NatureEnum, { nullable: true, description: "De cette nature." }) nature: NatureInscription | null,
    @Arg("issue", () => IssueEnum, { nullable: true, description: "Avec cette issue." }) issue: IssueInscription | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: PERSONNES_PAR_DEFAUT, description: "De 1 à 200." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur de la dernière demande lue." }) after: string | null,
  ): Promise<PersonneAInscrireConnection> {
    if (semaine && !isoWeek(semaine)) throw new CodedError("ARGUMENT_INVALIDE", "« semaine » est une semaine ISO, comme 2026-W47.");
    const size = pageSize(first, PERSONNES_PAR_DEFAUT);
    const cursor = decodeCursor(after, /^\d{4}-W\d{2}:[0-9a-f-]{36}$/);
    const filtre = { departement, semaine: semaine ?? null, nature: nature ?? null, issue: issue ?? null };
    const rows = await inscriptionsLues(await ctx.read(), filtre, size + 1, cursor, ctx.now());
    const { edges, pageInfo } = toPage(rows, size, (row) => `${row.semaine}:${row.id}`, cursor);
    ctx.saw(edges.flatMap(({ node }) => node.allocataire ?? []));
    const dites = edges.map((edge) => ({ cursor: edge.cursor, node: personne(edge.node) }));
    return { edges: dites, nodes: dites.map((edge) => edge.node), pageInfo, filtre };
  }

  @FieldResolver(() => Int, { description: "Nombre de demandes qui répondent au filtre." })
  async totalCount(@Root() { filtre }: PersonneAInscrireConnection, @Ctx() ctx: RequestContext): Promise<number> {
    return nombreInscriptions(await ctx.read(), filtre, ctx.now());
  }
}

const personne = (row: InscriptionLue): PersonneAInscrire =>
  Object.assign(new PersonneAInscrire(), row, { allocataire: allocataire(row.allocataire) });
