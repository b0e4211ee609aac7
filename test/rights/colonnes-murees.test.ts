import { randomUUID } from "node:crypto";
import pg from "pg";
import { vueDeColonneSql } from "../../subgraphs/shared/droits/murs";
import { estOuverte, POLITIQUE } from "../../subgraphs/shared/droits/politique";
import { COLONNES_MUREES, TABLES_DE_PERSONNES } from "../../subgraphs/shared/droits/tables";
import { FINALITES, type Finalite, SYSTEME } from "../../subgraphs/shared/identity";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { perimetreSql } from "../../subgraphs/shared/perimetre";
import { SUBGRAPH_NAMES } from "../../subgraphs/shared/settings";
import { poserCanaris } from "../personne/canaris";
import { type TestDatabase, testDatabase } from "../setup/database";
import { NIR_KEY } from "../setup/subgraph";

const ROLES = SUBGRAPH_NAMES.map((name) => `unefois_${name.replaceAll("-", "_")}`);
const COLONNES = COLONNES_MUREES.map((c) => ({ ...c, nom: `${c.schema}.${c.table}.${c.colonne}` }));
const TABLES_DE_SANTE = Object.entries(TABLES_DE_PERSONNES).flatMap(([schema, tables]) =>
  Object.entries(tables).flatMap(([table, { classe }]) => (classe === "SANTE" ? [{ schema, table, nom: `${schema}.${table}` }] : [])),
);
const PAR_LE_FOYER = `(select true from allocataires.membre m where m.departement = dossier.departement and m.dossier = dossier.id and ${perimetreSql("m.allocataire")} limit 1)`;
const ELLE = randomUUID();

/** What the transaction of a caller says of her. */
interface Appelant {
  departement: string;
  portee: "departement" | "organisme" | "referent";
  organisme: string;
  referent: string;
}
const DU_94: Appelant = { departement: "94", portee: "departement", organisme: "94-CD94", referent: "" };
const outre = (nom: string, plus: Partial<Appelant>): [string, Appelant] => [nom, { ...DU_94, ...plus }];

let base: TestDatabase;
let lecteur: pg.Client;
beforeAll(async () => {
  base = await testDatabase();
  const tables = [...COLONNES, ...TABLES_DE_SANTE].map(({ schema, table }) => `${schema}.${table}`);
  await poserCanaris(
    base.owner,
    new NirCipher(NIR_KEY),
    ["allocataires.allocataire", "allocataires.membre", ...tables].map((table) => ({ table, rubrique: "IDENTITE", titre: table })),
    ELLE,
  );
  lecteur = new pg.Client({ connectionString: base.url });
  await lecteur.connect();
});
afterAll(async () => {
  await lecteur.end();
  await base.drop();
});

/** Rows that a role reads, as a lying subgraph would ask them; null: PostgreSQL refuses the statement. */
async function lignes(sql: string, role: string, finalite: string, appelant = DU_94): Promise<number | null> {
  await lecteur.query("begin");
  try {
    await lecteur.query(
      `select set_config('role', $1, true), set_config('unefois.finalite', $2, true), set_config('unefois.departements', $3, true),
        set_config('unefois.portee', $4, true), set_config('unefois.organisme', $5, true), set_config('unefois.referent', $6, true),
        set_config('unefois.aujourdhui', '2026-02-10', true)`,
      [role, finalite, appelant.departement, appelant.portee, appelant.organisme, appelant.referent],
    );
    return (await lecteur.query(sql)).rowCount;
  } catch (error) {
    if ((error as { code?: string }).code !== "42501") throw error;
    return null;
  } finally {
    await lecteur.query("rollback");
  }
}
const ouvre = (finalite: Finalite, classe: "SANTE" | "NIR") => estOuverte(POLITIQUE[finalite][classe]);

describe.each(COLONNES)("$nom", (une) => {
  const { schema, table, vue, colonne, classe } = une;
  const LIRE = `select ${colonne} from ${schema}.${vue} where ${colonne} is not null`;

  it("sa vue est celle que disent les données", async () => {
    await base.owner.query("begin");
    await base.owner.query(
      `create view public.comparee as ${vueDeColonneSql(une, table === "dossier" ? PAR_LE_FOYER : perimetreSql("allocataire"))}`,
    );
    const { rows } = await base.owner.query(
      "select pg_get_viewdef($1::regclass) as en_place, pg_get_viewdef('public.comparee'::regclass) as dite, (select reloptions from pg_class where oid = $1::regclass) as options",
      [`${schema}.${vue}`],
    );
    await base.owner.query("rollback");
    expect(rows[0].en_place).toBe(rows[0].dite);
    expect(rows[0].options).toContain("security_barrier=true");
  });

  it.each(ROLES)("%s ne la lit jamais dans sa table, et les autres rôles pas davantage dans sa vue", async (role) => {
    for (const finalite of [...FINALITES, SYSTEME, ""])
      expect(await lignes(`select ${colonne} from ${schema}.${table}`, role, finalite)).toBeNull();
    if (role !== `unefois_${schema}`) expect(await lignes(LIRE, role, SYSTEME)).toBeNull();
  });

  it.each(FINALITES)("sous %s : lue si la finalité ouvre sa classe, rien sinon", async (finalite) => {
    expect(await lignes(LIRE, `unefois_${schema}`, finalite)).toBe(ouvre(finalite, classe as "SANTE" | "NIR") ? 1 : 0);
  });

  it.each<[string, Appelant]>([
    outre("un autre département", { departement: "93" }),
    outre("un organisme qui ne la suit pas", { portee: "organisme", organisme: "94-REMOB-1" }),
    outre("un agent qui ne la suit pas", { portee: "referent", organisme: "94-REMOB-1", referent: "94-REMOB-1-REF-1" }),
  ])("%s n’en lit rien, quelle que soit la finalité", async (_qui, appelant) => {
    for (const finalite of FINALITES) expect(await lignes(LIRE, `unefois_${schema}`, finalite, appelant)).toBe(0);
  });

  it("sans finalité, rien", async () => {
    expect(await lignes(LIRE, `unefois_${schema}`, "")).toBe(0);
  });
});

describe.each(TABLES_DE_SANTE)("$nom, de classe SANTE en entier", ({ schema, nom }) => {
  it.each(FINALITES)("sous %s : lue si la finalité ouvre la santé, rien sinon ; jamais par un autre rôle", async (finalite) => {
    for (const role of ROLES) {
      const lues = await lignes(`select 1 from ${nom}`, role, finalite);
      expect(lues).toBe(role !== `unefois_${schema}` ? null : ouvre(finalite, "SANTE") ? 1 : 0);
    }
  });
});
