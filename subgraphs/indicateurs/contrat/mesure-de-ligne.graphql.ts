import { defineLoader, type RequestContext } from "../../shared/context";
import type { SubgraphDependencies } from "../../shared/module";
import { indicateurDe } from "../mesure/catalogue";
import { ficheSaisie } from "../mesure/fiche";
import type { MesureIndicateur } from "../mesure/mesure.graphql";
import { premierEntrant } from "../mesure/mesure.repository";
import { type DemandeMesure, moteurDe } from "../mesure/mesures.repository";
import { enReponse, reponseSaisie } from "../mesure/reponse";
import { lireTerritoire } from "../mesure/territoire";
import type { LigneContrat } from "./ligne-contrat.graphql";
import type { CleRecue } from "./recu/resultat-recu.repository";

/** First entrant that the hub knows of, by département. */
const premiersEntrants = defineLoader<string, string | null>((departements, tx) =>
  Promise.all(departements.map((departement) => premierEntrant(tx, departement))),
);

const anneeCivile = (annee: number) => ({ debut: `${annee}-01-01`, fin: `${annee}-12-31` });

/** What an official figure of a line is of. */
export const cleDe = ({ code, territoire, annee }: LigneContrat): CleRecue => ({ code, territoire, ...anneeCivile(annee) });

/** What the hub counts, all the lines in one statement; or null: it has no such indicator, or knew nothing of that year. A year that ended before
 * the hub saw its first entrant has no figure: it is not 0. What the contract itself says (prices, places) stays. */
export async function calculee(
  { code, departement, territoire, annee }: LigneContrat,
  ctx: RequestContext,
  dependances: SubgraphDependencies,
): Promise<MesureIndicateur | null> {
  const indicateur = indicateurDe(code);
  if (!indicateur) return null;
  const { calcul } = indicateur;
  const periode = anneeCivile(annee);
  const depuis = await ctx.loader(premiersEntrants).load(departement);
  if (!calcul.sansLieu && (depuis === null || depuis > periode.fin)) return null;
  const coupes = calcul.coupe === null ? [] : [calcul.coupe];
  const demande: DemandeMesure = { indicateur, coupes, territoire: lireTerritoire(territoire)!, ...periode, connuLe: null };
  const mesure = await ctx.loader(moteurDe(dependances).mesures).load(demande);
  return mesure && enReponse(demande, mesure);
}

/** What the hub counts, else what someone entered. */
export const mesureDe = async (
  ligne: LigneContrat,
  ctx: RequestContext,
  dependances: SubgraphDependencies,
): Promise<MesureIndicateur | null> => (await calculee(ligne, ctx, dependances)) ?? mesureSaisie(ligne);

/** The result that someone entered, as a measure; null when nobody did. */
function mesureSaisie({ ficheDefinition, territoire, annee, saisie }: LigneContrat): MesureIndicateur | null {
  const valeur = saisie?.valeur ?? null;
  return valeur === null ? null : reponseSaisie(ficheSaisie(ficheDefinition), territoire, anneeCivile(annee), { valeur, cible: null });
}
