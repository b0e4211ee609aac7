import { Args, ArgsType, Ctx, Directive, Field, Float, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import type { SubgraphDependencies } from "../../shared/module";
import { duRessort } from "../contrat/ressort";
import { CATALOGUE } from "../mesure/catalogue";
import { DefinitionIndicateur } from "../mesure/definition.graphql";
import { invalide, lireVoulu } from "../mesure/demande";
import { fiche } from "../mesure/fiche";
import { MesureIndicateur } from "../mesure/mesure.graphql";
import { type DemandeMesure, moteurDe } from "../mesure/mesures.repository";
import { enReponse } from "../mesure/reponse";
import { lireTerritoire } from "../mesure/territoire";
import { type CohorteRow, cohorte } from "./cohorte.repository";
import { AVERTISSEMENT, comparer, MOIS_MAX, moisDepuis, moisEcoules } from "./comparer";
import { territoireDe } from "./critere";

@ObjectType({ simpleResolvers: true, description: "Le même indicateur de deux groupes, le même mois depuis que chacun est fixé." })
export class PointCompare {
  @Field(() => Int, { description: "Rang du mois : 0 commence le jour où le groupe est fixé." })
  mois: number;
  @Field(() => MesureIndicateur, { description: "Le premier groupe." })
  a: MesureIndicateur;
  @Field(() => MesureIndicateur, { description: "Le second groupe." })
  b: MesureIndicateur;
  @Field(() => Float, {
    nullable: true,
    description: "La première moins la seconde, dans l’unité de l’indicateur (points pour un pourcentage) ; absent si l’un est tu.",
  })
  difference: number | null;
  @Field(() => Float, {
    nullable: true,
    description: "Bas de l’intervalle à 95 % de la différence (Newcombe) ; absent si ce n’est pas une part de personnes.",
  })
  bas: number | null;
  @Field(() => Float, { nullable: true, description: "Haut de cet intervalle." })
  haut: number | null;
  @Field(() => Float, { nullable: true, description: "Taille de l’effet (h de Cohen) : 0,2 faible, 0,5 moyenne, 0,8 forte." })
  tailleEffet: number | null;
  @Field(() => Boolean, {
    nullable: true,
    description: "Vrai si l’intervalle exclut zéro : le hasard seul l’explique moins d’une fois sur vingt.",
  })
  dissociee: boolean | null;
}

@ObjectType({ simpleResolvers: true, description: "Un indicateur de deux groupes, de mois en mois." })
export class ComparaisonCohortes {
  @Field(() => DefinitionIndicateur, { description: "Ce qui est compté, et comment." })
  definition: DefinitionIndicateur;
  @Field(() => String, { description: "Ce qu’une différence ne dit pas." })
  avertissement: string;
  @Directive("@listSize(assumedSize: 36)")
  @Field(() => [PointCompare], { description: "Un point par mois écoulé pour les deux groupes." })
  points: PointCompare[];
}

@ArgsType()
class Comparees {
  @Field(() => String, { description: "Code du département (94)." })
  departement: string;
  @Field(() => String, { description: "Code de la première cohorte." })
  a: string;
  @Field(() => String, { description: "Code de la seconde cohorte." })
  b: string;
  @Field(() => [String], { description: "Codes des indicateurs calculés, 20 au plus." })
  codes: string[];
  @Field(() => Int, { defaultValue: 12, description: `Mois suivis, ${MOIS_MAX} au plus.` })
  mois: number;
}

const CODES_MAX = 20;

@Resolver()
export class ComparerResolver {
  constructor(private readonly dependances: SubgraphDependencies) {}

  @Directive('@requiresScopes(scopes: [["indicateurs.lire"]])')
  @Directive("@listSize(assumedSize: 20)")
  @Query(() => [ComparaisonCohortes], {
    nullable: true,
    description: "Deux cohortes sur les mêmes indicateurs, mois par mois depuis que chacune est fixée. Une cohorte inconnue donne null.",
  })
  async comparerCohortes(@Args(() => Comparees) demande: Comparees, @Ctx() ctx: RequestContext): Promise<ComparaisonCohortes[] | null> {
    const { departement, codes, mois } = demande;
    if (!duRessort(ctx, departement)) return null;
    verifier(demande);
    const tx = await ctx.read();
    const [a, b] = [await cohorte(tx, departement, demande.a), await cohorte(tx, departement, demande.b)];
    if (!a || !b) return null;
    const n = moisEcoules([a.fixeeLe, b.fixeeLe], mois, ctx.today());
    return Promise.all(codes.map((code) => this.comparer(code, a, b, n, ctx)));
  }

  private async comparer(code: string, a: CohorteRow, b: CohorteRow, mois: number, ctx: RequestContext): Promise<ComparaisonCohortes> {
    const { indicateur } = lireVoulu({ code });
    const points = Array.from({ length: mois }, async (_, n): Promise<PointCompare> => {
      const [x, y] = await Promise.all([a, b].map((groupe) => this.mesurer(code, groupe, n, ctx)));
      return { mois: n, a: x!, b: y!, ...comparer(indicateur, x!, y!) };
    });
    return { definition: fiche(indicateur), avertissement: AVERTISSEMENT, points: await Promise.all(points) };
  }

  /** All that a request asks of a cohort is gathered in one statement. */
  private async mesurer(
    code: string,
    { departement, code: groupe, fixeeLe }: CohorteRow,
    n: number,
    ctx: RequestContext,
  ): Promise<MesureIndicateur> {
    const territoire = lireTerritoire(territoireDe(departement, groupe))!;
    const demande: DemandeMesure = { ...lireVoulu({ code }), territoire, ...moisDepuis(fixeeLe, n), connuLe: null };
    return enReponse(demande, (await ctx.loader(moteurDe(this.dependances).mesures).load(demande))!);
  }
}

/** Errors: ARGUMENT_INVALIDE. */
function verifier({ codes, mois, a, b }: Comparees): void {
  if (codes.length === 0 || codes.length > CODES_MAX) throw invalide("codes", `De 1 à ${CODES_MAX} indicateurs se comparent à la fois.`);
  if (mois < 1 || mois > MOIS_MAX) throw invalide("mois", `Le suivi dure de 1 à ${MOIS_MAX} mois.`);
  if (a === b) throw invalide("b", "Une cohorte ne se compare pas à elle-même.");
  const inconnu = codes.find((code) => !CATALOGUE.has(code));
  if (inconnu !== undefined)
    throw invalide("codes", `« ${inconnu.slice(0, 40)} » n’est pas un indicateur que le hub calcule : il ne se mesure pas sur un groupe.`);
}
