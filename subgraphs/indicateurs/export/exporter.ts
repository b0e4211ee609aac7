import { arreteDe, arreteEnMots, etatEnMots } from "./arrete";
import { type DemandeExport, enMots, MODELES, type ModeleExport, periodeDe } from "./demande";
import { annexe4 } from "./modele/annexe-4";
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
  ANNEXE_4: annexe4,
  SUIVI: suivi,
  FINANCES: finances,
  OARSA: oarsa,
  PLAN_PAUVRETE: planPauvrete,
  TRIMESTRE: rapport,
};

/** No measure answered: the base does not know the territory. */
export class TerritoireInconnu extends Error {}

/** What an export is made of. */
export interface Source {
  poser: Poser;
  /** Civil day of the last fact that the base has applied. */
  faitsAu: string | null;
  avance?: Travail["avance"];
}

/** Makes the workbook of a request, sealed with its fingerprint. The demand is checked before (`refusExport`).
 * Errors: TerritoireInconnu. */
export async function exporter(demande: DemandeExport, { poser, faitsAu, avance = () => undefined }: Source): Promise<ClasseurScelle> {
  const periode = periodeDe(demande);
  const contenu = await REMPLIR[demande.modele]({ demande, periode, poser, avance });
  if (contenu.mesures.length > 0 && contenu.mesures.every((mesure) => mesure === null)) throw new TerritoireInconnu(demande.territoire);
  const arrete = arreteDe(contenu.mesures, demande.connuLe, faitsAu);
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

/** One table, or all of them. A table of the model that has nothing to show here (no pilot area…) leaves the presentation alone. */
function choisis({ tableau }: DemandeExport, tous: TableauNu[]): TableauNu[] {
  const gardes = tableau === null ? tous : tous.filter(({ cle }) => cle === tableau);
  return gardes.length > 0 ? gardes : tous.slice(0, 1);
}
