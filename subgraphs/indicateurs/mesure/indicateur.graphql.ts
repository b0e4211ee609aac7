import { Args, ArgsType, Ctx, Directive, Field, Int, Query, Resolver } from "type-graphql";
import { CodedError } from "../../shared/coded-error";
import type { RequestContext } from "../../shared/context";
import { DateScalar } from "../../shared/contrat/scalars";
import { CATALOGUE, indicateurDe } from "./catalogue";
import { coupesDe, lireCoupes } from "./coupe";
import { fiche, ficheSaisie } from "./fiche";
import { MesureIndicateur } from "./mesure.graphql";
import { mesureSaisie } from "./mesure.repository";
import { type DemandeMesure, type Mesure, mesures } from "./mesures.repository";
import { SANS_CALCUL } from "./sans-calcul";
import { anneeEntiere, estDuRessort, lireTerritoire, type Territoire } from "./territoire";

@ArgsType()
export class DemandeIndicateur {
  @Field(() => String, { description: "Code de l’indicateur (definitionsIndicateurs les donne)." })
  code: string;
  @Field(() => String, { description: "Code INSEE (94028), département (94) ou ensemble de communes (94-PILOTE)." })
  territoire: string;
  @Field(() => DateScalar, { description: "Premier jour de la période, compris." })
  debut: string;
  @Field(() => DateScalar, { description: "Dernier jour de la période, compris." })
  fin: string;
  @Field(() => Int, { nullable: true, description: "Version de la définition ; la dernière si absente." })
  version?: number | null;
  @Field(() => String, {
    nullable: true,
    description: "Ventilation, ou deux séparées d’une virgule (commune,age) : celles que dit la définition.",
  })
  ventilation?: string | null;
}

const invalide = (champ: string, message: string, plus: Record<string, unknown> = {}) =>
  new CodedError("ARGUMENT_INVALIDE", message, { champ, ...plus });

@Resolver()
export class IndicateurResolver {
  @Directive('@requiresScopes(scopes: [["indicateurs.lire"]])')
  @Query(() => MesureIndicateur, {
    nullable: true,
    description: "La mesure d’un indicateur. Un territoire inconnu, ou d’un autre département, donne null.",
  })
  async indicateur(
    @Args(() => DemandeIndicateur) demande: DemandeIndicateur,
    @Ctx() ctx: RequestContext,
  ): Promise<MesureIndicateur | null> {
    const territoire = lireTerritoire(demande.territoire);
    if (!territoire || !estDuRessort(territoire, ctx.requireCaller().departement)) return null;
    if (demande.debut > demande.fin) throw invalide("fin", `La période finit (${demande.fin}) avant de commencer (${demande.debut}).`);
    return CATALOGUE.has(demande.code) ? calculee(demande, territoire, ctx) : saisie(demande, territoire, ctx);
  }
}

/** An indicator of the catalogue. Errors: ARGUMENT_INVALIDE on an unknown version or cut. */
async function calculee(demande: DemandeIndicateur, territoire: Territoire, ctx: RequestContext): Promise<MesureIndicateur | null> {
  const indicateur = indicateurDe(demande.code, demande.version ?? null);
  if (!indicateur) throw versionInconnue(demande);
  const coupes = lireCoupes(indicateur.calcul, demande.ventilation);
  if (!coupes) {
    const ventilations = coupesDe(indicateur.calcul);
    const message = `L’indicateur ${demande.code} se ventile par : ${ventilations.join(", ")}. Deux se croisent, séparées d’une virgule.`;
    throw invalide("ventilation", message, { ventilations });
  }
  const { debut, fin } = demande;
  const voulue: DemandeMesure = { indicateur, coupes, territoire, debut, fin, connuLe: null };
  const mesure = await ctx.loader(mesures).load(voulue);
  return mesure && enReponse(voulue, mesure);
}

/** The answer of the API. */
export function enReponse({ indicateur, territoire, debut, fin }: DemandeMesure, { total, parts, cible }: Mesure): MesureIndicateur {
  return { definition: fiche(indicateur), territoire: territoire.code, debut, fin, cible, ...total, ventilation: parts };
}

/** An indicator that people fill: the result entered for the year that the period is, or no value. */
async function saisie(demande: DemandeIndicateur, territoire: Territoire, ctx: RequestContext): Promise<MesureIndicateur | null> {
  const { code, debut, fin, version = null } = demande;
  const recherche = { code, version, annee: anneeEntiere(debut, fin), anneeDeFin: Number(fin.slice(0, 4)) };
  const trouve = await mesureSaisie(await ctx.read(), recherche, territoire);
  if (!trouve) return null;
  const definition = trouve.definition ? ficheSaisie(trouve.definition) : (version ?? 1) === 1 && SANS_CALCUL.get(code);
  if (!definition) {
    const codes = [...new Set([...trouve.codes, ...CATALOGUE.keys(), ...SANS_CALCUL.keys()])];
    if (codes.includes(code)) throw versionInconnue(demande);
    throw invalide("code", `L’indicateur « ${code.slice(0, 40)} » n’existe pas. La requête definitionsIndicateurs donne tous les codes.`, {
      codes,
    });
  }
  if (demande.ventilation) throw invalide("ventilation", `L’indicateur ${code} est saisi, il ne se ventile pas.`, { ventilations: [] });
  const chiffres = {
    numerateur: trouve.resultat,
    denominateur: null,
    valeur: trouve.resultat,
    masquee: false,
    delais: null,
    ventilation: [],
  };
  return { definition, territoire: territoire.code, debut, fin, cible: trouve.cible, ...chiffres };
}

function versionInconnue({ code, version }: DemandeIndicateur): CodedError {
  const versions = CATALOGUE.get(code)?.map(({ definition }) => definition.version) ?? [1];
  return invalide("version", `L’indicateur ${code} n’a pas de version ${version} : demandez ${versions.join(" ou ")}.`, { versions });
}
