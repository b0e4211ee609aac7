import { Arg, Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../../shared/context";
import { PageInfo } from "../../../shared/contrat/page-info";
import { HorodatageScalar } from "../../../shared/contrat/scalars";
import { decodeCursor, isUuid, pageSize, toPage } from "../../../shared/page";
import { Allocataire, allocataire as reference } from "../../allocataire.ref";
import { ErreurEchange } from "../../echange/echange.graphql";
import { erreurDeLecture } from "../erreur-lecture";
import { type FiltreEchecs, listeEchecs, nombreEchecs } from "./echecs.repository";

@ObjectType({ simpleResolvers: true, description: "Une personne que le hub n’a pas pu lire chez France Travail la dernière fois." })
export class LectureEnEchec {
  @Field(() => String, { description: "Code du département." })
  departement: string;
  @Field(() => Allocataire, { nullable: true, description: "La personne." })
  allocataire: Allocataire | null;
  @Field(() => String, { description: "Nom de la lecture, comme dans lecturesPartenaires." })
  lecture: string;
  @Field(() => HorodatageScalar, { description: "Quand la lecture a été essayée." })
  lueLe: Date;
  @Field(() => ErreurEchange, { nullable: true, description: "Ce qui l’a empêchée, et ce que l’agent peut faire." })
  erreur: ErreurEchange | null;
}

@ObjectType({ simpleResolvers: true, description: "Une lecture en échec et sa place dans la liste." })
export class LectureEnEchecEdge {
  @Field(() => String, { description: "Curseur à donner en « after » pour lire la suite." })
  cursor: string;
  @Field(() => LectureEnEchec, { description: "La lecture." })
  node: LectureEnEchec;
}

@ObjectType({ simpleResolvers: true, description: "Personnes que le hub n’a pas pu lire, la plus récente d’abord." })
export class LectureEnEchecConnection {
  @Field(() => [LectureEnEchecEdge], { description: "Les lectures et leurs curseurs." })
  edges: LectureEnEchecEdge[];
  @Field(() => [LectureEnEchec], { description: "Les lectures." })
  nodes: LectureEnEchec[];
  @Field(() => PageInfo, { description: "Position de la page." })
  pageInfo: PageInfo;
  /** Not a field: what the count is asked for, when it is. */
  filtre: FiltreEchecs;
}

/** What is no id designates nobody. */
const PERSONNE = "00000000-0000-0000-0000-000000000000";
const CURSEUR = /^\d{1,15}:[0-9a-f-]{36}:[a-zA-Z0-9-]{1,60}$/;

@Resolver(() => LectureEnEchecConnection)
export class LecturesEnEchecResolver {
  @Query(() => LectureEnEchecConnection, {
    nullable: true,
    description: "Personnes que le hub n’a pas pu lire chez France Travail la dernière fois, la plus récente d’abord.",
  })
  @Directive('@requiresScopes(scopes: [["echanges.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  async lecturesEnEchec(
    @Ctx() ctx: RequestContext,
    @Arg("lecture", () => String, { nullable: true, description: "De cette lecture." }) lecture: string | null,
    @Arg("code", () => String, { nullable: true, description: "De ce code d’erreur (NON_RATTACHE…)." }) code: string | null,
    @Arg("allocataire", () => ID, { nullable: true, description: "De cette personne." }) allocataire: string | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "De 1 à 200." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur de la dernière lecture reçue." }) after: string | null,
  ): Promise<LectureEnEchecConnection> {
    const filtre = {
      lecture: lecture ?? null,
      code: code ?? null,
      allocataire: allocataire === null || allocataire === undefined ? null : isUuid(allocataire) ? allocataire : PERSONNE,
    };
    const [size, cursor] = [pageSize(first, 50), decodeCursor(after, CURSEUR)];
    const { edges, pageInfo } = toPage(await listeEchecs(await ctx.read(), filtre, size + 1, cursor), size, ({ cle }) => cle, cursor);
    ctx.saw(edges.map(({ node }) => node.allocataire));
    const told = edges.map((edge) => ({ cursor: edge.cursor, node: enEchec(edge.node) }));
    return { edges: told, nodes: told.map(({ node }) => node), pageInfo, filtre };
  }

  @FieldResolver(() => Int, { description: "Nombre de lectures en échec qui répondent au filtre." })
  async totalCount(@Root() { filtre }: LectureEnEchecConnection, @Ctx() ctx: RequestContext): Promise<number> {
    return nombreEchecs(await ctx.read(), filtre);
  }
}

const enEchec = ({ code, departement, allocataire, lecture, lueLe }: { code: string } & Record<string, any>): LectureEnEchec =>
  Object.assign(new LectureEnEchec(), { departement, lecture, lueLe, allocataire: reference(allocataire), erreur: erreurDeLecture(code) });
