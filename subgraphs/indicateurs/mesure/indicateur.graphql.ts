import { Arg, Args, ArgsType, Ctx, Directive, Field, Int, Query, Resolver, registerEnumType } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { enumOf } from "../../shared/contrat/enums";
import { DateScalar } from "../../shared/contrat/scalars";
import type { SubgraphDependencies } from "../../shared/module";
import { CATALOGUE } from "./catalogue";
import { codeInexistant, invalide, lireVoulu, territoireDuRessort, type Voulu, verifierDates, versionInconnue } from "./demande";
import { ficheSaisie } from "./fiche";
import { MesureIndicateur } from "./mesure.graphql";
import type { Periode } from "./mesure.repository";
import { type DemandeMesure, moteurDe } from "./mesures.repository";
import { enReponse, reponseSaisie } from "./reponse";
import { saisies } from "./saisie.repository";
import { SANS_CALCUL } from "./sans-calcul";
import { PAS, type Pas, periodesDe } from "./serie";
import { anneeEntiere, type Territoire } from "./territoire";

export const PasSerie = enumOf(Object.keys(PAS) as Pas[]);
registerEnumType(PasSerie, { name: "PasSerie", description: "Période civile de chaque point d’une série." });

@ArgsType()
export class OuEtQuand {
  @Field(() => String, { description: "Code INSEE (94028), département (94) ou ensemble de communes (94-PILOTE, 94-T10)." })
  territoire: string;
  @Field(() => DateScalar, { description: "Premier jour de la période, compris." })
  debut: string;
  @Field(() => DateScalar, { description: "Dernier jour de la période, compris." })
  fin: string;
  @Field(() => DateScalar, {
    nullable: true,
    description:
      "Chiffre tel qu’il était connu à la fin de ce jour ; absent : consolidé si la période l’est, sinon tel que connu maintenant.",
  })
  connuLe?: string | null;
}

@ArgsType()
export class DemandeIndicateur extends OuEtQuand {
  @Field(() => String, { description: "Code de l’indicateur (definitionsIndicateurs les donne)." })
  code: string;
  @Field(() => Int, { nullable: true, description: "Version de la définition ; la dernière si absente." })
  version?: number | null;
  @Field(() => String, {
    nullable: true,
    description: "Ventilation, ou deux séparées d’une virgule (commune,age) : celles que dit la définition.",
  })
  ventilation?: string | null;
}

/** Codes that one request may ask: the contract has 122 lines. */
const CODES_MAX = 200;

@Resolver()
export class IndicateurResolver {
  constructor(private readonly dependances: SubgraphDependencies) {}

  @Directive('@requiresScopes(scopes: [["indicateurs.lire"]])')
  @Query(() => MesureIndicateur, {
    nullable: true,
    description: "La mesure d’un indicateur. Un territoire inconnu, ou d’un autre département, donne null.",
  })
  async indicateur(
    @Args(() => DemandeIndicateur) demande: DemandeIndicateur,
    @Ctx() ctx: RequestContext,
  ): Promise<MesureIndicateur | null> {
    const territoire = territoireDuRessort(demande.territoire, ctx.requireCaller().departement);
    if (!territoire) return null;
    verifierDates(demande, ctx.today());
    return this.mesurer(demande, territoire, demande, ctx);
  }

  @Directive('@requiresScopes(scopes: [["indicateurs.lire"]])')
  @Directive("@listSize(assumedSize: 60)")
  @Query(() => [MesureIndicateur], {
    nullable: true,
    description: "Plusieurs indicateurs à la fois, dans l’ordre des codes, chacun avec la ventilation de sa définition.",
  })
  async indicateurs(
    @Arg("codes", () => [String], { description: "Codes des indicateurs, 200 au plus." }) codes: string[],
    @Args(() => OuEtQuand) ou: OuEtQuand,
    @Ctx() ctx: RequestContext,
  ): Promise<MesureIndicateur[] | null> {
    const territoire = territoireDuRessort(ou.territoire, ctx.requireCaller().departement);
    if (!territoire) return null;
    verifierDates(ou, ctx.today());
    if (codes.length > CODES_MAX) throw invalide("codes", `${codes.length} codes sont demandés : ${CODES_MAX} au plus.`);
    const mesures = await Promise.all(codes.map((code) => this.mesurer({ code }, territoire, ou, ctx)));
    return toutes(mesures);
  }

  @Directive('@requiresScopes(scopes: [["indicateurs.lire"]])')
  @Directive("@listSize(assumedSize: 60)")
  @Query(() => [MesureIndicateur], {
    nullable: true,
    description: "Un indicateur par mois, trimestre ou année civils entiers, de celui du début à celui de la fin : 60 points au plus.",
  })
  async serieIndicateur(
    @Args(() => DemandeIndicateur) demande: DemandeIndicateur,
    @Arg("pas", () => PasSerie, { description: "Période de chaque point." }) pas: Pas,
    @Ctx() ctx: RequestContext,
  ): Promise<MesureIndicateur[] | null> {
    const territoire = territoireDuRessort(demande.territoire, ctx.requireCaller().departement);
    if (!territoire) return null;
    verifierDates(demande, ctx.today());
    const points = periodesDe(demande, pas).map((periode) => ({ ...periode, connuLe: demande.connuLe }));
    return toutes(await Promise.all(points.map((point) => this.mesurer(demande, territoire, point, ctx))));
  }

  /** What the engine measures, or what people filled. Asked for together, indicators and points are gathered in one statement. */
  private async mesurer(
    voulu: Voulu,
    territoire: Territoire,
    { debut, fin, connuLe = null }: Periode & { connuLe?: string | null },
    ctx: RequestContext,
  ): Promise<MesureIndicateur | null> {
    if (!CATALOGUE.has(voulu.code)) return saisie(voulu, territoire, { debut, fin, connuLe }, ctx);
    const demande: DemandeMesure = { ...lireVoulu(voulu), territoire, debut, fin, connuLe };
    const mesure = await ctx.loader(moteurDe(this.dependances).mesures).load(demande);
    return mesure && enReponse(demande, mesure);
  }
}

/** Null when the territory is not known: it is then for all. */
const toutes = (mesures: (MesureIndicateur | null)[]): MesureIndicateur[] | null =>
  mesures.some((mesure) => mesure === null) ? null : (mesures as MesureIndicateur[]);

/** An indicator that people fill: the result entered for the year that the period is, or no value. Errors: ARGUMENT_INVALIDE. */
async function saisie(
  voulu: Voulu,
  territoire: Territoire,
  periode: Periode & { connuLe: string | null },
  ctx: RequestContext,
): Promise<MesureIndicateur | null> {
  const { code, version = null } = voulu;
  const { debut, fin, connuLe } = periode;
  const trouve = await ctx
    .loader(saisies)
    .load({ code, version, territoire, annee: anneeEntiere(debut, fin), anneeDeFin: Number(fin.slice(0, 4)) });
  if (!trouve) return null;
  const definition = trouve.definition ? ficheSaisie(trouve.definition) : (version ?? 1) === 1 && SANS_CALCUL.get(code);
  if (!definition) throw SANS_CALCUL.has(code) || trouve.codes.includes(code) ? versionInconnue(voulu) : codeInexistant(code, trouve.codes);
  if (voulu.ventilation) throw invalide("ventilation", `L’indicateur ${code} est saisi, il ne se ventile pas.`, { ventilations: [] });
  if (connuLe) throw invalide("connuLe", `L’indicateur ${code} est saisi : l’historique de ses résultats dit ce qui était connu.`);
  return reponseSaisie(definition, territoire.code, periode, { valeur: trouve.resultat, cible: trouve.cible });
}
