import { type GraphQLSchema, getNamedType, isEnumType, isObjectType } from "graphql";
import type pg from "pg";

/** A column of a table of a subgraph, as the catalogue of PostgreSQL tells it. */
export interface Colonne {
  schema: string;
  table: string;
  colonne: string;
  type: string;
  obligatoire: boolean;
  parDefaut: boolean;
  generee: boolean;
  cle: boolean;
  verification: string | null;
}

export interface CleEtrangere {
  schema: string;
  table: string;
  colonnes: string[];
  versSchema: string;
  versTable: string;
  versColonnes: string[];
}

export const SCHEMAS = ["allocataires", "offre_insertion", "rendez_vous", "indicateurs", "echanges"];

export async function colonnes(owner: pg.Client, schemas = SCHEMAS): Promise<Map<string, Colonne[]>> {
  const { rows } = await owner.query<Colonne>(
    `select n.nspname as schema, c.relname as "table", a.attname as colonne, format_type(a.atttypid, null) as type, a.attnotnull as obligatoire,
       a.atthasdef or a.attidentity <> '' as "parDefaut", a.attgenerated <> '' or a.attidentity <> '' as generee,
       exists (select from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'f') and a.attnum = any (k.conkey)) as cle,
       (select string_agg(pg_get_constraintdef(k.oid), ' ') from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any (k.conkey)) as verification
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind in ('r', 'p') and n.nspname = any ($1) order by 1, 2, a.attnum`,
    [schemas],
  );
  const tables = new Map<string, Colonne[]>();
  for (const row of rows) {
    const nom = `${row.schema}.${row.table}`;
    tables.set(nom, [...(tables.get(nom) ?? []), row]);
  }
  return tables;
}

export async function clesEtrangeres(owner: pg.Client): Promise<CleEtrangere[]> {
  const { rows } = await owner.query<CleEtrangere>(
    `select n.nspname as schema, c.relname as "table", m.nspname as "versSchema", d.relname as "versTable",
       (select array_agg(a.attname::text order by x.i) from unnest(k.conkey) with ordinality x(n, i) join pg_attribute a on a.attrelid = c.oid and a.attnum = x.n) as colonnes,
       (select array_agg(a.attname::text order by x.i) from unnest(k.confkey) with ordinality x(n, i) join pg_attribute a on a.attrelid = d.oid and a.attnum = x.n) as "versColonnes"
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
       join pg_class d on d.oid = k.confrelid join pg_namespace m on m.oid = d.relnamespace
     where k.contype = 'f' and n.nspname = any ($1)`,
    [SCHEMAS],
  );
  return rows;
}

/** Tables whose rows name a person; `allocataires.allocataire` names her by its own key. */
export const colonneDePersonne = (nom: string, liste: readonly Colonne[]): string | null =>
  nom === "allocataires.allocataire" ? "id" : liste.some((c) => c.colonne === "allocataire") ? "allocataire" : null;

const snake = (nom: string) => nom.replace(/[A-Z]/g, (lettre) => `_${lettre.toLowerCase()}`).replace(/^_/, "");

/** Codes that the schema lists, by `table.colonne` where a type has the name of the table, and by column name alone. */
export class Codes {
  private readonly exacts = new Map<string, string>();
  private readonly parNom = new Map<string, string>();
  /** Names that some type gives to a free text. */
  private readonly libres = new Set<string>();

  constructor(schema: GraphQLSchema) {
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type)) continue;
      for (const champ of Object.values(type.getFields())) {
        const nomme = getNamedType(champ.type);
        const colonne = snake(champ.name);
        if (isEnumType(nomme)) {
          this.exacts.set(`${snake(type.name)}.${colonne}`, nomme.getValues()[0]!.name);
          this.parNom.set(colonne, nomme.getValues()[0]!.name);
        } else this.libres.add(colonne);
      }
    }
  }

  /** The first value of the list of codes that this column holds; null when it holds none. */
  de(table: string, colonne: string): string | null {
    const nom = table.split(".")[1]!;
    const exact =
      this.exacts.get(`${nom}.${colonne}`) ??
      [...this.exacts].find(([cle]) => cle.endsWith(`.${colonne}`) && nom.startsWith(cle.split(".")[0]!))?.[1];
    return exact ?? (this.libres.has(colonne) ? null : (this.parNom.get(colonne) ?? null));
  }
}
