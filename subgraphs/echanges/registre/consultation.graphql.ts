import { Arg, Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Finalite } from "../../shared/contrat/enums";
import { PageInfo } from "../../shared/contrat/page-info";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import type { Finalite as NomDeFinalite } from "../../shared/identity";
import { decodeCursor, isUuid, type Page, pageSize, toPage } from "../../shared/page";
import { Allocataire } from "../allocataire.ref";
import { type ConsultationRow, type PageDemandee, pageDuRegistre, registreOuvert } from "./consultation.repository";

@ObjectType({
  simpleResolvers: true,
  description:
    "Une opération qui a lu ou écrit des données de la personne. Une même opération compte une fois, quel que soit le nombre de sous-graphes qu’elle a interrogés.",
})
export class Consultation {
  @Field(() => ID, { description: "Identifiant de l’opération, pour cette personne." })
  id: string;
  @Field(() => HorodatageScalar, { description: "Quand." })
  le: Date;
  @Field(() => String, { description: "Le système client qui a consulté ; jamais une personne." })
  par: string;
  @Field(() => String, { nullable: true, description: "Code de l’agent, lu avec le droit journal.lire seulement (CJUE, C-579/21)." })
  agent: string | null;
  @Field(() => String, {
    description:
      "Code de l’organisme pour lequel le client a consulté ; pour un lien de réponse, la structure du catalogue ; sans organisme, celui de son département (« * » pour un client de tout le territoire).",
  })
  organisme: string;
  @Field(() => Finalite, { description: "Pour quelle finalité." })
  finalite: NomDeFinalite;
  @Field(() => String, { description: "Nom que le client donne à son opération, ou ses champs racine." })
  operation: string;
  @Field(() => [String], { description: "Champs consultés (« Allocataire.nom ») : les noms, jamais les valeurs." })
  champs: string[];
}

@ObjectType({ simpleResolvers: true, description: "Une consultation et sa place dans la liste." })
export class ConsultationEdge {
  @Field(() => String, { description: "Curseur à donner en « after » pour lire la suite." })
  cursor: string;
  @Field(() => Consultation, { description: "La consultation." })
  node: Consultation;
}

@ObjectType({
  simpleResolvers: true,
  description: "Registre des consultations d’une personne, de la plus récente à la plus ancienne. La lecture en cours n’y est pas.",
})
export class ConsultationConnection {
  /** What to read when a page is asked for, and not only the count. */
  readonly demande: PageDemandee;
  @Field(() => Int, { description: "Nombre d’opérations qui ont consulté la personne." })
  readonly totalCount: number;

  constructor(demande: PageDemandee) {
    this.demande = demande;
    this.totalCount = demande.registre.nombre;
  }
}

@Resolver(() => Allocataire)
export class ConsultationsResolver {
  @FieldResolver(() => ConsultationConnection, {
    nullable: true,
    description: "Qui a consulté les données de la personne, quand et pour quelle finalité (RGPD, article 15).",
  })
  @Directive('@requiresScopes(scopes: [["allocataires.lire"], ["journal.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  async consultations(
    @Root() person: Allocataire,
    @Ctx() ctx: RequestContext,
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "De 1 à 200." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur de la dernière consultation lue." }) after: string | null,
  ): Promise<ConsultationConnection | null> {
    const demande = { first: pageSize(first, 50), after: decodeCursor(after, /^\d{1,15}:[0-9a-f-]{36}$/) };
    const registre = isUuid(person.id) ? await ctx.loader(registreOuvert).load(person.id.toLowerCase()) : null;
    if (registre === null) return null;
    ctx.saw([registre.allocataire]);
    return new ConsultationConnection({ registre, ...demande });
  }
}

@Resolver(() => ConsultationConnection)
export class ConsultationConnectionResolver {
  @FieldResolver(() => [ConsultationEdge], { description: "Les consultations et leurs curseurs." })
  async edges(@Root() connection: ConsultationConnection, @Ctx() ctx: RequestContext): Promise<ConsultationEdge[]> {
    return (await page(connection, ctx)).edges;
  }

  @FieldResolver(() => [Consultation], { description: "Les consultations." })
  async nodes(@Root() connection: ConsultationConnection, @Ctx() ctx: RequestContext): Promise<Consultation[]> {
    return (await page(connection, ctx)).nodes;
  }

  @FieldResolver(() => PageInfo, { description: "Position de la page." })
  async pageInfo(@Root() connection: ConsultationConnection, @Ctx() ctx: RequestContext): Promise<PageInfo> {
    return (await page(connection, ctx)).pageInfo;
  }
}

async function page({ demande }: ConsultationConnection, ctx: RequestContext): Promise<Page<Consultation>> {
  const rows = await ctx.loader(pageDuRegistre).load(demande);
  const { edges, pageInfo } = toPage(rows, demande.first, (row) => `${row.le.getTime()}:${row.operation}`, demande.after);
  const agents = ctx.hasScope("journal.lire");
  const told = edges.map(({ cursor, node }) => ({ cursor, node: consultation(node, agents) }));
  return { edges: told, nodes: told.map((edge) => edge.node), pageInfo };
}

const consultation = (row: ConsultationRow, agents: boolean): Consultation => ({
  id: `${row.operation}.${row.allocataire}`,
  le: row.le,
  par: row.client,
  agent: agents ? row.agent : null,
  organisme: row.organisme ?? row.departement_client,
  finalite: row.finalite,
  operation: row.operation_nom,
  champs: row.champs,
});
