import { Arg, Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { PageInfo } from "../../shared/contrat/page-info";
import { decodeCursor, pageSize, toPage } from "../../shared/page";
import { refuserNul } from "../texte-recu";
import { type Filtre, verifierFiltre } from "./filtre-offres";
import { FiltreOffres } from "./filtre-offres.graphql";
import type { Offre, Structure } from "./offre";
import { OffreInsertion, StructureInsertion } from "./offre.graphql";
import { offreParId, structureParId } from "./offre.repository";
import { chercherOffres, compterOffres } from "./recherche.repository";

@ObjectType({ simpleResolvers: true, description: "Offre à sa place dans la liste." })
export class OffreEdge {
  @Field(() => String, { description: "Curseur de l’offre, à donner en « after »." })
  cursor: string;
  @Field(() => OffreInsertion, { description: "L’offre." })
  node: Offre;
}

@ObjectType({ simpleResolvers: true, description: "Page du catalogue, les fiches les mieux renseignées d’abord." })
export class OffreConnection {
  @Field(() => [OffreEdge], { description: "Offres avec leur curseur." })
  edges: OffreEdge[];
  @Field(() => [OffreInsertion], { description: "Offres de la page." })
  nodes: Offre[];
  @Field(() => PageInfo, { description: "Position de la page." })
  pageInfo: PageInfo;
  filtre: Filtre;
}

const CURSEUR = /^(0|1|0\.\d{1,20}|\d(\.\d{1,20})?e-\d{1,3}):[^\0]{1,300}$/;

@Resolver(() => OffreConnection)
export class OffresResolver {
  @Directive("@authenticated")
  @Query(() => OffreInsertion, { nullable: true, description: "Une offre du catalogue. Une offre du PDIE se lit dans son département." })
  async offre(
    @Arg("id", () => ID, { description: "Identifiant de l’offre." }) id: string,
    @Ctx() ctx: RequestContext,
  ): Promise<Offre | null> {
    refuserNul(id, "id");
    return ctx.loader(offreParId).load(id);
  }

  @Directive("@authenticated")
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  @Query(() => OffreConnection, { nullable: true, description: "Recherche dans le catalogue." })
  async offres(
    @Arg("filtre", () => FiltreOffres, { nullable: true, description: "Critères." }) filtreRecu: FiltreOffres | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 20, description: "De 1 à 200 offres." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur de la dernière offre de la page précédente." }) after:
      | string
      | null,
    @Ctx() ctx: RequestContext,
  ): Promise<Omit<OffreConnection, "totalCount">> {
    const filtre: Filtre = filtreRecu ?? {};
    refuserNul(filtre, "filtre");
    verifierFiltre(filtre);
    const taille = pageSize(first, 20);
    const curseur = decodeCursor(after, CURSEUR);
    const coupe = curseur?.indexOf(":") ?? -1;
    const depart = curseur ? { score: Number(curseur.slice(0, coupe)), id: curseur.slice(coupe + 1) } : null;
    const offres = await chercherOffres(await ctx.read(), filtre, ctx.now(), taille + 1, depart);
    return { ...toPage(offres, taille, (offre) => `${offre.scoreQualite}:${offre.id}`, curseur), filtre };
  }

  @Directive("@authenticated")
  @Query(() => StructureInsertion, { nullable: true, description: "Une structure d’insertion." })
  async structureInsertion(
    @Arg("id", () => ID, { description: "Identifiant de la structure." }) id: string,
    @Ctx() ctx: RequestContext,
  ): Promise<Structure | null> {
    refuserNul(id, "id");
    return ctx.loader(structureParId).load(id);
  }

  @FieldResolver(() => Int, { description: "Nombre d’offres qui répondent au filtre, toutes pages comprises." })
  async totalCount(@Root() page: OffreConnection, @Ctx() ctx: RequestContext): Promise<number> {
    return compterOffres(await ctx.read(), page.filtre, ctx.now());
  }
}
