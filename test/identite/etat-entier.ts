import type pg from "pg";

/** Tables that say what was done about identities, not who people are. */
const JOURNAUX = ["fusion", "fusion_ligne", "identite_distincte", "cle_idempotence"];
/** Rows that the fold writes again get another random id. */
const SANS_ID = ["declaration", "identifiant"];

/** Every row of the schema, as text, without what is random: one sorted list a table. */
export async function etatEntier(owner: pg.Client): Promise<Record<string, string[]>> {
  const { rows: tables } = await owner.query<{ nom: string }>(
    "select relname as nom from pg_class where relnamespace = 'allocataires'::regnamespace and relkind = 'r' and relname <> all ($1) order by 1",
    [JOURNAUX],
  );
  const etat: Record<string, string[]> = {};
  for (const { nom } of tables) {
    const sans = SANS_ID.includes(nom) ? "array['id', 'valeur_chiffree']" : "array['']";
    const { rows } = await owner.query<{ ligne: string }>(
      `select (to_jsonb(t) - ${sans})::text as ligne from allocataires.${nom} t order by 1`,
    );
    etat[nom] = rows.map((row) => row.ligne);
  }
  return etat;
}
