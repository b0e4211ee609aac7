import { Arg, Ctx, Directive, FieldResolver, Int, Query, Resolver, type ResolverInterface, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import type { SubgraphDependencies } from "../../shared/module";
import type { MesureIndicateur } from "../mesure/mesure.graphql";
import { lireTerritoire } from "../mesure/territoire";
import { ecartALaCible, evolution, type ResultatCompare } from "./ecart";
import type { EcartContrat } from "./ecart.graphql";
import { LigneContrat, ligneContrat } from "./ligne-contrat.graphql";
import { calculee, cleDe, mesureDe } from "./mesure-de-ligne.graphql";
import { type Origine, origineDe } from "./origine";
import { type ResultatOfficiel, recusDe } from "./recu/resultat-officiel.graphql";
import { officielDe } from "./recu/resultat-recu";
import { duRessort } from "./ressort";
import { territoireExiste } from "./resultat/saisie.repository";
import { lignesContrat } from "./suivi.repository";

const OUVERT = '@requiresScopes(scopes: [["indicateurs.lire"]])';

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
    @Arg("territoire", () => String, {
      nullable: true,
      description:
        "Code INSEE ou ensemble de communes (94-PILOTE) du département ; le département si absent. Les cibles restent les siennes.",
    })
    code: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<LigneContrat[] | null> {
    const territoire = lireTerritoire(code ?? departement);
    if (!duRessort(ctx, departement) || territoire?.departement !== departement) return null;
    const tx = await ctx.read();
    if (!(await territoireExiste(tx, departement, territoire.code))) return null;
    const lignes = await lignesContrat(tx, departement, annee, null, territoire.code);
    return lignes.map((row) => ligneContrat(row, annee, territoire.code));
  }

  @FieldResolver()
  mesure(@Root() ligne: LigneContrat, @Ctx() ctx: RequestContext): Promise<MesureIndicateur | null> {
    return mesureDe(ligne, ctx, this.dependances);
  }

  @FieldResolver()
  async officiel(@Root() ligne: LigneContrat, @Ctx() ctx: RequestContext): Promise<ResultatOfficiel | null> {
    // Asked for together: one statement for all the lines, whether or not the hub counts them.
    const [recus, mesure] = await Promise.all([ctx.loader(recusDe).load(cleDe(ligne)), this.mesure(ligne, ctx)]);
    return officielDe(recus, mesure?.valeur ?? null);
  }

  @FieldResolver()
  async origine(@Root() ligne: LigneContrat, @Ctx() ctx: RequestContext): Promise<Origine> {
    const [recus, calcul] = await Promise.all([ctx.loader(recusDe).load(cleDe(ligne)), calculee(ligne, ctx, this.dependances)]);
    return origineDe({ calcule: calcul !== null, saisi: ligne.saisie !== null, recu: recus.length > 0 });
  }

  @FieldResolver()
  async ecart(@Root() ligne: LigneContrat, @Ctx() ctx: RequestContext): Promise<EcartContrat> {
    if (ligne.territoire !== ligne.departement) return SANS_CIBLE;
    const cible = ligne.cibles.find(({ annee }) => annee === ligne.annee)!;
    return ecartALaCible(cible.lue, ligne.annee, await this.compare(ligne, ctx));
  }

  @FieldResolver()
  async evolution(@Root() ligne: LigneContrat, @Ctx() ctx: RequestContext): Promise<EcartContrat> {
    if (ligne.territoire !== ligne.departement) return SANS_CIBLE;
    const periode = { debut: ligne.situationDebut, fin: ligne.situationFin };
    return evolution(ligne.situation, periode, await this.compare(ligne, ctx));
  }

  /** The result of the year as a gap needs it: the figure, or the words that were entered. */
  private async compare(ligne: LigneContrat, ctx: RequestContext): Promise<ResultatCompare> {
    const mesure = await mesureDe(ligne, ctx, this.dependances);
    return {
      valeur: mesure?.valeur ?? null,
      texte: mesure && mesure.valeur !== null ? null : (ligne.saisie?.texte ?? null),
      masquee: mesure?.masquee ?? false,
      enCours: ligne.annee === Number(ctx.today().slice(0, 4)),
    };
  }
}

const SANS_CIBLE: EcartContrat = {
  valeur: null,
  pourcentage: null,
  sens: null,
  texte: "Les chiffres du contrat sont ceux du département entier : rien à comparer.",
};
