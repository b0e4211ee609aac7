import { rejouerRejets as rejouerCaf } from "../subgraphs/allocataires/caf/rejouer-rejets";
import { rejouerPdie } from "../subgraphs/offre-insertion/fichier-pdie/import-pdie";
import { rejouerRejets as rejouerDataInclusion } from "../subgraphs/offre-insertion/rejouer-rejets";
import { rejouerRejets as rejouerWebhooks } from "../subgraphs/rendez-vous/rejouer-rejets";
import type { ContexteImport, ResultatImport } from "../subgraphs/shared/import";
import type { Log } from "../subgraphs/shared/log";
import { NirCipher } from "../subgraphs/shared/nir-cipher";
import { rejouerDecisions } from "./decision-rejects";
import { rejouerDepartement } from "./departement-rejects";
import { withoutWaiting } from "./no-wait";
import { closeSubgraphs, openSubgraphs } from "./subgraphs";

/** What replaying a reject needs: the owner's connection, the key of the NIR. */
export interface ContexteRejeu extends ContexteImport {
  nirKey: string;
  log: Log;
}

type Ids = string[] | "tous";

/** Each owner keeps its rejects; here is how each one replays them. */
const PROPRIETAIRES: Record<string, (ids: Ids, contexte: ContexteRejeu) => Promise<ResultatImport | ResultatImport[]>> = {
  allocataires: (ids, c) => rejouerCaf(ids, { ...c, nirCipher: new NirCipher(c.nirKey) }),
  offre_insertion: async (ids, c) => [await rejouerDataInclusion(ids, c), await rejouerPdie(ids, c)],
  rendez_vous: (ids, c) => rejouerWebhooks(ids, { ...c, cleNir: new NirCipher(c.nirKey) }),
  hub: rejouerParLesMutations,
};

/** Schemas that have a table of rejects. */
export const PROPRIETAIRES_DE_REJETS = Object.keys(PROPRIETAIRES);

export async function rejouerChez(proprietaire: string, ids: Ids, contexte: ContexteRejeu): Promise<ResultatImport[]> {
  return [await PROPRIETAIRES[proprietaire]!(ids, contexte)].flat();
}

/** Decisions and records of a Département go through the use cases: the subgraphs run in this process. */
async function rejouerParLesMutations(ids: Ids, c: ContexteRejeu): Promise<ResultatImport[]> {
  const subgraphs = await openSubgraphs({ databaseUrl: withoutWaiting(c.ownerUrl), nirKey: c.nirKey, log: c.log, poolSize: 2 });
  try {
    const contexte = { ...c, subgraphs, nirCipher: new NirCipher(c.nirKey) };
    return [await rejouerDecisions(ids, contexte), await rejouerDepartement(ids, contexte)];
  } finally {
    await closeSubgraphs(subgraphs);
  }
}
