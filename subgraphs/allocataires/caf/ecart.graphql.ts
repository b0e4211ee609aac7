import { Arg, Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { PageInfo } from "../../shared/contrat/page-info";
import { DateScalar } from "../../shared/contrat/scalars";
import { decodeCursor, isUuid, type Page, pageSize, toPage } from "../../shared/page";
import { NatureEcart } from "../enums.graphql";
import type { NatureEcart as NomNature } from "../vocabulaire";
import { compterEcarts, type EcartLu, type FiltreEcarts, lireEcarts, personnesDesDossiers, voitTout } from "./ecart.repository";

@ObjectType("EcartFlux", {
  simpleResolvers: true,
  description: "Dossier sur lequel un flux mensuel et les quotidiens qui le précèdent ne disent pas la même chose.",
})
export class EcartFluxType {
  @Field(() => ID, { description: "Flux mensuel." })
  flux: string;
  @Field(() => DateScalar, { description: "Date de création du flux mensuel." })
  le: string;
  @Field(() => String, { description: "Organisme payeur : CAF ou MSA, puis son numéro." })
  organisme: string;
  @Field(() => String, { description: "Numéro de la demande de RSA (NUMDEMRSA)." })
  numeroDemande: string;
  @Field(() => NatureEcart, { description: "Qui dit quoi." })
  nature: NomNature;
  @Directive("@listSize(assumedSize: 6)")
  @Field(() => [String], {
    description: "Ce qui diffère : organisme, etat, decisions (refus, suspensions, clôture), lignesDroit, membres, adresse.",
  })
  champs: string[];
}

@ObjectType("EcartFluxEdge", { simpleResolvers: true, description: "Un écart et son curseur." })
export class EcartFluxEdge {
  @Field(() => String, { description: "Curseur, à donner en « after »." })
  cursor: string;
  @Field(() => EcartFluxType, { description: "L’écart." })
  node: EcartFluxType;
}

@ObjectType("EcartFluxConnection", {
  simpleResolvers: true,
  description: "Page d’écarts entre flux mensuels et quotidiens, du plus récent au plus ancien.",
})
export class EcartFluxConnection {
  @Field(() => [EcartFluxEdge], { description: "Écarts et curseurs." })
  edges: EcartFluxEdge[];
  @Field(() => [EcartFluxType], { description: "Écarts." })
  nodes: EcartFluxType[];
  @Field(() => PageInfo, { description: "Position de la page." })
  pageInfo: PageInfo;
}

interface PageEcarts extends Page<EcartLu> {
  filtre: FiltreEcarts;
}

const CLE = /^\d{4}-\d{2}-\d{2}:[0-9A-Z]{1,11}:[0-9a-f-]{36}:[0-9a-f-]{36}$/i;

@Resolver(() => EcartFluxConnection)
export class EcartsDesFlux {
  @Directive('@requiresScopes(scopes: [["allocataires.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  @Query(() => EcartFluxConnection, {
    nullable: true,
    description:
      "Écarts entre les flux mensuels des organismes payeurs et leurs quotidiens : listés, jamais devinés. Pour qui voit tout le département ; nul pour les autres.",
  })
  async ecartsFlux(
    @Arg("departement", () => String, { nullable: true, description: "Code d’un département." }) departement: string | null,
    @Arg("flux", () => ID, { nullable: true, description: "Un flux mensuel." }) flux: string | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "Nombre, de 1 à 200." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur du dernier écart reçu." }) after: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<PageEcarts | null> {
    const taille = pageSize(first, 50);
    const apres = decodeCursor(after, CLE);
    const tx = await ctx.read();
    if (!(await voitTout(tx)) || (flux != null && !isUuid(flux))) return null;
    const filtre = { departement: departement ?? null, flux: flux ?? null };
    const page = toPage(
      await lireEcarts(tx, filtre, { limite: taille + 1, apres }),
      taille,
      (e) => `${e.le}:${e.numeroDemande}:${e.dossier}:${e.flux}`,
      after,
    );
    ctx.saw(await personnesDesDossiers(tx, [...new Set(page.nodes.map((e) => e.dossier))]));
    return { ...page, filtre };
  }

  @FieldResolver(() => Int, { description: "Nombre d’écarts de toute la liste ; compté seulement si on le demande." })
  async totalCount(@Root() { filtre }: PageEcarts, @Ctx() ctx: RequestContext): Promise<number> {
    return compterEcarts(await ctx.read(), filtre);
  }
}
