import type { Transaction } from "../../shared/database";
import type { Chiffres, LigneComptee } from "../mesure/mesurer";
import { compterEffectifs, type Effectif, type Effectifs, type Sujet } from "./effectifs.repository";
import { masquerReponse } from "./masquer";
import { type AMasquer, Releves, seSuffit, sorteDeCoupe, sujetDe } from "./plan";
import { Tableaux } from "./tableaux";

/** What the engine counted for one answer, not masked yet. */
export interface ReponseEntiere<C extends Chiffres = Chiffres> {
  demande: AMasquer;
  lignes: readonly LigneComptee[];
  chiffres: C;
}

/** Hides the figures about too few people, and those that would give them. The answers are on one territory; a subject (indicator and cuts)
 * has one answer a period. One statement more, none when the answers decide by themselves: a whole year of the département. */
export async function masquer<C extends Chiffres>(
  tx: Transaction,
  sujets: readonly (readonly ReponseEntiere<C>[])[],
  seuil: number,
): Promise<C[][]> {
  if (seuil <= 1) return sujets.map((reponses) => reponses.map(({ chiffres }) => chiffres));
  const aLire = sujets.filter((reponses) => !reponses.every(({ demande }) => seSuffit(demande)));
  const releves = new Releves(aLire.flat().map(({ demande }) => demande));
  const lus = aLire.length > 0 ? await lire(tx, aLire, releves) : null;
  return sujets.map((reponses) => {
    const rang = aLire.indexOf(reponses);
    if (rang < 0) return reponses.map((reponse) => masquerSeule(reponse, seuil));
    const { lieu, cles } = sujetDe(reponses[0]!.demande);
    const siens = lus!.lignes.filter(({ sujet }) => sujet === rang);
    const tableaux = new Tableaux(siens, lus!.ensembles, { lieu, coupes: cles.length }, seuil);
    return reponses.map(({ demande, chiffres }) => ({
      ...chiffres,
      ...masquerReponse(demande, chiffres, { tableaux, lectures: releves.de(demande) }, seuil),
    }));
  });
}

function lire(tx: Transaction, aLire: readonly (readonly ReponseEntiere[])[], releves: Releves): Promise<Effectifs> {
  const sujets: Sujet[] = aLire.map(([premiere]) => sujetDe(premiere!.demande));
  const { departement } = aLire[0]![0]!.demande.territoire;
  return compterEffectifs(tx, departement, sujets, releves.liste, releves.niveaux, releves.mois);
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
