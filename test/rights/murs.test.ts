import { CLASSES } from "../../subgraphs/shared/droits/classes";
import { conditionDeClasse, ecritureDeClasse } from "../../subgraphs/shared/droits/murs";
import { SCHEMAS_COMPTES, TABLES_DE_PERSONNES } from "../../subgraphs/shared/droits/tables";
import { SUBGRAPH_NAMES } from "../../subgraphs/shared/settings";
import { type TestDatabase, testDatabase } from "../setup/database";

const SCHEMAS = SUBGRAPH_NAMES.map((name) => name.replaceAll("-", "_"));
const TABLES = Object.entries(TABLES_DE_PERSONNES).flatMap(([schema, tables]) =>
  Object.entries(tables).map(([table, une]) => ({ schema, table, une })),
);

interface Politique {
  permissive: string;
  cmd: string;
  qual: string;
  with_check: string;
}

describe("les murs de PostgreSQL : finalité, classe et relation", () => {
  let base: TestDatabase;
  beforeAll(async () => {
    base = await testDatabase();
  });
  afterAll(() => base.drop());

  const politique = async (schema: string, table: string): Promise<Politique | null> =>
    (
      await base.owner.query<Politique>(
        "select permissive, cmd, qual, with_check from pg_policies where schemaname = $1 and tablename = $2 and policyname = 'classe'",
        [schema, table],
      )
    ).rows[0] ?? null;

  it.each(TABLES)("$schema.$table : la politique en place est celle des données", async ({ schema, table, une }) => {
    const condition = conditionDeClasse(une);
    const enPlace = await politique(schema, table);
    if (condition === null) return expect(enPlace).toBeNull();
    // PostgreSQL rewrites what it is given: the same text is given to it beside, and both are read back.
    await base.owner.query(`begin;
      create policy comparee on ${schema}.${table} as restrictive for all to unefois_${schema} using (${condition}) with check (${ecritureDeClasse(une)})`);
    const { rows } = await base.owner.query<Politique>(
      "select permissive, cmd, qual, with_check from pg_policies where schemaname = $1 and tablename = $2 and policyname = 'comparee'",
      [schema, table],
    );
    await base.owner.query("rollback");
    expect(enPlace).toEqual(rows[0]);
  });

  it("chaque table qui nomme une personne a sa classe, et rien d’autre n’est dans la liste", async () => {
    const { rows } = await base.owner.query<{ nom: string; nomme: boolean }>(
      `select n.nspname || '.' || c.relname as nom, exists (
         select from pg_attribute a where a.attrelid = c.oid and a.attname in ('allocataire', 'allocataires') and not a.attisdropped) as nomme
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and n.nspname = any ($1) and n.nspname <> all ($2)
         and exists (select from aclexplode(c.relacl) x where x.grantee <> c.relowner and x.privilege_type = 'SELECT')`,
      [SCHEMAS, SCHEMAS_COMPTES],
    );
    const listees = new Set(TABLES.map(({ schema, table }) => `${schema}.${table}`));
    expect(rows.filter(({ nom, nomme }) => nomme && !listees.has(nom)).map(({ nom }) => nom)).toEqual([]);
    const { rows: toutes } = await base.owner.query<{ nom: string }>(
      "select n.nspname || '.' || c.relname as nom from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and n.nspname = any ($1)",
      [SCHEMAS],
    );
    const connues = new Set(toutes.map(({ nom }) => nom));
    expect([...listees].filter((nom) => !connues.has(nom))).toEqual([]);
  });

  it("aucune politique de classe hors de la liste", async () => {
    const { rows } = await base.owner.query<{ nom: string }>(
      "select schemaname || '.' || tablename as nom from pg_policies where policyname = 'classe' order by 1",
    );
    const murees = TABLES.filter(({ une }) => conditionDeClasse(une) !== null).map(({ schema, table }) => `${schema}.${table}`);
    expect(rows.map(({ nom }) => nom)).toEqual(murees.sort());
  });

  it("une classe plus protégée n’est jamais plus ouverte", () => {
    const murees = CLASSES.filter((classe) => conditionDeClasse({ classe, allocataire: "allocataire" }) !== null);
    expect(murees).toEqual(["IDENTITE", "SOCIALE", "SANTE", "NIR"]);
  });
});
