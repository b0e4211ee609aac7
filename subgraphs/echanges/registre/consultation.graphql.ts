import { Arg, Ctx, Directive, Field, FieldResolver, ID, InputType, Int, ObjectType, Resolver, Root, registerEnumType } from "type-graphql";
import { addDays } from "../../shared/civil-date";
import type { RequestContext } from "../../shared/context";
import { enumOf, Finalite } from "../../shared/contrat/enums";
import { PageInfo } from "../../shared/contrat/page-info";
import { DateScalar, HorodatageScalar } from "../../shared/contrat/scalars";
import type { Finalite as NomDeFinalite } from "../../shared/identity";
import type { Nature } from "../../shared/nature";
import { decodeCursor, isUuid, type Page, pageSize, toPage } from "../../shared/page";
import { nomDuProgramme, sansJeton } from "../../shared/programmes";
import { wallInstant } from "../../shared/time-zone";
import { Allocataire } from "../allocataire.ref";
import {
  type ConsultationRow,
  type FiltreDuRegistre,
  nombreFiltre,
  type PageDemandee,
  pageDuRegistre,
  registreOuvert,
} from "./consultation.repository";
import { donneesConsultees } from "./donnees-consultees";
import { libellesDesChamps } from "./libelles";

const NatureConsultation = enumOf(["LECTURE", "ECRITURE", "EXPORT", "TRANSMISSION", "IMPORT"] as const);
registerEnumType(NatureConsultation, {
  name: "NatureConsultation",
  description: "Ce qu’une opération a fait des données d’une personne.",
  valuesConfig: {
    LECTURE: { description: "Lues." },
    ECRITURE: { description: "Écrites par une mutation." },
    EXPORT: { description: "Écrites dans un fichier." },
    TRANSMISSION: { description: "Dites à un partenaire." },
    IMPORT: { description: "Reçues d’un partenaire, par fichier ou message." },
  },
});

@ObjectType({ simpleResolvers: true, description: "Données consultées d’une même catégorie." })
export class DonneesConsultees {
  @Field(() => String, { description: "De quoi elles parlent." })
  categorie: string;
  @Directive("@listSize(assumedSize: 20)")
  @Field(() => [String], { description: "Ce qu’elles sont." })
  libelles: string[];
}

@InputType({ description: "Ce que l’on cherche dans un registre de consultations ; tout se cumule." })
export class FiltreConsultations {
  @Field(() => DateScalar, { nullable: true, description: "Premier jour (Paris)." })
  du?: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour, compris." })
  au?: string | null;
  @Field(() => String, { nullable: true, description: "Code de l’organisme, comme « organisme » le dit." })
  organisme?: string | null;
  @Field(() => NatureConsultation, { nullable: true, description: "Les opérations qui ont fait cela." })
  nature?: keyof typeof NatureConsultation | null;
}

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
  @Field(() => String, { description: "Identifiant du système client qui a consulté ; jamais une personne." })
  par: string;
  @Field(() => String, {
    description:
      "Nom de ce système, tel que le registre des clients le dit ; pour une commande ou un travail du hub, ce qu’il est ; sinon son identifiant.",
  })
  systeme: string;
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
  @Field(() => String, {
    nullable: true,
    description: "Nom de l’organisation pour laquelle le client a consulté ; nul quand le référentiel n’en a pas.",
  })
  organisation: string | null;
  @Directive("@listSize(assumedSize: 2)")
  @Field(() => [NatureConsultation], { description: "Ce que l’opération a fait des données de la personne." })
  natures: Nature[];
  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [DonneesConsultees], { description: "Les données consultées, en français, par catégorie." })
  donnees: DonneesConsultees[];
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

  constructor(demande: PageDemandee) {
    this.demande = demande;
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
    @Arg("filtre", () => FiltreConsultations, { nullable: true, description: "Ce que l’on cherche ; tout sans filtre." })
    filtre: FiltreConsultations | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "De 1 à 200." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur de la dernière consultation lue." }) after: string | null,
  ): Promise<ConsultationConnection | null> {
    const demande = { first: pageSize(first, 50), after: decodeCursor(after, /^\d{1,15}:[0-9a-f-]{36}$/) };
    const registre = isUuid(person.id) ? await ctx.loader(registreOuvert).load(person.id.toLowerCase()) : null;
    if (registre === null) return null;
    ctx.saw([registre.allocataire]);
    return new ConsultationConnection({ registre, filtre: filtreDe(filtre), ...demande });
  }
}

@Resolver(() => ConsultationConnection)
export class ConsultationConnectionResolver {
  @FieldResolver(() => Int, { description: "Nombre d’opérations qui ont consulté la personne, et que le filtre garde." })
  totalCount(@Root() { demande }: ConsultationConnection, @Ctx() ctx: RequestContext): number | Promise<number> {
    return demande.filtre === null ? demande.registre.nombre : nombreFiltre(demande, ctx);
  }

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
  const told = edges.map(({ cursor, node }) => ({
    cursor,
    node: consultation(node, agents, nomDuSysteme(node.client, ctx)),
  }));
  return { edges: told, nodes: told.map((edge) => edge.node), pageInfo };
}

const nomDuSysteme = (client: string, ctx: RequestContext): string =>
  nomDuProgramme(client) ?? sansJeton(client) ?? ctx.clients?.client(client).nom ?? client;

const PARIS = "Europe/Paris";

function filtreDe(dit: FiltreConsultations | null): FiltreDuRegistre | null {
  if (!dit || (!dit.du && !dit.au && !dit.organisme && !dit.nature)) return null;
  return {
    depuis: dit.du ? wallInstant(dit.du, "00:00", PARIS) : null,
    avant: dit.au ? wallInstant(addDays(dit.au, 1), "00:00", PARIS) : null,
    organisme: dit.organisme ?? null,
    nature: dit.nature ?? null,
  };
}

const consultation = (row: ConsultationRow, agents: boolean, systeme: string): Consultation => ({
  id: `${row.operation}.${row.allocataire}`,
  le: row.le,
  par: row.client,
  systeme,
  agent: agents ? row.agent : null,
  organisme: row.organisme ?? row.departement_client,
  finalite: row.finalite,
  operation: row.operation_nom,
  champs: row.champs,
  organisation: row.organisation,
  natures: row.natures,
  donnees: donneesConsultees(row.champs, libellesDesChamps()),
});
