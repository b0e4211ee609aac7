import type pg from "pg";
import { type CleEtrangere, type Codes, type Colonne, clesEtrangeres, colonneDePersonne, colonnes } from "./tables";

/** First value that a check accepts: `statut = ANY (ARRAY['A'::text, …])`. */
const admise = (verification: string | null, colonne: string): string | null =>
  new RegExp(`\\(+"?${colonne}"?\\)? (?:=|<@) (?:ANY )?\\(?\\(?ARRAY\\['([^']+)'`).exec(verification ?? "")?.[1] ?? null;

/** What neither a check nor the schema says of a column. */
const VALEURS: Record<string, unknown> = {
  source: "CAF",
  systeme: "RDV_SOLIDARITES",
  semaine: "2026-W41",
  nature: "NOM",
  etat: "EN_COURS",
  exercice: 2026,
  annee: 2026,
  minutes: 30,
  remplacant: "94-CD94-REF-2",
  minutes_hebdomadaires: 900,
  selection: JSON.stringify({ departement: "94", rang: 1, population: "ENTREES" }),
};

/** What says that a fact is over: left empty, so that the fact is read. */
const FINS =
  /^(levee_le|au|close_le|annul|retire|efface|separ|resol|termine|expire|remplace|revoque|desactive|cloture|suspendu|motif_suspension|valide_au|fin_)/;

function valeurDe(c: Colonne, codes: Codes, personne: string | null, rang: number): unknown {
  if (c.colonne === "departement") return "94";
  if (c.colonne === "allocataire" && personne) return personne;
  const code = admise(c.verification, c.colonne) ?? codes.de(`${c.schema}.${c.table}`, c.colonne);
  if (!code && c.colonne in VALEURS) return VALEURS[c.colonne];
  if (c.type === "uuid") return `a0000000-0000-4000-8000-${String(rang).padStart(12, "0")}`;
  if (c.type === "text") return code ?? `texte ${rang}`;
  if (c.type === "text[]") return code ? [code] : [`texte ${rang}`];
  if (c.type === "uuid[]") return personne ? [personne] : [];
  if (c.type === "date") return "2026-10-05";
  if (c.type.startsWith("timestamp")) return "2026-10-05T08:00:00Z";
  if (c.type === "boolean") return false;
  if (c.type === "jsonb") return "{}";
  if (c.type === "bytea") return Buffer.from(`octets ${rang}`);
  return 1;
}

/** Puts a row of each of these people in every table of people where the demo territory left none of hers, and one in every empty table: what follows from a rare act is walked too.
 * Checks hold, foreign keys point at rows that exist, of the same person when there is one; triggers do not fire. Returns what could not be filled. */
export async function remplir(owner: pg.Client, codes: Codes, personnes: readonly string[]): Promise<string[]> {
  const tables = await colonnes(owner);
  const cles = await clesEtrangeres(owner);
  const manque: string[] = [];
  let rang = 0;
  await owner.query("set session_replication_role = replica");
  // A second turn fills what points at what the first one filled.
  for (const tour of [1, 2]) {
    for (const [nom, liste] of tables) {
      if (/_passee$|cle_idempotence|curseur/.test(nom) || !liste.some((c) => c.colonne === "departement")) continue;
      const qui = colonneDePersonne(nom, liste);
      for (const personne of qui ? personnes : [null]) {
        if (
          (await owner.query(`select 1 from ${nom} ${qui ? `where "${qui}" = $1` : "where $1::text is null"} limit 1`, [personne])).rowCount
        )
          continue;
        rang++;
        const erreur = await inserer({ owner, tables, codes, cles, premiere: personnes[0]! }, nom, personne, rang);
        if (erreur && tour === 2) manque.push(`${nom} : ${erreur}`);
      }
    }
  }
  await owner.query("set session_replication_role = origin");
  return manque;
}

interface Base {
  /** Whose rows others point at, where the table itself names nobody. */
  premiere: string;
  owner: pg.Client;
  tables: Map<string, Colonne[]>;
  codes: Codes;
  cles: CleEtrangere[];
}

async function inserer(
  { owner, tables, codes, cles, premiere }: Base,
  nom: string,
  personne: string | null,
  rang: number,
): Promise<string | null> {
  const liste = tables.get(nom)!;
  const valeurs = new Map<string, unknown>();
  for (const c of liste) {
    if (c.generee || (c.parDefaut && !c.cle)) continue;
    // What is optional and checked stays empty: life cycles ask for dates in order.
    if (!c.obligatoire && (c.verification || FINS.test(c.colonne))) continue;
    valeurs.set(c.colonne, valeurDe(c, codes, personne, rang));
  }
  for (const cle of cles.filter((one) => `${one.schema}.${one.table}` === nom)) {
    const vers = `${cle.versSchema}.${cle.versTable}`;
    const cible = tables.get(vers);
    if (!cible) continue;
    const deQui = colonneDePersonne(vers, cible);
    // A row of hers first: what hangs on another person's contract would be nobody's.
    const autre = personne && vers === "allocataires.allocataire" && !cle.colonnes.includes("allocataire");
    const ordre = deQui ? `order by (${deQui} = $1) ${autre ? "asc" : "desc"} nulls last, ctid desc` : "order by $1::uuid is null";
    const { rows } = await owner.query(
      `select ${cle.versColonnes.map((one) => `"${one}"`).join(", ")} from ${vers}
       ${cible.some((one) => one.colonne === "departement") ? "where departement = '94'" : ""} ${ordre} limit 1`,
      [personne ?? premiere],
    );
    if (!rows[0]) continue;
    cle.colonnes.forEach((colonne, i) => {
      if (colonne !== "allocataire" || !personne) valeurs.set(colonne, rows[0][cle.versColonnes[i]!]);
    });
  }
  const noms = [...valeurs.keys()];
  const texte = `insert into ${nom} (${noms.map((n) => `"${n}"`).join(", ")}) values (${noms.map((_, i) => `$${i + 1}`).join(", ")})`;
  return owner.query(texte, [...valeurs.values()]).then(
    () => null,
    (error: Error) => error.message,
  );
}
