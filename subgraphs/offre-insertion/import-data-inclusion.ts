import type pg from "pg";
import type { ContexteImport, ResultatImport } from "../shared/import";
import { allOrNothing, ownerClient } from "../shared/owner";
import { type Ecrit, importerFiches } from "./data-inclusion/import-fiches";
import { type Format, formatDe, lireFichier } from "./data-inclusion/lecture/lire";
import { garderRejets } from "./data-inclusion/rejet.repository";
import { nommer, ouvrirNommes } from "./data-inclusion/suivi/absences.repository";
import { signalerDoublons } from "./data-inclusion/suivi/doublons.repository";
import type { SuiviDuFlux } from "./data-inclusion/suivi/flux-complet";
import { cloreFlux } from "./data-inclusion/suivi/import-flux-complet";
import type { Nature } from "./data-inclusion/validation";

export interface FichiersDataInclusion {
  /** Paths of structures: a JSON list, pages of the API, or CSV. */
  structures: string[];
  /** Paths of services. */
  services: string[];
  /** Format of all the files; without, their extension says it. */
  format?: Format;
  /** Schema of all the records; without, each is recognised by its fields. */
  version?: 0 | 1;
  /** The files tell whole sources: what they no longer name is counted absent. */
  complet?: SuiviDuFlux;
}

/** Imports files of data·inclusion: structures first, then the services that they carry; one transaction a file, through the owner's connection.
 * Then full feeds are closed, and duplicates signalled. The same file twice changes nothing.
 * Errors: ImportRefuse FICHIER_INTROUVABLE, JSON_PAS_UNE_LISTE, JSON_MAL_FORME, CSV_SANS_ENTETE, CSV_MAL_FORME; the files before stay applied. */
export async function importerDataInclusion(fichiers: FichiersDataInclusion, contexte: ContexteImport): Promise<ResultatImport[]> {
  const client = await ownerClient(contexte.ownerUrl, "unefois-import-data-inclusion");
  try {
    await ouvrirNommes(client);
    const resultats = [
      ...(await importerNature(client, "structure", fichiers.structures, fichiers, contexte)),
      ...(await importerNature(client, "service", fichiers.services, fichiers, contexte)),
    ];
    if (resultats.some(({ compteurs }) => compteurs.appliques > 0)) await allOrNothing(client, () => signalerDoublons(client));
    return resultats;
  } finally {
    await client.end();
  }
}

async function importerNature(
  client: pg.Client,
  nature: Nature,
  chemins: string[],
  { format, version, complet }: FichiersDataInclusion,
  contexte: ContexteImport,
): Promise<ResultatImport[]> {
  const resultats: ResultatImport[] = [];
  let total: number | null = null;
  for (const fichier of chemins) {
    const maintenant = contexte.now();
    const { taille, elements } = lireFichier(fichier, formatDe(fichier, format), (page) => {
      total = page.total ?? total;
    });
    const resultat = await importerFiches(avecAvancement(elements, fichier, taille, contexte), {
      client,
      nature,
      fichier,
      maintenant,
      version,
      nommer: complet && ((ids) => nommer(client, nature, ids)),
      garder: (rejets) => garderRejets(client, rejets, fichier, maintenant),
    });
    resultats.push(resultat);
  }
  if (!complet || chemins.length === 0) return resultats;
  const nombre = resultats.reduce((somme, { compteurs }) => somme + compteurs.lus, 0);
  return [...resultats, ...(await cloreFlux(client, nature, complet, { nombre, total }, contexte.now()))];
}

async function* avecAvancement(
  elements: AsyncIterable<Ecrit & { lus: number }>,
  fichier: string,
  taille: number,
  { avancement }: ContexteImport,
): AsyncGenerator<Ecrit> {
  for await (const element of elements) {
    if (element.rang % 1_000 === 0) avancement?.(`data·inclusion ${fichier}`, element.lus, taille);
    yield element;
  }
  avancement?.(`data·inclusion ${fichier}`, taille, taille);
}
