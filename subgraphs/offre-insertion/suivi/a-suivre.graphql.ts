import { Arg, Ctx, Directive, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root, registerEnumType } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { enumOf } from "../../shared/contrat/enums";
import { PageInfo } from "../../shared/contrat/page-info";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import { decodeCursor, pageSize, toPage, UUID } from "../../shared/page";
import type { Prescription } from "../prescription/prescription";
import { PrescriptionType } from "../prescription/prescription.graphql";
import { RAISONS_DE_SUIVI, type RaisonDeSuivi } from "./a-suivre";
import { compterASuivre, lireASuivre, type PrescriptionASuivre } from "./a-suivre.repository";

export const RaisonDeSuiviEnum = enumOf(Object.keys(RAISONS_DE_SUIVI) as RaisonDeSuivi[]);
registerEnumType(RaisonDeSuiviEnum, {
  name: "RaisonDeSuivi",
  description: "Ce qu’une prescription attend.",
  valuesConfig: Object.fromEntries(Object.entries(RAISONS_DE_SUIVI).map(([raison, description]) => [raison, { description }])),
});

@ObjectType("PrescriptionASuivre", { simpleResolvers: true, description: "Prescription qui attend quelque chose, et quoi." })
export class PrescriptionASuivreType {
  @Field(() => PrescriptionType, { description: "La prescription." })
  prescription: Prescription;
  @Field(() => RaisonDeSuiviEnum, { description: "Ce qu’elle attend." })
  raison: RaisonDeSuivi;
  @Field(() => HorodatageScalar, { description: "Depuis quand : sa dernière étape." })
  depuis: Date;
}

@ObjectType({ simpleResolvers: true, description: "Prescription à suivre, à sa place dans la liste." })
export class PrescriptionASuivreEdge {
  @Field(() => String, { description: "Curseur, à donner en « after »." })
  cursor: string;
  @Field(() => PrescriptionASuivreType, { description: "La prescription et ce qu’elle attend." })
  node: PrescriptionASuivre;
}

@ObjectType({ simpleResolvers: true, description: "Page des prescriptions à suivre, les plus anciennes d’abord." })
export class PrescriptionASuivreConnection {
  @Field(() => [PrescriptionASuivreEdge], { description: "Prescriptions avec leur curseur." })
  edges: PrescriptionASuivreEdge[];
  @Field(() => [PrescriptionASuivreType], { description: "Prescriptions de la page." })
  nodes: PrescriptionASuivre[];
  @Field(() => PageInfo, { description: "Position de la page." })
  pageInfo: PageInfo;
}

@Resolver(() => PrescriptionASuivreConnection)
export class PrescriptionsASuivreResolver {
  @Directive('@requiresScopes(scopes: [["allocataires.lire"], ["prescription.gerer"]])')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  @Query(() => PrescriptionASuivreConnection, {
    nullable: true,
    description:
      "Prescriptions en cours des personnes de l’appelant, et ce que chacune attend : une réponse, une place, un début, une fin.",
  })
  async prescriptionsASuivre(
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "De 1 à 200 prescriptions." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur de la dernière de la page précédente." }) after: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<Omit<PrescriptionASuivreConnection, "totalCount">> {
    const taille = pageSize(first, 50);
    const apres = decodeCursor(after, UUID);
    const lues = await lireASuivre(await ctx.read(), taille + 1, apres);
    const page = toPage(lues, taille, ({ prescription }) => prescription.id, apres);
    ctx.saw(page.nodes.map(({ prescription }) => prescription.allocataire));
    return page;
  }

  @FieldResolver(() => Int, { description: "Nombre de prescriptions, toutes pages comprises." })
  async totalCount(@Root() _connection: PrescriptionASuivreConnection, @Ctx() ctx: RequestContext): Promise<number> {
    return compterASuivre(await ctx.read());
  }
}
