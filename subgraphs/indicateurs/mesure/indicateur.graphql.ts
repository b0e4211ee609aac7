import { Args, ArgsType, Ctx, Directive, Field, Int, Query, Resolver } from "type-graphql";
import { CodedError } from "../../shared/coded-error";
import type { RequestContext } from "../../shared/context";
import { DateScalar } from "../../shared/contrat/scalars";
import type { Indicateur } from "./calcul";
import { CATALOGUE } from "./catalogue";
import { MesureIndicateur } from "./mesure.graphql";
import { type Comptage, compter, mesureSaisie, type Periode } from "./mesure.repository";
import { clesAttendues, mesurer } from "./mesurer";
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
  @Field(() => String, { nullable: true, description: "Ventilation : parcours, categorie, commune, organisme… selon l’indicateur." })
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
    const indicateur = CATALOGUE.get(demande.code);
    return indicateur ? calculee(indicateur, demande, territoire, ctx) : saisie(demande, territoire, ctx);
  }
}

/** An indicator of the catalogue: one statement. Errors: ARGUMENT_INVALIDE on an unknown version or cut. */
async function calculee(
  indicateur: Indicateur,
  demande: DemandeIndicateur,
  territoire: Territoire,
  ctx: RequestContext,
): Promise<MesureIndicateur | null> {
  const { definition, calcul } = indicateur;
  verifierVersion(demande, definition.version);
  if (typeof demande.ventilation === "string" && !Object.hasOwn(calcul.coupes, demande.ventilation)) {
    const coupes = Object.keys(calcul.coupes);
    throw invalide("ventilation", `L’indicateur ${definition.code} se ventile par : ${coupes.join(", ")}.`, { ventilations: coupes });
  }
  const coupe = demande.ventilation ?? calcul.coupe;
  const comptages = await compter(await ctx.read(), new Map([[definition.code, coupe]]), territoire, demande);
  return comptages && mesure(indicateur, coupe, comptages.get(definition.code)!, territoire, demande);
}

/** The measure, from what was counted. */
export function mesure(
  { definition, calcul }: Indicateur,
  coupe: string | null,
  comptage: Comptage,
  territoire: Territoire,
  { debut, fin }: Periode,
): MesureIndicateur {
  const chiffres = mesurer(calcul, comptage.lignes, clesAttendues(calcul, coupe, comptage.parcours));
  return { definition, territoire: territoire.code, debut, fin, cible: comptage.cible, ...chiffres };
}

/** An indicator that people fill: the result entered for the year that the period is, or no value. */
async function saisie(demande: DemandeIndicateur, territoire: Territoire, ctx: RequestContext): Promise<MesureIndicateur | null> {
  const { code, debut, fin, version = null } = demande;
  const recherche = { code, version, annee: anneeEntiere(debut, fin), anneeDeFin: Number(fin.slice(0, 4)) };
  const trouve = await mesureSaisie(await ctx.read(), recherche, territoire);
  if (!trouve) return null;
  if (!trouve.definition) {
    const codes = [...new Set([...trouve.codes, ...CATALOGUE.keys()])];
    if (codes.includes(code)) verifierVersion(demande, 1);
    throw invalide("code", `L’indicateur « ${code.slice(0, 40)} » n’existe pas. La requête definitionsIndicateurs donne tous les codes.`, {
      codes,
    });
  }
  if (demande.ventilation) throw invalide("ventilation", `L’indicateur ${code} est saisi, il ne se ventile pas.`, { ventilations: [] });
  const chiffres = { numerateur: trouve.resultat, denominateur: null, valeur: trouve.resultat, masquee: false, ventilation: [] };
  return { definition: trouve.definition, territoire: territoire.code, debut, fin, cible: trouve.cible, ...chiffres };
}

function verifierVersion({ code, version }: DemandeIndicateur, derniere: number): void {
  if (version === null || version === undefined || version === derniere) return;
  throw invalide("version", `L’indicateur ${code} n’a pas de version ${version} : demandez la ${derniere}.`, { versions: [derniere] });
}
