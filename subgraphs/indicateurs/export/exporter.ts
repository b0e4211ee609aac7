import { arreteDe, arreteEnMots, etatEnMots } from "./arrete";
import { type DemandeExport, enMots, MODELES, type ModeleExport, periodeDe } from "./demande";
import { feuilleDesDefinitions } from "./modele/definitions";
import { finances } from "./modele/finances";
import type { Modele, TableauNu, Travail } from "./modele/modele";
import { oarsa } from "./modele/oarsa";
import { planPauvrete } from "./modele/plan-pauvrete";
import { presentation } from "./modele/presentation";
import { suivi } from "./modele/suivi";
import { rapport } from "./modele/trimestre";
import type { Poser } from "./poser";
import type { ClasseurScelle, Tableau } from "./tableur/classeur";
import { sceller } from "./tableur/empreinte";

const REMPLIR: Record<ModeleExport, Modele> = {
  SUIVI: suivi,
  FINANCES: finances,
  OARSA: oarsa,
  PLAN_PAUVRETE: planPauvrete,
  TRIMESTRE: rapport,
};

/** A table that was asked for and that the model has not. */
export class TableauInconnu extends Error {
  constructor(
    tableau: string,
    readonly connus: readonly string[],
  ) {
    super(`Ce modèle n’a pas de tableau « ${tableau.slice(0, 40)} » : ${connus.join(", ")}.`);
  }
}

/** No measure answered: the base does not know the territory. */
export class TerritoireInconnu extends Error {}

/** Makes the workbook of a request, sealed with its fingerprint. The demand is checked before (`refusExport`).
 * Errors: TableauInconnu, TerritoireInconnu. */
export async function exporter(demande: DemandeExport, poser: Poser, avance: Travail["avance"] = () => undefined): Promise<ClasseurScelle> {
  const periode = periodeDe(demande);
  const contenu = await REMPLIR[demande.modele]({ demande, periode, poser, avance });
  if (contenu.mesures.length > 0 && contenu.mesures.every((mesure) => mesure === null)) throw new TerritoireInconnu(demande.territoire);
  const arrete = arreteDe(contenu.mesures, demande.connuLe);
  const mentions = [`Territoire ${demande.territoire}`, enMots(demande), arreteEnMots(arrete), etatEnMots(arrete)];
  const tableaux = choisis(demande, [
    presentation(demande, periode, arrete, contenu),
    ...contenu.tableaux,
    feuilleDesDefinitions(contenu.definitions),
  ]).map((tableau): Tableau => ({ mentions, ...tableau }));
  const { titre } = MODELES[demande.modele];
  const { modele, departement, territoire, connuLe } = demande;
  return sceller({
    modele,
    titre: `${titre} · ${territoire} · ${enMots(demande)}`,
    departement,
    territoire,
    ...periode,
    connuLe,
    arreteAu: arrete.le,
    tableaux,
  });
}

function choisis({ tableau }: DemandeExport, tous: TableauNu[]): TableauNu[] {
  if (tableau === null) return tous;
  const choisi = tous.find(({ cle }) => cle === tableau);
  if (!choisi)
    throw new TableauInconnu(
      tableau,
      tous.map(({ cle }) => cle),
    );
  return [choisi];
}
