import type { Transaction } from "../../shared/database";
import type { Chiffres, LigneComptee } from "../mesure/mesurer";
import { faits } from "../projection/faits";
import { compterEffectifs, type Effectif } from "./effectifs.repository";
import { masquerReponse } from "./masquer";
import { deFaitsSeuls, type Memoire } from "./memoire";
import { type AMasquer, Releves, seSuffit, sorteDeCoupe, sujetDe } from "./plan";
import { Tableaux } from "./tableaux";

/** What the engine counted for one answer, not masked yet. */
export interface ReponseEntiere<C extends Chiffres = Chiffres> {
  demande: AMasquer;
  lignes: readonly LigneComptee[];
  chiffres: C;
}

/** What masking needs beside the answers. */
export interface ReglesDeMasque {
  /** INDICATEURS_SEUIL: figures about fewer people are not told. */
  seuil: number;
  /** Tables decided for earlier requests; without it, each request decides again. */
  memoire?: Memoire;
}

/** Hides the figures about too few people, and those that would give them. The answers are on one territory; a subject (indicator and cuts)
 * has one answer a period. One statement more at most; none when the answers decide by themselves (a whole year of the département), nor
 * when what it would tell is kept.
 * @param version of the facts that the answers count, null when it is not known. */
export async function masquer<C extends Chiffres>(
  tx: Transaction,
  sujets: readonly (readonly ReponseEntiere<C>[])[],
  { seuil, memoire }: ReglesDeMasque,
  version: string | null,
): Promise<C[][]> {
  if (seuil <= 1) return sujets.map((reponses) => reponses.map(({ chiffres }) => chiffres));
  const aLire = sujets.filter((reponses) => !reponses.every(({ demande }) => seSuffit(demande)));
  const releves = new Releves(aLire.flat().map(({ demande }) => demande));
  const tables = await tablesDe(tx, aLire, releves, { seuil, memoire }, version);
  return sujets.map((reponses) => {
    const tableaux = tables.get(reponses);
    if (!tableaux) return reponses.map((reponse) => masquerSeule(reponse, seuil));
    return reponses.map(({ demande, chiffres }) => ({
      ...chiffres,
      ...masquerReponse(demande, chiffres, { tableaux, lectures: releves.de(demande) }, seuil),
    }));
  });
}

type Reponses = readonly ReponseEntiere[];

/** The tables of each subject: those that are kept, and the others from one statement. */
async function tablesDe(
  tx: Transaction,
  aLire: readonly Reponses[],
  releves: Releves,
  { seuil, memoire }: ReglesDeMasque,
  version: string | null,
): Promise<Map<Reponses, Tableaux>> {
  const tables = new Map<Reponses, Tableaux>();
  const cles = new Map(aLire.map((reponses) => [reponses, cleDe(reponses[0]!.demande, releves, seuil)]));
  for (const [reponses, cle] of cles) {
    const gardee = memoire?.lire(cle, version);
    if (gardee) tables.set(reponses, gardee);
  }
  const absents = aLire.filter((reponses) => !tables.has(reponses));
  if (absents.length === 0) return tables;
  const sujets = absents.map(([premiere]) => sujetDe(premiere!.demande));
  const { departement } = absents[0]![0]!.demande.territoire;
  const lus = await compterEffectifs(tx, departement, sujets, releves.liste, releves.niveaux, releves.mois, seuil);
  const parSujet = sujets.map((): Effectif[] => []);
  for (const ligne of lus.lignes) parSujet[ligne.sujet]!.push(ligne);
  for (const [rang, { lieu, cles: coupes, indicateur, cohorte }] of sujets.entries()) {
    const tableaux = new Tableaux(parSujet[rang]!, lus.ensembles, { lieu, coupes: coupes.length }, seuil);
    tables.set(absents[rang]!, tableaux);
    // The members of a cohort change without the cursor.
    const gardable = cohorte === null && deFaitsSeuls(indicateur.calcul.lignes(faits(true)));
    if (gardable) memoire?.garder(cles.get(absents[rang]!)!, lus.version, tableaux);
  }
  return tables;
}

/** All that a table depends on beside the facts. */
function cleDe(demande: AMasquer, { liste, niveaux, mois }: Releves, seuil: number): string {
  const { indicateur, lieu, cles, cohorte } = sujetDe(demande);
  const { code, version } = indicateur.definition;
  return JSON.stringify([demande.territoire.departement, code, version, lieu, cles, cohorte, liste, niveaux, mois, seuil]);
}

/** An answer whose own counts make its table. */
function masquerSeule<C extends Chiffres>({ demande, lignes, chiffres }: ReponseEntiere<C>, seuil: number): C {
  const { debut, fin } = demande;
  const cles = demande.coupes.map((coupe) => sorteDeCoupe(demande.indicateur, coupe) === "cle");
  const effectifs = lignes
    // A cut that has one place only, the département, says twice the same.
    .filter((ligne) => ligne.cles.every((cle, rang) => cles[rang] || cle === null))
    .map((ligne): Effectif => {
      const delais = Math.min(ligne.delais?.effectif ?? 0, ligne.personnes);
      const personnes = [ligne.auNumerateur, ligne.auDenominateur, delais];
      const siennes = ligne.cles.filter((_, rang) => cles[rang]);
      return { sujet: 0, releve: 0, niveau: "A", bloc: null, parLieu: false, lieu: null, cles: siennes, personnes, premiers: [] };
    });
  const tableaux = new Tableaux(effectifs, [], { lieu: false, coupes: cles.filter(Boolean).length }, seuil);
  return { ...chiffres, ...masquerReponse(demande, chiffres, { tableaux, lectures: [{ annees: null, periode: 0, debut, fin }] }, seuil) };
}
