import type pg from "pg";
import { civilDateOf } from "../../../shared/civil-date";
import { compteurs, type ResultatImport, type Signalement } from "../../../shared/import";
import { allOrNothing } from "../../../shared/owner";
import type { Nature } from "../validation";
import { compterAbsences, type EtatDeLaSource, etatDesSources, noterFlux, retirerLesAbsentes, sourcesNommees } from "./absences.repository";
import { ABSENCES_PAR_DEFAUT, estSuspect, PERTE_MAX_PAR_DEFAUT, type SuiviDuFlux } from "./flux-complet";

/** Closes the full feed of each source, once all its files are read: what it no longer names is one more day absent, and withdrawn after several.
 * `lus.total`: what the pages announced; when they do not hold as many, nothing is counted. One result a source; its `lus` are the records of the
 * source in the catalogue, `appliques` those that leave it. */
export async function cloreFlux(
  client: pg.Client,
  nature: Nature,
  suivi: SuiviDuFlux,
  lus: { nombre: number; total: number | null },
  maintenant: Date,
): Promise<ResultatImport[]> {
  const sources = suivi.sources.length > 0 ? suivi.sources : await sourcesNommees(client, nature);
  if (sources.length === 0) return [sansSource(nature)];
  const resultats: ResultatImport[] = [];
  for (const etat of await etatDesSources(client, nature, sources)) {
    const reserve = pasApplicable(etat, suivi, lus);
    const retirees = reserve ? 0 : await allOrNothing(client, () => compter(client, nature, etat.source, suivi, lus.nombre, maintenant));
    resultats.push({
      fichier: `flux complet ${etat.source} (${nature}s)`,
      compteurs: { annonces: null, lus: etat.actives, appliques: retirees, inchanges: etat.actives - retirees, rejetes: 0 },
      signalements: reserve ? [reserve] : [],
    });
  }
  return resultats;
}

/** An empty file names no source: whose absences to count, only the caller can say. */
function sansSource(nature: Nature): ResultatImport {
  const message = "les fichiers ne nomment aucune source du catalogue : aucune absence n’est comptée. Dites de qui est le flux : --source";
  return {
    fichier: `flux complet (${nature}s)`,
    compteurs: compteurs(),
    signalements: [{ cle: `${nature}s`, code: "FLUX_SANS_SOURCE", message, applique: true }],
  };
}

function pasApplicable(
  { source, presentes, perdues }: EtatDeLaSource,
  suivi: SuiviDuFlux,
  lus: { nombre: number; total: number | null },
): Signalement | null {
  if (lus.total !== null && lus.nombre < lus.total) {
    const message = `les pages annoncent ${lus.total} fiches et n’en donnent que ${lus.nombre} : aucune absence n’est comptée. Donnez toutes les pages`;
    return { cle: source, code: "FLUX_INCOMPLET", message, applique: true };
  }
  if (suivi.confirmer || !estSuspect(presentes, perdues, suivi.perteMax ?? PERTE_MAX_PAR_DEFAUT)) return null;
  const message = `${perdues} fiches sur ${presentes} manquent d’un coup : aucune absence n’est comptée. Vérifiez le flux, ou relancez avec --confirmer`;
  return { cle: source, code: "FLUX_SUSPECT", message, applique: true };
}

async function compter(
  client: pg.ClientBase,
  nature: Nature,
  source: string,
  suivi: SuiviDuFlux,
  fiches: number,
  le: Date,
): Promise<number> {
  const flux = { nature, source, absences: suivi.absences ?? null, defaut: ABSENCES_PAR_DEFAUT, fiches, le };
  const absences = await noterFlux(client, flux);
  await compterAbsences(client, nature, source, civilDateOf(le));
  return retirerLesAbsentes(client, nature, source, absences, le);
}
