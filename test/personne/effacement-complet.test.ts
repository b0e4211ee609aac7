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
  "journal.acces_urgence.allocataire": "le registre des accès d’urgence prouve qui est passé hors de son portefeuille, et pourquoi",
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
    const mots: string[] = [];
    for (const { table, colonne, type, cherche } of poses) {
      if (!type.startsWith("text") && type !== "jsonb") continue;
      if (table.startsWith("indicateurs.") || table.startsWith("journal.")) continue;
      if (COMMUNS[table] !== undefined || COMMUNS[`${table}.${colonne}`] !== undefined) continue;
      const { rows } = await base.owner.query(`select 1 from ${table} t where to_jsonb(t.${colonne})::text like $1 limit 1`, [
        `%${cherche}%`,
      ]);
      if (rows.length > 0) mots.push(`${table}.${colonne}`);
    }
    expect(mots).toEqual([]);
  });
});

/** What stays in words, and why: rows of several people, or that no longer name her. By table, or by column. */
const COMMUNS: Record<string, string> = {
  "rendez_vous.rendez_vous": "un rendez-vous a d’autres participants, et des places",
  "rendez_vous.deplacement": "le déplacement du rendez-vous, sans la personne",
  "rendez_vous.rendez_vous_reuni": "deux identifiants du même rendez-vous",
  "rendez_vous.lien_externe": "le rendez-vous dans l’outil d’origine",
  "rendez_vous.personne_externe": "le numéro d’usager purgé, sans personne, pour qu’aucun message ne la recrée",
  "echanges.echange": "l’échange a eu lieu : il ne dit plus avec qui",
  "echanges.notification": "le destinataire à prévenir, sans la personne",
  "echanges.activite_recue": "codes et dates de ce que France Travail a demandé, sans la personne",
  "echanges.liste_inscription_personne": "la ligne d’une liste déjà déposée, sans la personne",
  ...Object.fromEntries(
    ["allocataires", "rendez_vous", "hub"].flatMap((schema) =>
      ["objet", "code", "resultat", "partenaire"].map((colonne) => [
        `${schema}.rejet.${colonne}`,
        "le rejet est vidé : il reste qu’il a eu lieu",
      ]),
    ),
  ),
};
