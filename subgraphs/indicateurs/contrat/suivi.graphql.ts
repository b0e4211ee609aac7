import { Arg, Ctx, Directive, FieldResolver, Int, Query, Resolver, type ResolverInterface, Root } from "type-graphql";
import { defineLoader, type RequestContext } from "../../shared/context";
import type { SubgraphDependencies } from "../../shared/module";
import { indicateurDe } from "../mesure/catalogue";
import { ficheSaisie } from "../mesure/fiche";
import type { MesureIndicateur } from "../mesure/mesure.graphql";
import { premierEntrant } from "../mesure/mesure.repository";
import { type DemandeMesure, moteurDe } from "../mesure/mesures.repository";
import { enReponse, reponseSaisie } from "../mesure/reponse";
import { lireTerritoire } from "../mesure/territoire";
import { ecartALaCible, evolution, type ResultatCompare } from "./ecart";
import type { EcartContrat } from "./ecart.graphql";
import { LigneContrat, ligneContrat } from "./ligne-contrat.graphql";
import { type Origine, origineDe } from "./origine";
import { type ResultatOfficiel, recusDe } from "./recu/resultat-officiel.graphql";
import { officielDe } from "./recu/resultat-recu";
import type { CleRecue } from "./recu/resultat-recu.repository";
import { duRessort } from "./ressort";
import { lignesContrat } from "./suivi.repository";

const OUVERT = '@requiresScopes(scopes: [["indicateurs.lire"]])';

/** First entrant that the hub knows of, by département. */
const premiersEntrants = defineLoader<string, string | null>((departements, tx) =>
  Promise.all(departements.map((departement) => premierEntrant(tx, departement))),
);

@Resolver(() => LigneContrat)
export class SuiviResolver implements Partial<ResolverInterface<LigneContrat>> {
  constructor(private readonly dependances: SubgraphDependencies) {}

  @Directive(OUVERT)
  @Directive("@listSize(assumedSize: 130)")
  @Query(() => [LigneContrat], {
    nullable: true,
    description: "Le tableau de suivi du contrat, dans son ordre. Vide si le contrat ne couvre pas l’année.",
  })
  async suiviContrat(
    @Arg("departement", () => String, { description: "Code du département (94)." }) departement: string,
    @Arg("annee", () => Int, { description: "Année suivie." }) annee: number,
    @Ctx() ctx: RequestContext,
  ): Promise<LigneContrat[] | null> {
    if (!duRessort(ctx, departement)) return null;
    return (await lignesContrat(await ctx.read(), departement, annee)).map((row) => ligneContrat(row, annee));
  }

  @FieldResolver()
  async mesure(@Root() ligne: LigneContrat, @Ctx() ctx: RequestContext): Promise<MesureIndicateur | null> {
    return (await this.calculee(ligne, ctx)) ?? mesureSaisie(ligne);
  }

  @FieldResolver()
  async officiel(@Root() ligne: LigneContrat, @Ctx() ctx: RequestContext): Promise<ResultatOfficiel | null> {
    // Asked for together: one statement for all the lines, whether or not the hub counts them.
    const [recus, mesure] = await Promise.all([ctx.loader(recusDe).load(cleDe(ligne)), this.mesure(ligne, ctx)]);
    return officielDe(recus, mesure?.valeur ?? null);
  }

  @FieldResolver()
  async origine(@Root() ligne: LigneContrat, @Ctx() ctx: RequestContext): Promise<Origine> {
    const [recus, calcul] = await Promise.all([ctx.loader(recusDe).load(cleDe(ligne)), this.calculee(ligne, ctx)]);
    return origineDe({ calcule: calcul !== null, saisi: ligne.saisie !== null, recu: recus.length > 0 });
  }

  @FieldResolver()
  async ecart(@Root() ligne: LigneContrat, @Ctx() ctx: RequestContext): Promise<EcartContrat> {
    const cible = ligne.cibles.find(({ annee }) => annee === ligne.annee)!;
    return ecartALaCible(cible.lue, ligne.annee, await compare(this, ligne, ctx));
  }

  @FieldResolver()
  async evolution(@Root() ligne: LigneContrat, @Ctx() ctx: RequestContext): Promise<EcartContrat> {
    const periode = { debut: ligne.situationDebut, fin: ligne.situationFin };
    return evolution(ligne.situation, periode, await compare(this, ligne, ctx));
  }

  /** What the hub counts, all the lines in one statement; or null: it has no such indicator, or knew nothing of that year. A year that ended before
   * the hub saw its first entrant has no figure: it is not 0. What the contract itself says (prices, places) stays. */
  private async calculee({ code, departement, annee }: LigneContrat, ctx: RequestContext): Promise<MesureIndicateur | null> {
    const indicateur = indicateurDe(code);
    if (!indicateur) return null;
    const { calcul } = indicateur;
    const periode = { debut: `${annee}-01-01`, fin: `${annee}-12-31` };
    const depuis = await ctx.loader(premiersEntrants).load(departement);
    if (!calcul.sansLieu && (depuis === null || depuis > periode.fin)) return null;
    const coupes = calcul.coupe === null ? [] : [calcul.coupe];
    const demande: DemandeMesure = { indicateur, coupes, territoire: lireTerritoire(departement)!, ...periode, connuLe: null };
    const mesure = await ctx.loader(moteurDe(this.dependances).mesures).load(demande);
    return mesure && enReponse(demande, mesure);
  }
}

const cleDe = ({ code, departement, annee }: LigneContrat): CleRecue => ({
  code,
  territoire: departement,
  debut: `${annee}-01-01`,
  fin: `${annee}-12-31`,
});

/** The result of the year as a gap needs it: the figure, or the words that were entered. */
async function compare(resolver: SuiviResolver, ligne: LigneContrat, ctx: RequestContext): Promise<ResultatCompare> {
  const mesure = await resolver.mesure(ligne, ctx);
  return {
    valeur: mesure?.valeur ?? null,
    texte: mesure && mesure.valeur !== null ? null : (ligne.saisie?.texte ?? null),
    masquee: mesure?.masquee ?? false,
    enCours: ligne.annee === Number(ctx.today().slice(0, 4)),
  };
}

/** The result that someone entered, as a measure; null when nobody did. */
function mesureSaisie({ ficheDefinition, departement, annee, saisie }: LigneContrat): MesureIndicateur | null {
  const valeur = saisie?.valeur ?? null;
  if (valeur === null) return null;
  return reponseSaisie(
    ficheSaisie(ficheDefinition),
    departement,
    { debut: `${annee}-01-01`, fin: `${annee}-12-31` },
    { valeur, cible: null },
  );
}
