import type pg from "pg";
import { demandesDesFluxSql } from "../orientation/demande.repository";
import { ECRIRE } from "./ecrire.repository";
import { REPLIER_DOSSIERS } from "./replier-dossier.repository";
import { REPLIER_ENTREES } from "./replier-entree.repository";
import { RACONTER } from "./replier-histoire.repository";
import { REPLIER_PERSONNES } from "./replier-personne.repository";

/** The state of a dossier, and of its people, is a fold over what the flows said of it, in the order of their creation: late, repeated or in
 * disorder, the same flows end in the same state. Only the dossiers of caf_repli, and the people of caf_touchee, are folded. */
export const REPLIER: readonly string[] = [
  ...RACONTER,
  ...REPLIER_DOSSIERS,
  ...REPLIER_PERSONNES,
  ...REPLIER_ENTREES,
  demandesDesFluxSql("caf_touchee"),
];

const analyser = (tables: string) =>
  `analyze ${tables
    .split(" ")
    .map((table) => `allocataires.${table}`)
    .join(", ")}`;
const GARDEES = analyser("dossier allocataire contenu_dossier contenu_personne mention_dossier");
const REPLIEES = analyser("identifiant etat_dossier membre entree ligne_droit decision_dossier");

/** A load that changes the size of the tables: the planner must know it before it joins them, and before the next file. */
async function changeLaTaille(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ grand: boolean }>(
    `select count(*) > 50 + (select greatest(reltuples, 0) / 10 from pg_class where oid = 'allocataires.dossier'::regclass) as grand
     from caf_dossier where decision in ('NOUVEAU', 'MODIFIE')`,
  );
  return rows[0]!.grand;
}

/** Keeps what the flow of the session says, then folds what it touches. `avancement` is told the steps done. */
export async function ecrireEtReplier(client: pg.Client, avancement: (fait: number, total: number) => void): Promise<void> {
  const mesure = (await changeLaTaille(client)) ? { gardees: [GARDEES], repliees: [REPLIEES] } : { gardees: [], repliees: [] };
  const etapes = [...ECRIRE, ...mesure.gardees, ...REPLIER, ...mesure.repliees];
  for (const [i, sql] of etapes.entries()) {
    await client.query(sql);
    avancement(i + 1, etapes.length);
  }
}
