import { Arg, Ctx, Directive, Field, FieldResolver, Int, ObjectType, Resolver, Root, registerEnumType } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { enumOf } from "../../shared/contrat/enums";
import { PageInfo } from "../../shared/contrat/page-info";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import { decodeCursor, pageSize, toPage, UUID } from "../../shared/page";
import { MesureIndicateur } from "../mesure/mesure.graphql";
import { pourLesCoupes } from "../mesure/mesurer";
import { AllocataireCompte } from "./allocataire.ref";
import { coteCompte, pourquoiSansPersonnes, regle, tablesLues } from "./lignage";
import { type Cote, personnesComptees } from "./personnes.repository";

export const CoteIndicateur = enumOf(["NUMERATEUR", "DENOMINATEUR"] as const);
registerEnumType(CoteIndicateur, { name: "CoteIndicateur", description: "Côté d’un indicateur." });

@ObjectType({ simpleResolvers: true, description: "Une table de faits que l’indicateur lit." })
export class CompteFaits {
  @Field(() => String, { description: "Table de faits (docs/indicateurs.md les décrit)." })
  table: string;
  @Field(() => Int, {
    nullable: true,
    description: "Faits comptés au numérateur ; absent d’une table seulement consultée, ou d’un chiffre tu.",
  })
  numerateur: number | null;
  @Field(() => Int, {
    nullable: true,
    description: "Faits comptés au dénominateur ; absent d’une table seulement consultée, ou d’un chiffre tu.",
  })
  denominateur: number | null;
}

@ObjectType({ simpleResolvers: true, description: "Une personne comptée, et son curseur." })
export class PersonneCompteeEdge {
  @Field(() => String, { description: "Curseur, à donner à « after »." })
  cursor: string;
  @Field(() => AllocataireCompte, { description: "La personne." })
  node: AllocataireCompte;
}

@ObjectType({ simpleResolvers: true, description: "Personnes comptées que l’appelant suit." })
export class PersonneCompteeConnection {
  @Field(() => [PersonneCompteeEdge], { description: "Les personnes et leurs curseurs." })
  edges: PersonneCompteeEdge[];
  @Field(() => [AllocataireCompte], { description: "Les personnes." })
  nodes: AllocataireCompte[];
  @Field(() => PageInfo, { description: "Position de la page." })
  pageInfo: PageInfo;
  @Field(() => Int, { nullable: true, description: "Personnes comptées, suivies par l’appelant ou non ; absent si le chiffre est tu." })
  total: number | null;
  @Field(() => Int, { description: "Parmi elles, celles que l’appelant peut lire." })
  visibles: number;
}

@ObjectType({ description: "D’où vient un chiffre : sa règle, les faits comptés et, pour qui les accompagne, les personnes." })
export class Lignage {
  /** Not in the API. */
  origine: MesureIndicateur;

  @Field(() => String, { description: "Ce que compte chaque côté, et la règle." })
  regle: string;
  @Field(() => String, { description: "Texte d’où vient l’indicateur." })
  source: string;
  @Field(() => HorodatageScalar, {
    nullable: true,
    description: "Instant du dernier fait du département que le hub a lu ; absent d’un résultat saisi.",
  })
  faitsJusquA: Date | null;
  @Directive("@listSize(assumedSize: 6)")
  @Field(() => [CompteFaits], { description: "Tables de faits lues, celle qui est comptée d’abord." })
  comptes: CompteFaits[];
  @Field(() => String, { nullable: true, description: "Pourquoi les personnes ne sont pas montrées ; absent quand elles le sont." })
  sansPersonnes: string | null;
}

@Resolver(() => MesureIndicateur)
export class LignageDeMesure {
  @FieldResolver(() => Lignage, { description: "D’où vient le chiffre." })
  lignage(@Root() origine: MesureIndicateur, @Ctx() ctx: RequestContext): Lignage {
    const { definition, demande, mesure } = origine;
    const faits = mesure && !mesure.total.tue ? mesure.total.faits : null;
    const tables = demande ? tablesLues(demande.indicateur.calcul) : [];
    return {
      origine,
      regle: regle(definition),
      source: definition.source,
      faitsJusquA: mesure?.faitsJusquA ?? null,
      comptes: tables.map((table, rang) => ({
        table,
        numerateur: rang === 0 ? (faits?.auNumerateur ?? null) : null,
        denominateur: rang === 0 && definition.denominateur !== null ? (faits?.auDenominateur ?? null) : null,
      })),
      sansPersonnes: pourquoiSansPersonnes(ctx.requireCaller().finalite, demande !== undefined),
    };
  }
}

@Resolver(() => Lignage)
export class PersonnesDuLignage {
  @Directive('@requiresScopes(scopes: [["indicateurs.lire", "allocataires.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  @FieldResolver(() => PersonneCompteeConnection, {
    nullable: true,
    description: "Les personnes comptées que l’appelant suit ; les autres sont seulement dénombrées. Finalité ACCOMPAGNEMENT, sinon null.",
  })
  async personnes(
    @Root() { origine, sansPersonnes }: Lignage,
    @Ctx() ctx: RequestContext,
    @Arg("cote", () => CoteIndicateur, { description: "Côté de l’indicateur." }) cote: Cote,
    @Arg("part", () => String, { nullable: true, description: "Clé d’une part ; l’ensemble si absente." }) part: string | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "De 1 à 200." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur de la dernière personne lue." }) after: string | null,
  ): Promise<PersonneCompteeConnection | null> {
    const { demande, mesure } = origine;
    if (!demande || !mesure || sansPersonnes !== null) return null;
    const size = pageSize(first, 50);
    const jour = mesure.connuLe === ctx.today() ? null : mesure.connuLe;
    const voulues = {
      demande,
      jour,
      ...coteCompte(pourLesCoupes(demande.indicateur, demande.coupes).calcul, cote, part ?? null),
      first: size,
      after: decodeCursor(after, UUID),
    };
    const { total, visibles, ids } = await ctx.loader(personnesComptees).load(voulues);
    const cellule = part ? mesure.parts.find(({ cle }) => cle === part) : mesure.total;
    const page = toPage(
      ids.map((id) => Object.assign(new AllocataireCompte(), { id })),
      size,
      ({ id }) => id,
      after,
    );
    ctx.saw(page.nodes.map(({ id }) => id));
    return { ...page, total: !cellule || cellule.tue ? null : total, visibles };
  }
}
