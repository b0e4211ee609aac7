import { Arg, Ctx, Directive, Field, Float, Int, ObjectType, Query, Resolver } from "type-graphql";
import { CodedError } from "../../shared/coded-error";
import type { RequestContext } from "../../shared/context";
import { refuserNul } from "../texte-recu";
import { bilanDe, bilanParFiche } from "./bilan";
import { lireBilan } from "./bilan.repository";
import { Financeur } from "./pdie.graphql";

@ObjectType({ simpleResolvers: true, description: "Ce qu’une fiche action, ou tout le programme, compte pour un exercice." })
export class ComptesPdie {
  @Field(() => Int, { description: "Offres du PDIE." })
  offres: number;
  @Field(() => Int, { nullable: true, description: "Places financées ; null si aucune offre ne les dit." })
  placesFinancees: number | null;
  @Field(() => Int, { description: "Places prises." })
  placesOccupees: number;
  @Field(() => Int, { nullable: true, description: "Places qui restent ; null si aucune offre ne dit les siennes." })
  placesDisponibles: number | null;
  @Field(() => Float, {
    nullable: true,
    description: "Places financées × coût unitaire, en centimes, pour les offres qui disent les deux.",
  })
  coutPrevuCentimes: number | null;
  @Field(() => Float, { nullable: true, description: "Places prises × coût unitaire, en centimes, pour les offres qui disent leur coût." })
  coutEngageCentimes: number | null;
  @Directive("@listSize(assumedSize: 6)")
  @Field(() => [Financeur], { description: "Financeurs de l’exercice : ceux de la fiche et ceux de ses offres, ajoutés." })
  financeurs: Financeur[];
  @Field(() => Float, { description: "Somme de ces financeurs, en centimes." })
  financeCentimes: number;
}

@ObjectType({ simpleResolvers: true, description: "Bilan d’une fiche action pour un exercice." })
export class BilanFicheAction extends ComptesPdie {
  @Field(() => String, { nullable: true, description: "Code de la fiche action ; null pour les offres qui n’en nomment pas." })
  ficheAction: string | null;
  @Field(() => String, { nullable: true, description: "Intitulé." })
  intitule: string | null;
  @Field(() => String, { nullable: true, description: "Programme." })
  programme: string | null;
  @Field(() => String, { nullable: true, description: "Axe du programme." })
  axe: string | null;
  @Field(() => Float, { nullable: true, description: "Total annoncé, tous financeurs et exercices, en centimes." })
  budgetCentimes: number | null;
}

@ObjectType({ simpleResolvers: true, description: "Bilan du programme d’un département pour un exercice." })
export class BilanPdie {
  @Field(() => String, { description: "Département." })
  departement: string;
  @Field(() => Int, { description: "Exercice (année)." })
  exercice: number;
  @Field(() => ComptesPdie, { description: "Toutes fiches ensemble." })
  total: ComptesPdie;
  @Directive("@listSize(assumedSize: 20)")
  @Field(() => [BilanFicheAction], { description: "Fiches action, par code." })
  fiches: BilanFicheAction[];
}

@Resolver(() => BilanPdie)
export class BilanPdieResolver {
  @Directive("@authenticated")
  @Query(() => BilanPdie, {
    nullable: true,
    description: "Places, coûts et financeurs du PDIE, fiche par fiche ; null si le département n’a pas de programme que l’appelant lise.",
  })
  async bilanPdie(
    @Arg("departement", () => String, { description: "Code du département." }) departement: string,
    @Arg("exercice", () => Int, { nullable: true, description: "Année ; celle en cours par défaut." }) exerciceRecu: number | null,
    @Ctx() ctx: RequestContext,
  ): Promise<BilanPdie | null> {
    refuserNul(departement, "departement");
    const exercice = exerciceRecu ?? Number(ctx.today().slice(0, 4));
    if (exercice < 2000 || exercice > 2100)
      throw new CodedError("ARGUMENT_INVALIDE", "L’exercice est une année, de 2000 à 2100.", { champ: "exercice" });
    const { fiches, offres, financements } = await lireBilan(await ctx.read(), departement, exercice);
    if (fiches.length + offres.length + financements.length === 0) return null;
    const total = bilanDe(offres, financements);
    return { departement, exercice, total, fiches: bilanParFiche(fiches, offres, financements) };
  }
}
