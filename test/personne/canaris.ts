import type pg from "pg";
import type { TableDePersonne } from "../../subgraphs/shared/droits-des-personnes/table-de-personne";
import type { NirCipher } from "../../subgraphs/shared/nir-cipher";

export const SCHEMAS = ["allocataires", "offre_insertion", "rendez_vous", "indicateurs", "echanges", "journal", "hub"];

export interface Colonne {
  table: string;
  colonne: string;
  type: string;
}

/** Every column of every table of the hub, from the catalog of PostgreSQL. */
export async function colonnesDuHub(owner: pg.Client): Promise<Colonne[]> {
  const { rows } = await owner.query<Colonne>(
    `select n.nspname || '.' || c.relname as table, a.attname as colonne, format_type(a.atttypid, null) as type
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where n.nspname = any ($1) and c.relkind in ('r', 'p') and not c.relispartition and a.attgenerated = '' order by 1, a.attnum`,
    [SCHEMAS],
  );
  return rows;
}

/** Columns that name a person by her id. */
export const DESIGNE = /^(allocataires?|personnes?|canonique|candidats|autre|fusionnee)$/;

/** One value no other column has, of a type: what must be found again. */
function canari(
  colonne: Colonne,
  rang: number,
  { elle, fait }: { elle: string; fait: string },
  cipher: NirCipher,
): { valeur: unknown; cherche: string | null } {
  const { type, colonne: nom } = colonne;
  const mot = `canari${rang}q`;
  const jour = new Date(Date.UTC(1900, 0, 1 + rang)).toISOString().slice(0, 10);
  if (nom === "departement") return { valeur: "94", cherche: null };
  const id = DESIGNE.test(nom) || (nom === "id" && colonne.table === "allocataires.allocataire") ? elle : fait;
  if (type === "uuid") return { valeur: id, cherche: id };
  if (type === "uuid[]") return { valeur: [id], cherche: id };
  // A reject is hers because its words name her.
  if (nom === "message" && colonne.table.endsWith(".rejet")) return { valeur: `${elle} ${mot}`, cherche: mot };
  if (type === "text") return { valeur: mot, cherche: mot };
  if (type === "text[]") return { valeur: [mot], cherche: mot };
  if (colonne.table === "allocataires.contenu_personne" && nom === "donnees") {
    const civil = { mot, nom: mot, prenoms: [mot], dateNaissance: jour };
    return { valeur: JSON.stringify(civil), cherche: mot };
  }
  if (type === "jsonb") return { valeur: JSON.stringify({ mot }), cherche: mot };
  if (type === "date") return { valeur: jour, cherche: jour };
  if (type === "date[]") return { valeur: [jour], cherche: jour };
  if (type.startsWith("timestamp")) return { valeur: `${jour}T00:00:00Z`, cherche: jour };
  if (/^(integer|bigint|double precision|numeric|smallint)$/.test(type)) {
    const nombre = type === "smallint" ? 10_000 + rang : 70_000_000 + rang;
    return { valeur: nombre, cherche: String(nombre) };
  }
  if (type === "integer[]" || type === "bigint[]") return { valeur: [70_000_000 + rang], cherche: String(70_000_000 + rang) };
  if (type === "boolean") return { valeur: true, cherche: "true" };
  // The three tables of a folded content are linked by its hash.
  if (nom === "empreinte" && /contenu_|mention_/.test(colonne.table)) return { valeur: Buffer.from("empreinte"), cherche: null };
  if (type === "bytea") return { valeur: cipher.encrypt(mot), cherche: mot };
  throw new Error(`${colonne.table}.${nom} : aucun canari pour le type ${type}`);
}

export interface CanariPose extends Colonne {
  cherche: string;
}

/** One row in each of these tables, a canary in each column; every other id is `fait`, so that every link leads to her. */
export async function poserCanaris(
  owner: pg.Client,
  cipher: NirCipher,
  tables: readonly TableDePersonne[],
  elle: string,
  fait = elle,
): Promise<CanariPose[]> {
  const colonnes = await colonnesDuHub(owner);
  const rangs = new Map(colonnes.map((c, rang) => [`${c.table}.${c.colonne}`, rang + 1]));
  const poses: CanariPose[] = [];
  const { rows: verifications } = await owner.query(
    "select conrelid::regclass::text as table, conname as nom from pg_constraint where contype in ('c', 'x') and connamespace::regnamespace::text = any ($1)",
    [SCHEMAS],
  );
  for (const { table, nom } of verifications) await owner.query(`alter table ${table} drop constraint "${nom}"`);
  // Foreign keys and triggers look away while the canaries are put.
  await owner.query("set session_replication_role = replica");
  for (const { table } of tables) {
    const siennes = colonnes.filter((c) => c.table === table);
    const valeurs = siennes.map((c) => canari(c, rangs.get(`${c.table}.${c.colonne}`)!, { elle, fait }, cipher));
    // She is nobody's other record, and no record of hers was separated.
    const vides = ["canonique", "separee_le"];
    await owner.query(
      `insert into ${table} (${siennes.map((c) => c.colonne).join(", ")}) overriding system value values (${siennes.map((_, i) => `$${i + 1}`).join(", ")})`,
      valeurs.map(({ valeur }, i) => (vides.includes(siennes[i]!.colonne) ? null : valeur)),
    );
    siennes.forEach((c, i) => {
      const { cherche } = valeurs[i]!;
      if (cherche !== null && !vides.includes(c.colonne)) poses.push({ ...c, cherche });
    });
  }
  await owner.query("set session_replication_role = origin");
  return poses;
}
