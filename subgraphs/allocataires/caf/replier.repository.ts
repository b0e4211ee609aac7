import type pg from "pg";
import { ECRIRE } from "./ecrire.repository";
import { REPLIER_DOSSIERS } from "./replier-dossier.repository";
import { REPLIER_ENTREES } from "./replier-entree.repository";
import { RACONTER } from "./replier-histoire.repository";
import { REPLIER_PERSONNES } from "./replier-personne.repository";

/** The state of a dossier, and of its people, is a fold over what the flows said of it, in the order of their creation: late, repeated or in
 * disorder, the same flows end in the same state. Only the dossiers of caf_repli, and the people of caf_touchee, are folded. */
export const REPLIER: readonly string[] = [...RACONTER, ...REPLIER_DOSSIERS, ...REPLIER_PERSONNES, ...REPLIER_ENTREES];

/** Keeps what the flow of the session says, then folds what it touches. `avancement` is told the steps done. */
export async function ecrireEtReplier(client: pg.Client, avancement: (fait: number, total: number) => void): Promise<void> {
  const etapes = [...ECRIRE, ...REPLIER];
  for (const [i, sql] of etapes.entries()) {
    await client.query(sql);
    avancement(i + 1, etapes.length);
  }
}
