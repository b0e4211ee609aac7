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

/** Tables that have grown by half since the planner last looked at them, by one big file or by many small ones: it must know before it joins them.
 * On tables that it takes for empty, it multiplies the foyers of the file by those of the base. */
const GRANDIES = `
  select o.relname as nom from pg_class o join pg_namespace n on n.oid = o.relnamespace
  where n.nspname = 'allocataires' and o.relname = any ($1::text[]) and pg_relation_size(o.oid) / 8192 > o.relpages * 1.5`;
const JOINTES =
  "dossier allocataire contenu_dossier contenu_personne mention_dossier identifiant etat_dossier membre entree ligne_droit decision_dossier declaration orientation".split(
    " ",
  );

async function mesurerLesGrandies(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ nom: string }>(GRANDIES, [JOINTES]);
  if (rows.length > 0) await client.query(`analyze ${rows.map(({ nom }) => `allocataires.${nom}`).join(", ")}`);
}

/** Keeps what the flow of the session says, then folds what it touches. `avancement` is told the steps done. */
export async function ecrireEtReplier(client: pg.Client, avancement: (fait: number, total: number) => void): Promise<void> {
  const etapes = [...ECRIRE, ...REPLIER];
  for (const [i, sql] of etapes.entries()) {
    await client.query(sql);
    if (i === ECRIRE.length - 1) await mesurerLesGrandies(client);
    avancement(i + 1, etapes.length);
  }
  await mesurerLesGrandies(client);
}
