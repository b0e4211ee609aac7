import fs from "node:fs";
import path from "node:path";
import type pg from "pg";
import { type Forme, MOTIFS, motif } from "./canari";
import { COLONNES_PERMISES, type FICHIERS_PERMIS } from "./permis";

/** Where the canary was found; never what was found. */
export interface Trouvaille {
  quoi: Forme["quoi"];
  lieu: string;
}

const QUOI = ["nir", "identité"] as const;

export const dansUnTexte = (lieu: string, texte: string): Trouvaille[] =>
  QUOI.flatMap((quoi) => (MOTIFS[quoi].test(texte) ? [{ quoi, lieu }] : []));

/** Files of a folder but the allowed ones, line by line: the place says which. `lu` is told the bytes of each file that was read. */
export function dansUnDossier(
  dossier: string,
  permis: typeof FICHIERS_PERMIS = [],
  lu: (octets: number) => void = () => undefined,
): Trouvaille[] {
  if (!fs.existsSync(dossier)) return [];
  return fs.readdirSync(dossier, { recursive: true, withFileTypes: true }).flatMap((entree) => {
    const fichier = path.join(entree.parentPath, entree.name);
    const nom = path.relative(dossier, fichier);
    if (!entree.isFile() || permis.some(([chemin]) => chemin.test(nom))) return [];
    const octets = fs.readFileSync(fichier);
    lu(octets.length);
    const utf8 = octets.toString("utf8");
    if (dansUnTexte(nom, utf8).length === 0) return [];
    return utf8.split("\n").flatMap((ligne, i) => dansUnTexte(`${nom}, ligne ${i + 1}`, ligne));
  });
}

const TABLES = `select n.nspname as schema, c.relname as table, array_agg(a.attname::text order by a.attnum) as colonnes
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_%' and has_table_privilege(c.oid, 'select')
  group by 1, 2 order by 1, 2`;

/** Every column of every table but the allowed ones. The NIR is allowed nowhere: it rests encrypted. Through the owner's connection. */
export async function dansUneBase(owner: pg.Client): Promise<Trouvaille[]> {
  const { rows: tables } = await owner.query<{ schema: string; table: string; colonnes: string[] }>(TABLES);
  const texteDe = (colonnes: string[]) => `concat_ws(' ', ${colonnes.map((c) => `t."${c}"::text`).join(", ")})`;
  const cherches = tables.flatMap(({ schema, table, colonnes }) => {
    const nom = `${schema}.${table}`;
    const ailleurs = colonnes.filter((c) => !(`${nom}.${c}` in COLONNES_PERMISES));
    return QUOI.map((quoi) => {
      const ou = quoi === "nir" ? colonnes : ailleurs;
      if (ou.length === 0) return null;
      return `select '${quoi}' as quoi, '${nom}' as lieu where exists (select from "${schema}"."${table}" t where ${texteDe(ou)} ~* $${quoi === "nir" ? 1 : 2})`;
    });
  });
  const { rows } = await owner.query<Trouvaille>(cherches.filter((c) => c !== null).join(" union all "), [motif("nir"), motif("identité")]);
  const trouvees: Trouvaille[] = [];
  // Rare, and slow only then: which column.
  for (const { quoi, lieu } of rows) {
    const colonnes = tables
      .find(({ schema, table }) => `${schema}.${table}` === lieu)!
      .colonnes.filter((c) => quoi === "nir" || !(`${lieu}.${c}` in COLONNES_PERMISES));
    for (const colonne of colonnes) {
      const { rowCount } = await owner.query(`select 1 from ${lieu} t where t."${colonne}"::text ~* $1 limit 1`, [motif(quoi)]);
      if (rowCount) trouvees.push({ quoi, lieu: `${lieu}.${colonne}` });
    }
  }
  return trouvees;
}
