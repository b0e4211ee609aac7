import { Arg, Ctx, Directive, Int, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { DateScalar } from "../../shared/contrat/scalars";
import type { Transaction } from "../../shared/database";
import { duRessort } from "../contrat/ressort";
import { type BilanLigne, CALCULS, type Montants, type BilanProgramme as Programme } from "./bilan";
import { BilanFinancier } from "./bilan.graphql";
import { bilanDe, connusAu } from "./comptes";
import { comptesDuContrat } from "./finance.repository";
import { LigneFinanciere } from "./ligne-financiere.graphql";
import type { BilanProgramme, MontantsFinanciers } from "./montants.graphql";
import { dateDe } from "./nature";
import { partEtat, programmeDe, voletDe } from "./regle";

const REGLES = Object.entries(CALCULS).map(([code, texte]) => ({ code, texte }));
const montants = (m: Montants): MontantsFinanciers => ({ ...m, regles: REGLES });

function ligneFinanciere({ montants: m, ...ligne }: BilanLigne): LigneFinanciere {
  const { code, texte, plafondCentimes } = partEtat(ligne);
  return Object.assign(new LigneFinanciere(), {
    ...ligne,
    autresCentimes: ligne.autresCentimes ?? 0,
    programme: programmeDe(ligne.axe),
    volet: voletDe(ligne.axe),
    tauxEtat: ligne.totalCentimes === 0 ? null : (100 * ligne.partEtatCentimes) / ligne.totalCentimes,
    plafondEtatCentimes: plafondCentimes,
    regleEtat: { code, texte },
    creditsEtatVersesCentimes: m.verseCentimes,
    realiseEtatCentimes: m.realiseEtatCentimes,
    realiseDepartementCentimes: m.realiseDepartementCentimes,
    reportEtatCentimes: m.reportEtatCentimes,
    reportDepartementCentimes: m.reportDepartementCentimes,
    montants: montants(m),
  });
}

const programmeFinancier = ({
  programme,
  totalCentimes,
  partDepartementCentimes,
  autresCentimes,
  lignesSansRealise,
  ...m
}: Programme): BilanProgramme => ({
  programme,
  totalCentimes,
  partDepartementCentimes,
  autresCentimes,
  lignesSansRealise,
  montants: montants(m),
});

/** The balance of a contract, read again from what is kept.
 * @param connuLe civil day: what was entered later is left out, and what is due is what was due then. A day to come is today. */
export async function bilanFinancier(
  tx: Transaction,
  departement: string,
  annee: number,
  aujourdhui: string,
  connuLe: string | null = null,
): Promise<BilanFinancier | null> {
  const jour = connuLe === null || connuLe > aujourdhui ? aujourdhui : connuLe;
  const comptes = await comptesDuContrat(tx, departement, annee);
  const fait = bilanDe(departement, annee, connuLe === null ? comptes : connusAu(comptes, jour), jour);
  return (
    fait &&
    Object.assign(new BilanFinancier(), {
      ...fait,
      signeLe: dateDe(fait.saisies.filter(({ remplacee }) => !remplacee).reverse(), "SIGNATURE"),
      lignes: fait.lignes.map(ligneFinanciere),
      programmes: fait.programmes.map(programmeFinancier),
    })
  );
}

const CONNU_LE = "Ce qui était saisi à la fin de ce jour, et ce qui était dû alors ; aujourd’hui si absent.";
const OUVERT = '@requiresScopes(scopes: [["indicateurs.lire"]])';

@Resolver()
export class FinanceResolver {
  @Directive(OUVERT)
  @Directive("@listSize(assumedSize: 20)")
  @Query(() => [LigneFinanciere], { nullable: true, description: "Les lignes financières du contrat, sans les totaux." })
  async suiviFinancier(
    @Arg("departement", () => String, { description: "Code du département (94)." }) departement: string,
    @Arg("annee", () => Int, { description: "Année du contrat." }) annee: number,
    @Arg("connuLe", () => DateScalar, { nullable: true, description: CONNU_LE }) connuLe: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<LigneFinanciere[] | null> {
    if (!duRessort(ctx, departement)) return null;
    return (await bilanFinancier(await ctx.read(), departement, annee, ctx.today(), connuLe ?? null))?.lignes ?? [];
  }

  @Directive(OUVERT)
  @Query(() => BilanFinancier, {
    nullable: true,
    description: "Où en est l’argent d’un contrat ; null quand le hub n’a pas le financement de cette année.",
  })
  async bilanFinancier(
    @Arg("departement", () => String, { description: "Code du département (94)." }) departement: string,
    @Arg("annee", () => Int, { description: "Année du contrat." }) annee: number,
    @Arg("connuLe", () => DateScalar, { nullable: true, description: CONNU_LE }) connuLe: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<BilanFinancier | null> {
    return duRessort(ctx, departement) ? bilanFinancier(await ctx.read(), departement, annee, ctx.today(), connuLe ?? null) : null;
  }
}
