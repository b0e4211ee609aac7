import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { resteAResceller } from "../../hub/sceaux";
import { migrationModules } from "../../migrations";
import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { migrateUp } from "../../subgraphs/shared/migrations";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { DossierDeFlux, type FoyerDeTest } from "../caf/fabriquer-flux";
import { Commande } from "../hub/commande";
import { type PostgresTuable, postgresTuable } from "./postgres-tuable";

const ANCIENNE = "ancienne-clé-de-test-trente-deux-caractères";
const NOUVELLE = "nouvelle-clé-de-test-trente-deux-caractères";
const MSA = { fonorg: "MSA", matricule: "1750394928133" };
const FOYERS: FoyerDeTest[] = Array.from({ length: 200 }, (_, rang) => ({
  numero: String(94_000_001_000 + rang),
  ...(rang < 3 ? { ...MSA, matricule: `175039492813${rang}` } : {}),
  personnes: [{ nom: `NOM${String.fromCharCode(65 + (rang % 26))}`, prenom: `P${rang}`, nir: `29003949${String(10_000 + rang)}` }],
}));
const CHIFFRES = `select encode(valeur_chiffree, 'hex') as c from allocataires.identifiant where valeur_chiffree is not null
  union all select encode(matricule_chiffre, 'hex') from allocataires.dossier where matricule_chiffre is not null
  union all select encode(matricule_chiffre, 'hex') from allocataires.contenu_dossier where matricule_chiffre is not null
  union all select encode(nir_chiffre, 'hex') from allocataires.contenu_personne where nir_chiffre is not null`;
const EMPREINTES = "select array_agg(encode(empreinte, 'hex') order by 1) as e from allocataires.identifiant where empreinte is not null";

describe("la rotation de la clé des NIR, tuée (-9)", () => {
  const flux = new DossierDeFlux();
  const donnees = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-nir-tue-"));
  let serveur: PostgresTuable;
  let base: pg.Client;
  /** Holds the row before which the rotation stops. */
  let devant: pg.Client;
  let numeros: string[];

  const connexion = async () => {
    const client = new pg.Client({ connectionString: serveur.url });
    client.on("error", () => undefined);
    await client.connect();
    return client;
  };
  const ouvrir = async () => {
    [base, devant] = [await connexion(), await connexion()];
  };
  const fermer = () => Promise.all([base, devant].map((client) => client.end().catch(() => undefined)));
  beforeAll(async () => {
    serveur = await postgresTuable();
    await migrateUp(serveur.url, migrationModules);
    await ouvrir();
    await base.query(
      "insert into allocataires.organisme (id, departement, code, nom, type) values ('94-CD94', '94', 'CD94', 'Val-de-Marne', 'DEPARTEMENT')",
    );
    const contexte = { ownerUrl: serveur.url, now: () => new Date("2026-03-10T08:00:00Z"), nirCipher: new NirCipher(ANCIENNE) };
    const [{ compteurs }] = (await importerCaf([flux.ecrire({ cree: "2026-01-10", foyers: FOYERS })], contexte)) as [any];
    expect(compteurs).toMatchObject({ lus: 200, rejetes: 0 });
    numeros = await lus(ANCIENNE);
    expect(numeros.length).toBeGreaterThan(400);
  }, 120_000);
  afterAll(async () => {
    await fermer();
    await serveur.fermer();
    flux.supprimer();
    fs.rmSync(donnees, { recursive: true, force: true });
  });

  /** Every number of the base, as who has these keys reads it; throws for one that she cannot read. */
  const lus = async (cles: string): Promise<string[]> => {
    const cipher = new NirCipher(cles);
    const { rows } = await base.query<{ c: string }>(CHIFFRES);
    return rows.map(({ c }) => cipher.decrypt(Buffer.from(c, "hex"))).sort();
  };
  const empreintes = async () => (await base.query(EMPREINTES)).rows[0].e;
  const tourner = () =>
    new Commande(["nir", "tourner", "--json"], {
      DATABASE_URL: serveur.url,
      NIR_KEY: `${NOUVELLE},${ANCIENNE}`,
      UNEFOIS_DATA: donnees,
      NODE_ENV: "production",
    });
  const rotations = async (quand: string) =>
    (await base.query(`select from pg_stat_activity where application_name = 'unefois-nir' and ${quand}`)).rowCount;
  const attendre = async (vrai: () => Promise<boolean>) => {
    for (const fin = Date.now() + 60_000; !(await vrai()); await new Promise((resolve) => setTimeout(resolve, 20)))
      if (Date.now() > fin) throw new Error("rien n’est venu");
  };
  /** A rotation that stands before a row that somebody holds. */
  const arretee = async (table: string, condition: string) => {
    await devant.query("begin");
    await devant.query(`select from ${table} where ${condition} limit 1 for update`);
    const commande = tourner();
    await attendre(async () => (await rotations("wait_event_type = 'Lock'")) === 1);
    return commande;
  };
  const tuer = async (commande: Commande) => {
    commande.child.kill("SIGKILL");
    expect((await commande.ended).code).toBeNull();
    await devant.query("rollback");
    await attendre(async () => (await rotations("true")) === 0);
  };

  it("au milieu des empreintes : rien n’a changé, l’ancienne clé lit et retrouve tout", async () => {
    const avant = await empreintes();
    await tuer(await arretee("allocataires.contenu_personne", "nir_chiffre is not null"));
    expect(await empreintes()).toEqual(avant);
    expect(await lus(ANCIENNE)).toEqual(numeros);
  }, 120_000);

  it("au milieu des chiffrés : une part sous chaque clé, tout se lit avec les deux", async () => {
    const avant = await empreintes();
    await tuer(await arretee("allocataires.dossier", "matricule_chiffre is not null"));
    expect(await empreintes()).not.toEqual(avant);
    await expect(lus(ANCIENNE)).rejects.toThrow();
    await expect(lus(NOUVELLE)).rejects.toThrow();
    expect(await lus(`${NOUVELLE},${ANCIENNE}`)).toEqual(numeros);
  }, 120_000);

  it("PostgreSQL tué pendant qu’elle tourne : la commande le dit ; relancée, elle finit, et la nouvelle clé seule lit tout", async () => {
    const commande = await arretee("allocataires.contenu_personne", "nir_chiffre is not null");
    serveur.tuer();
    const { code, err } = await commande.ended;
    expect(code).toBe(1);
    expect(err).not.toBe("");
    await fermer();
    await serveur.relancer();
    await ouvrir();
    expect(await lus(`${NOUVELLE},${ANCIENNE}`)).toEqual(numeros);
    const { code: fin, out } = await tourner().ended;
    expect([fin, JSON.parse(out).ancienneRetirable]).toEqual([0, true]);
    expect(await lus(NOUVELLE)).toEqual(numeros);
    expect(await resteAResceller(base, NOUVELLE)).toEqual([]);
    await expect(lus(ANCIENNE)).rejects.toThrow();
  }, 180_000);
});
