import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { cleDesFichiers } from "../../hub/sauvegarde/flux";
import { restaurer, verifierDossier } from "../../hub/sauvegarde/restaurer";
import { type Sauvegarde, sauvegarder } from "../../hub/sauvegarde/sauvegarder";
import { dansLOrdreDesReferences, tablesASauver } from "../../hub/sauvegarde/tables.repository";
import { sceller } from "../../subgraphs/shared/chaine/sceller.repository";
import { numberEvents } from "../../subgraphs/shared/sequencer";
import { type TestDatabase, testDatabase } from "../setup/database";

const cleDuSceau = Buffer.alloc(32, 7);
const cle = cleDesFichiers("une clé de sauvegarde assez longue pour passer");
const avancement = () => undefined;
const le = new Date("2026-11-22T10:00:00Z");
const PERSONNE = "11111111-2222-4333-8444-555555555555";

let base: TestDatabase;
let dossier: string;
let nombre = 0;

const neuf = () => path.join(dossier, `sauvegarde-${++nombre}`);
const demande = (vers: string, autre: Partial<Sauvegarde> = {}): Sauvegarde => ({
  ownerUrl: base.url,
  dossier: vers,
  cle,
  cleDuSceau,
  le,
  avancement,
  ...autre,
});

/** Numbers and seals all that the journal holds. */
async function toutSceller(client: pg.Client): Promise<void> {
  await numberEvents(client);
  await sceller(client, le);
}

/** A database with nothing of a hub in it. */
async function baseVide(): Promise<{ url: string; client: pg.Client; drop(): Promise<void> }> {
  const nom = `unefois_vide_${process.pid}_${++nombre}`;
  const server = process.env.UNEFOIS_TEST_SERVER!;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`create database ${nom} template template0`);
  const url = new URL(server);
  url.pathname = `/${nom}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  return {
    url: url.href,
    client,
    drop: async () => {
      await client.end();
      await admin.query(`drop database ${nom} with (force)`);
      await admin.end();
    },
  };
}

beforeAll(async () => {
  dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-sauvegarde-"));
  base = await testDatabase();
  await base.owner.query(
    `insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
     select 'EntreeDispositif', '94', $1, jsonb_build_object('texte', E'guillemets "', 'ligne', E'a\\nb\\\\.\\t' || n), $2 from generate_series(1, 500) n`,
    [PERSONNE, le],
  );
  await toutSceller(base.owner);
  await base.owner.query("select setval(pg_get_serial_sequence('journal.evenement', 'rang'), 9000)");
});

afterAll(async () => {
  await base.drop();
  fs.rmSync(dossier, { recursive: true });
});

describe("la sauvegarde", () => {
  it("remise dans une base vide, elle rend chaque table à l’octet près, les suites, les droits et les déclencheurs", async () => {
    const vers = neuf();
    const manifeste = await sauvegarder(demande(vers));
    expect(manifeste.tables.length).toBe((await tablesASauver(base.owner)).length);
    expect(manifeste.tables.find((table) => table.nom === "journal.evenement")!.lignes).toBe(500);
    const cible = await baseVide();
    try {
      const lu = await verifierDossier(vers, cleDuSceau, cle, avancement);
      const journal = await restaurer({ ownerUrl: cible.url, dossier: vers, cle, manifeste: lu, avancement });
      expect(journal).toMatchObject({ intact: true, lignes: 500, nonScellees: 0, tete: { numero: lu.journal!.lot } });
      const lignes = "select rang, type, donnees, survenu_le from journal.evenement order by rang";
      expect((await cible.client.query(lignes)).rows).toEqual((await base.owner.query(lignes)).rows);
      const suivant = await cible.client.query(
        "insert into journal.evenement (type, donnees, survenu_le) values ('Essai', '{}', $1) returning rang::int",
        [le],
      );
      expect(suivant.rows[0].rang).toBeGreaterThanOrEqual(9001);
      const droits = "select schemaname, tablename, policyname, qual from pg_policies order by 1, 2, 3";
      expect((await cible.client.query(droits)).rows).toEqual((await base.owner.query(droits)).rows);
      const gardes = "select tgrelid::regclass::text as t, tgname, tgenabled from pg_trigger where not tgisinternal order by 1, 2";
      expect((await cible.client.query(gardes)).rows).toEqual((await base.owner.query(gardes)).rows);
    } finally {
      await cible.drop();
    }
  });

  it("montre un seul instant pendant que le hub écrit", async () => {
    const vers = neuf();
    const autre = new pg.Client({ connectionString: base.url });
    await autre.connect();
    let encore = true;
    const ecrire = async () => {
      while (encore)
        await autre.query(
          `with e as (insert into journal.evenement (type, donnees, survenu_le) values ('Paire', '{}', $1) returning 1)
           insert into journal.consultation (operation, operation_nom, requete, sous_graphe, le, departement, client, allocataires, champs)
           values (gen_random_uuid(), 'paire', 'x', 'paire', $1, '94', 'paire', '{}', '{}')`,
          [le],
        );
    };
    const ecriture = ecrire();
    const manifeste = await sauvegarder(demande(vers)).finally(() => {
      encore = false;
    });
    await ecriture;
    await autre.end();
    const cible = await baseVide();
    try {
      await restaurer({ ownerUrl: cible.url, dossier: vers, cle, manifeste, avancement });
      const { rows } = await cible.client.query(
        "select (select count(*) from journal.evenement where type = 'Paire') as a, (select count(*) from journal.consultation where client = 'paire') as b",
      );
      expect(rows[0].a).toBe(rows[0].b);
    } finally {
      await cible.drop();
    }
  });

  it("d’un journal altéré avant elle le rend tel quel, et le dit", async () => {
    const vers = neuf();
    const abimee = await testDatabase();
    try {
      await abimee.owner.query(
        "insert into journal.evenement (type, donnees, survenu_le) select 'Essai', '{}', $1 from generate_series(1, 9)",
        [le],
      );
      await toutSceller(abimee.owner);
      const manifeste = await sauvegarder(demande(vers, { ownerUrl: abimee.url }));
      await abimee.owner.query("alter table journal.lot disable trigger user; delete from journal.lot where numero = 1");
      const altere = await sauvegarder(demande(`${vers}-altere`, { ownerUrl: abimee.url }));
      const cible = await baseVide();
      try {
        const tetePerdue = { ...altere, journal: manifeste.journal };
        const journal = await restaurer({ ownerUrl: cible.url, dossier: `${vers}-altere`, cle, manifeste: tetePerdue, avancement });
        expect(journal.intact).toBe(false);
      } finally {
        await cible.drop();
      }
    } finally {
      await abimee.drop();
    }
  });

  it("chiffrée, aucun de ses fichiers ne dit rien ; en clair, elle se relit sans clé", async () => {
    const chiffree = neuf();
    await sauvegarder(demande(chiffree));
    const noms = fs.readdirSync(chiffree);
    expect(noms.filter((nom) => nom !== "manifeste.json").every((nom) => nom.endsWith(".aes"))).toBe(true);
    expect(fs.readFileSync(path.join(chiffree, "journal.evenement.copy.gz.aes")).subarray(12, 14)).not.toEqual(Buffer.of(0x1f, 0x8b));
    expect(fs.statSync(path.join(chiffree, "manifeste.json")).mode & 0o077).toBe(0);
    const claire = neuf();
    await sauvegarder(demande(claire, { cle: null }));
    expect((await verifierDossier(claire, cleDuSceau, null, avancement)).cle).toBeNull();
  });

  it("n’écrit jamais sur un dossier qui existe, et ne laisse rien d’une sauvegarde qui échoue", async () => {
    const pris = neuf();
    fs.mkdirSync(pris);
    fs.writeFileSync(path.join(pris, "autre"), "");
    await expect(sauvegarder(demande(pris))).rejects.toThrow("n’est pas un dossier vide");
    const vide = await baseVide();
    try {
      const vers = neuf();
      await expect(sauvegarder(demande(vers, { ownerUrl: vide.url }))).rejects.toThrow("ne contient pas de hub");
      expect(fs.existsSync(vers) || fs.existsSync(`${vers}.en-cours`)).toBe(false);
    } finally {
      await vide.drop();
    }
  });
});

describe("une sauvegarde abîmée", () => {
  let sain: string;
  beforeAll(async () => {
    sain = neuf();
    await sauvegarder(demande(sain));
  });

  const copie = (abimer: (dossier: string) => void): string => {
    const vers = neuf();
    fs.cpSync(sain, vers, { recursive: true });
    abimer(vers);
    return vers;
  };
  const manifesteChange = (change: (manifeste: { tables: { lignes: number }[] }) => void) =>
    copie((ou) => {
      const fichier = path.join(ou, "manifeste.json");
      const tout = JSON.parse(fs.readFileSync(fichier, "utf8"));
      change(tout.manifeste);
      fs.writeFileSync(fichier, JSON.stringify(tout));
    });

  it.each([
    [
      "un octet changé",
      () => copie((ou) => retourner(path.join(ou, "journal.evenement.copy.gz.aes"))),
      "journal.evenement.copy.gz.aes n’a pas l’empreinte",
    ],
    [
      "un fichier retiré",
      () => copie((ou) => fs.rmSync(path.join(ou, "journal.evenement.copy.gz.aes"))),
      "journal.evenement.copy.gz.aes manque",
    ],
    ["un manifeste modifié", () => manifesteChange((m) => m.tables[0]!.lignes++), "Le sceau du manifeste"],
    ["un manifeste sans tables", () => manifesteChange((m) => Object.assign(m, { tables: 1 })), "n’a pas la forme voulue (tables)"],
    ["un manifeste coupé", () => copie((ou) => fs.truncateSync(path.join(ou, "manifeste.json"), 100)), "n’est pas du JSON"],
    ["un dossier sans manifeste", () => copie((ou) => fs.rmSync(path.join(ou, "manifeste.json"))), "n’existe pas"],
  ])("%s : refusée avant que la base soit touchée", async (_quoi, ou, message) => {
    await expect(verifierDossier(ou(), cleDuSceau, cle, avancement)).rejects.toThrow(message);
  });

  it("une autre clé, ou aucune : la phrase dit laquelle", async () => {
    await expect(verifierDossier(sain, Buffer.alloc(32, 8), cle, avancement)).rejects.toThrow("NIR_KEY");
    await expect(verifierDossier(sain, cleDuSceau, null, avancement)).rejects.toThrow("donnez SAUVEGARDE_CLE");
    await expect(
      verifierDossier(sain, cleDuSceau, cleDesFichiers("une autre clé, tout aussi longue que la première"), avancement),
    ).rejects.toThrow("celle d’alors");
  });

  it("une base qui contient déjà un hub n’est pas remplacée ; un échec en route la laisse vide", async () => {
    const manifeste = await verifierDossier(sain, cleDuSceau, cle, avancement);
    await expect(restaurer({ ownerUrl: base.url, dossier: sain, cle, manifeste, avancement })).rejects.toThrow("donnez une base vide");
    const cible = await baseVide();
    try {
      const faux = {
        ...manifeste,
        tables: manifeste.tables.map((table) => (table.nom === "journal.evenement" ? { ...table, contenu: "0".repeat(64) } : table)),
      };
      await expect(restaurer({ ownerUrl: cible.url, dossier: sain, cle, manifeste: faux, avancement })).rejects.toThrow(
        "journal.evenement relue",
      );
      await restaurer({ ownerUrl: cible.url, dossier: sain, cle, manifeste, avancement });
      const recente = { ...manifeste, migrations: { ...manifeste.migrations, hub: ["DansUnAn1900000000000"] } };
      await expect(restaurer({ ownerUrl: cible.url, dossier: sain, cle, manifeste: recente, avancement })).rejects.toThrow("plus récent");
    } finally {
      await cible.drop();
    }
  });
});

it("les tables qui se réfèrent en cercle sont dites, non devinées", () => {
  const table = (nom: string, ...refere: string[]) => ({ nom, colonnes: ["id"], refere });
  expect(dansLOrdreDesReferences([table("a", "b"), table("b"), table("c", "a", "b")]).map((une) => une.nom)).toEqual(["b", "a", "c"]);
  expect(() => dansLOrdreDesReferences([table("a", "b"), table("b", "a")])).toThrow("en cercle : a, b");
});

function retourner(fichier: string): void {
  const octets = fs.readFileSync(fichier);
  octets[20]! ^= 1;
  fs.writeFileSync(fichier, octets);
}
