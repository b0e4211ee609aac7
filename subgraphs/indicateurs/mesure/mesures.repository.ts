import { defineLoader, type LoaderDefinition } from "../../shared/context";
import type { Transaction } from "../../shared/database";
import type { SubgraphDependencies } from "../../shared/module";
import { masquer, type ReglesDeMasque } from "../masque/masques.repository";
import { Memoire } from "../masque/memoire";
import { SEUIL } from "../masque/petit";
import { CONSOLIDATION_JOURS } from "../projection/consolidation";
import type { Indicateur } from "./calcul";
import {
  type Connaissance,
  type ConnuLe,
  connaissanceDe,
  jourDeLecture,
  peutEtreConsolidee,
  type ReglesDeConnaissance,
} from "./connaissance";
import { type Comptage, compter, type Periode, premiersJours } from "./mesure.repository";
import { type Chiffres, clesAttendues, inconnus, mesurer, pourLesCoupes } from "./mesurer";
import { coupesDeLaBase, sommer } from "./somme";
import type { Territoire } from "./territoire";

/** What is asked of the engine: an indicator of the catalogue, its cuts, where, when, and as known on which day. */
export interface DemandeMesure extends Periode {
  indicateur: Indicateur;
  /** Names of its cuts: none, one, or two crossed. */
  coupes: readonly string[];
  territoire: Territoire;
  connuLe: ConnuLe;
}

/** What the engine answers. */
export interface Mesure extends Chiffres, Connaissance {
  cible: number | null;
  /** Instant of the last event of the département that was counted, whatever the day asked. */
  faitsJusquA: Date | null;
}

/** What the engine needs beside the demands. */
export interface Regles extends ReglesDeConnaissance, ReglesDeMasque {}

/** The engine of a subgraph, with its settings. */
export class Moteur {
  /** The figures of all that a request asks, gathered: see `mesurerTout`. Null when the territory is not known. */
  readonly mesures: LoaderDefinition<DemandeMesure, Mesure | null> = defineLoader(
    (demandes, tx, ctx) => mesurerTout(tx, demandes, this.regles(ctx.today())),
    (demande) => cleDe(demande) as never,
  );

  private readonly memoire = new Memoire();

  constructor(private readonly dependances: Pick<SubgraphDependencies, "consolidationJours" | "seuilIndicateurs">) {}

  /** Threshold of small numbers, in people. */
  get seuil(): number {
    return this.dependances.seuilIndicateurs ?? SEUIL;
  }

  regles(aujourdhui: string): Regles {
    const { consolidationJours = CONSOLIDATION_JOURS } = this.dependances;
    return { aujourdhui, consolidationJours, seuil: this.seuil, memoire: this.memoire };
  }
}

const moteurs = new WeakMap<SubgraphDependencies, Moteur>();
/** The engine that the resolvers of a subgraph share. */
export function moteurDe(dependances: SubgraphDependencies): Moteur {
  const moteur = moteurs.get(dependances) ?? new Moteur(dependances);
  moteurs.set(dependances, moteur);
  return moteur;
}

const nom = ({ indicateur: { definition }, coupes }: DemandeMesure) => `${definition.code}/${definition.version}/${coupes.join(",")}`;
const periode = ({ debut, fin, connuLe }: DemandeMesure) => `${debut}/${fin}/${connuLe ?? ""}`;
const cleDe = (demande: DemandeMesure) => `${nom(demande)} ${demande.territoire.code} ${periode(demande)}`;

/** The one way to a figure: every answer, series, follow-up, cohort and export takes what this returns.
 * One statement for all that is asked of a territory on the same periods, one more when a period may be consolidated, one more to know
 * which small numbers are not told (`masquer`). What it returns is masked.
 * Returns an answer a demand, null when the territory is not known. */
export async function mesurerTout(tx: Transaction, demandes: readonly DemandeMesure[], regles: Regles): Promise<(Mesure | null)[]> {
  const bases = demandes.map(basesDe);
  const faites = (await mesurerSansSomme(tx, bases.flat(), regles)).values();
  return demandes.map(({ indicateur }, i) => {
    const siennes = bases[i]!.map(() => faites.next().value as Mesure | null);
    const { somme } = indicateur.calcul;
    if (!somme || siennes[0] === null) return siennes[0]!;
    return { ...siennes[0]!, ...sommer(indicateur, somme, siennes as Mesure[]), cible: null };
  });
}

/** What is measured to answer: the indicator itself, or for a line of a table, what it is read in. */
function basesDe(demande: DemandeMesure): DemandeMesure[] {
  const { somme } = demande.indicateur.calcul;
  return somme ? coupesDeLaBase(somme, demande.coupes).map((coupes) => ({ ...demande, indicateur: somme.de, coupes })) : [demande];
}

async function mesurerSansSomme(tx: Transaction, demandes: readonly DemandeMesure[], regles: Regles): Promise<(Mesure | null)[]> {
  const anciennes = demandes.filter((demande) => demande.connuLe === null && peutEtreConsolidee(demande, regles));
  const premiers = await premiersJours(tx, [...new Set(anciennes.map(({ territoire }) => territoire.departement))]);
  const lues = [...new Map(demandes.map((demande) => [cleDe(demande), demande])).values()].map((demande): Lue => {
    const premier = premiers.get(demande.territoire.departement) ?? null;
    return { demande, jour: jourDeLecture(demande.connuLe, demande, premier, regles) };
  });
  const reponses = new Map<string, Mesure | null>();
  for (const lot of lots(lues)) {
    const mesures = await mesurerLot(tx, lot, regles);
    for (const [i, { demande }] of lot.flat().entries()) reponses.set(cleDe(demande), mesures && mesures[i]!);
  }
  return demandes.map((demande) => reponses.get(cleDe(demande))!);
}

/** A demand, and the day as of which its facts are read (null: now). */
interface Lue {
  demande: DemandeMesure;
  jour: string | null;
}

/** What one statement answers: a list a subject (indicator and cuts), each with the same periods in the same order. */
type Lot = Lue[][];

async function mesurerLot(tx: Transaction, lot: Lot, regles: Regles): Promise<Mesure[] | null> {
  const sujets = lot.map(([lue]) => lue!.demande);
  const periodes = lot[0]!.map(({ demande }) => demande);
  const jours = lot[0]!.flatMap(({ jour }) => jour ?? []);
  const compte = await compter(tx, sujets, sujets[0]!.territoire, periodes, jours.length > 0 ? jours : null);
  if (!compte) return null;
  const entieres = lot.map((lues, i) =>
    lues.map(({ demande, jour }, n) => {
      const comptage = compte.comptages[i]![n]!;
      const chiffres = mesureDe(demande, comptage, connaissanceDe(jour, demande, compte.premier, regles));
      return { demande: { ...demande, connuLe: jour }, lignes: comptage.lignes, chiffres };
    }),
  );
  return (await masquer(tx, entieres, regles, compte.version)).flat();
}

function mesureDe(
  { indicateur, coupes }: DemandeMesure,
  { lignes, parcours, cible, faitsJusquA }: Comptage,
  connaissance: Connaissance,
): Mesure {
  const chiffres = connaissance.connu
    ? mesurer(pourLesCoupes(indicateur, coupes), lignes, clesAttendues(indicateur, coupes, parcours))
    : inconnus();
  return { ...chiffres, ...connaissance, cible, faitsJusquA };
}

function lots(lues: readonly Lue[]): Lot[] {
  const sujets = grouper(lues, ({ demande, jour }) => `${nom(demande)} ${demande.territoire.code} ${jour === null}`);
  const dates = ({ demande: { debut, fin }, jour }: Lue) => `${debut}/${fin}/${jour}`;
  return grouper(sujets, (siennes) => [siennes[0]!.demande.territoire.code, ...siennes.map(dates)].join(" "));
}

function grouper<T>(elements: readonly T[], cle: (element: T) => string): T[][] {
  const groupes = new Map<string, T[]>();
  for (const element of elements) groupes.set(cle(element), [...(groupes.get(cle(element)) ?? []), element]);
  return [...groupes.values()];
}
