import { randomUUID } from "node:crypto";
import { PARTS } from "../../hub/personne/tables-du-hub";
import { effacer } from "../../subgraphs/allocataires/effacement/effacement.repository";
import { appliquerEchanges } from "../../subgraphs/echanges/echange/suivre-echanges";
import { SUIVI } from "../../subgraphs/indicateurs/projection";
import { erasureOf } from "../../subgraphs/shared/erasure";
import { followOnce } from "../../subgraphs/shared/event-follower";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { type TestDatabase, testDatabase } from "../setup/database";
import { NIR_KEY } from "../setup/subgraph";
import { colonnesDuHub, poserCanaris } from "./canaris";

const cipher = new NirCipher(NIR_KEY);

/** Where the id of someone erased may stay, and why. */
const REGISTRE: Record<string, string> = {
  "journal.consultation.allocataires":
    "le registre est scellé : il prouve qui a lu, et ne dit plus de qui à personne d’autre (docs/journal.md)",
  "journal.evenement.allocataire": "le journal est scellé : des identifiants et des dates, sans aucune valeur",
  "journal.evenement.donnees": "le journal est scellé",
  "echanges.registre.allocataire": "l’index du registre",
  "echanges.registre_compteur.allocataire": "l’index du registre",
};

describe("ce qui reste d’une personne effacée", () => {
  let base: TestDatabase;
  beforeAll(async () => {
    base = await testDatabase();
  });
  afterAll(() => base.drop());

  it("un canari dans chaque colonne de chaque table : son identifiant n’est plus que dans le registre scellé, et rien d’elle n’est dans une table à elle", async () => {
    const [elle, fait] = [randomUUID(), randomUUID()];
    const tables = PARTS.flatMap((part) => part.tables);
    const poses = await poserCanaris(base.owner, cipher, tables, elle, fait);
    const le = new Date("2026-05-01T10:00:00Z");
    await base.owner.query("select set_config('unefois.departements', '94', false)");
    const sql = { rows: async (texte: string, valeurs: unknown[]) => (await base.owner.query(texte, valeurs)).rows };
    await effacer(sql as never, cipher, { departement: "94", allocataire: elle }, { motif: "COLLECTE_ERRONEE", par: null, le });
    await base.owner.query("set session_replication_role = replica");
    await base.owner.query("delete from journal.evenement");
    await base.owner.query("set session_replication_role = origin");
    await base.owner.query(
      `insert into journal.evenement (type, departement, allocataire, donnees, survenu_le, position)
       values ('PersonneEffacee', '94', $1, '{"systeme": "DEPARTEMENT", "portee": "HUB", "motif": "COLLECTE_ERRONEE"}', $2, 900000001)`,
      [elle, le],
    );
    for (const suivi of [
      erasureOf("rendez_vous"),
      erasureOf("offre_insertion"),
      SUIVI,
      { schema: "echanges", name: "echanges", apply: appliquerEchanges },
    ])
      await followOnce(base.owner, suivi);
    const restes: string[] = [];
    for (const { table, colonne } of await colonnesDuHub(base.owner)) {
      const { rows } = await base.owner.query(`select 1 from ${table} t where to_jsonb(t.${colonne})::text like $1 limit 1`, [`%${elle}%`]);
      if (rows.length > 0) restes.push(`${table}.${colonne}`);
    }
    expect(restes.filter((nom) => REGISTRE[nom] === undefined)).toEqual([]);
    // What tables of people said of her, in words, in these schemas, is gone too; a fact of several (a meeting, an exchange) stays without her.
    const communs = tables.filter((t) => COMMUNS.has(t.table)).map((t) => t.table);
    const mots: string[] = [];
    for (const { table, colonne, type, cherche } of poses) {
      if (!type.startsWith("text") && type !== "jsonb") continue;
      if (table.startsWith("indicateurs.") || table.startsWith("journal.") || communs.includes(table)) continue;
      const { rows } = await base.owner.query(`select 1 from ${table} t where to_jsonb(t.${colonne})::text like $1 limit 1`, [
        `%${cherche}%`,
      ]);
      if (rows.length > 0) mots.push(`${table}.${colonne}`);
    }
    expect(mots).toEqual([]);
  });
});

/** Rows that are not of her alone: they stay, and no longer name her. */
const COMMUNS = new Set<string>(["rendez_vous.rendez_vous", "echanges.echange"]);
