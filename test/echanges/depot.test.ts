import { generateKeyPairSync } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import pg from "pg";
import { Coffre } from "../../subgraphs/echanges/depot/coffre";
import { type Cible, cibleDossier, cibleFranceTravail } from "../../subgraphs/echanges/depot/depot.client";
import { listeDepots } from "../../subgraphs/echanges/depot/depot.repository";
import { creerDepot, deposerCeQuiEstDu, fichiersDuDepot, type NouveauDepot } from "../../subgraphs/echanges/depot/executer-depots";
import { oublierDepots, purgerDepots } from "../../subgraphs/echanges/depot/oublier-depots";
import { cleDeSignature, clePublique } from "../../subgraphs/echanges/depot/signature";
import { defautsDuDepot } from "../../subgraphs/echanges/depot/verifier-depot";
import { allOrNothing } from "../../subgraphs/shared/owner";
import { type TestDatabase, testDatabase } from "../setup/database";
import { NIR_KEY } from "../setup/subgraph";

const LE = new Date("2026-11-16T05:00:00Z");
const cle = generateKeyPairSync("ed25519").privateKey;
const outils = { coffre: new Coffre(NIR_KEY), cle };
const PERSONNE = "11111111-1111-4111-8111-111111111111";

const nouveau = (semaine: string, contenu = `{"semaine":"${semaine}"}\n`, objet = "INSCRIPTION_LISTE"): NouveauDepot => ({
  departement: "94",
  objet,
  destinataire: "FRANCE_TRAVAIL",
  cle: semaine,
  nombre: 1,
  fichiers: [{ extension: "jsonl", contenu: Buffer.from(contenu) }],
  creeLe: LE,
});

describe("les dépôts signés", () => {
  let base: TestDatabase;
  let dossier: string;
  const creer = (n: NouveauDepot) => allOrNothing(base.owner, () => creerDepot(base.owner, outils, n));
  const dans = () => fs.readdirSync(path.join(dossier, "FRANCE_TRAVAIL")).sort();
  beforeEach(async () => {
    base = await testDatabase();
    dossier = fs.mkdtempSync(path.join(os.tmpdir(), "depots-"));
  });
  afterEach(async () => {
    await base.drop();
    fs.rmSync(dossier, { recursive: true });
  });

  it("laissent un manifeste signé que le partenaire vérifie, et une altération se voit", async () => {
    await creer(nouveau("2026-W47"));
    expect(await deposerCeQuiEstDu(base.owner, outils, [cibleDossier(dossier)], () => LE)).toBe(1);
    const nom = "94-INSCRIPTION_LISTE-FRANCE_TRAVAIL-000001";
    expect(dans()).toEqual([`${nom}.json`, `${nom}.jsonl`, `${nom}.sig`]);
    const lire = (extension: string) => fs.readFileSync(path.join(dossier, "FRANCE_TRAVAIL", `${nom}.${extension}`));
    const fichiers = [{ nom: `${nom}.jsonl`, contenu: lire("jsonl") }];
    const publique = clePublique(cle);
    expect(defautsDuDepot(publique, lire("json"), lire("sig"), fichiers)).toEqual([]);
    expect(defautsDuDepot(publique, lire("json"), lire("sig"), [{ nom: `${nom}.jsonl`, contenu: Buffer.from("autre") }])).toHaveLength(1);
    expect(defautsDuDepot(publique, lire("json"), lire("sig"), [])).toHaveLength(1);
    expect(defautsDuDepot(publique, Buffer.from("{}"), lire("sig"), fichiers)).toHaveLength(1);
    const autre = clePublique(generateKeyPairSync("ed25519").privateKey);
    expect(defautsDuDepot(autre, lire("json"), lire("sig"), fichiers)).toHaveLength(1);
  });

  it("refaits sous la même clé sont les mêmes, octet pour octet, et un contenu différent est refusé", async () => {
    const premier = await creer(nouveau("2026-W47"));
    const second = await creer({ ...nouveau("2026-W47"), creeLe: new Date("2027-01-01T00:00:00Z") });
    const octets = (d: typeof premier) => fichiersDuDepot(d, outils.coffre).map((f) => f.contenu.toString("hex"));
    expect(second.id).toBe(premier.id);
    expect(octets(second)).toEqual(octets(premier));
    await expect(creer(nouveau("2026-W47", "autre chose"))).rejects.toThrow("contenu différent");
  });

  it("sont numérotés sans trou, même faits à plusieurs en même temps et même quand une transaction échoue", async () => {
    const clients = await Promise.all([1, 2, 3].map(() => connexion(base.url)));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.boolean()), { minLength: 1, maxLength: 12 }), async (actes) => {
        await base.owner.query("delete from echanges.depot");
        const files = clients.map((client, rang) => actes.flatMap(([qui, reussit], i) => (qui === rang ? [{ client, reussit, i }] : [])));
        await Promise.all(
          files.map(async (file) => {
            for (const { client, reussit, i } of file) await essayer(client, `k${i}`, reussit);
          }),
        );
        const sequences = (await listeDepots(base.owner, "94")).map((d) => d.sequence);
        expect(sequences).toEqual(sequences.map((_, i) => i + 1));
        expect(sequences).toHaveLength(actes.filter(([, reussit]) => reussit).length);
      }),
      { numRuns: 15 },
    );
    await Promise.all(clients.map((client) => client.end()));
  });

  async function essayer(client: pg.Client, k: string, reussit: boolean): Promise<void> {
    const travail = allOrNothing(client, async () => {
      await creerDepot(client, outils, nouveau(k));
      if (!reussit) throw new Error("panne");
    });
    await (reussit ? travail : expect(travail).rejects.toThrow("panne"));
  }

  it("ne reposent jamais en clair dans la base", async () => {
    await creer(nouveau("2026-W47", '{"nom":"CANARI-DUPONT"}\n'));
    const { rows } = await base.owner.query("select d::text as tout from echanges.depot d");
    expect(rows[0].tout).not.toContain("CANARI");
    expect(rows[0].tout).not.toContain(Buffer.from("CANARI-DUPONT").toString("hex"));
  });

  it("sont réessayés tant que l’endroit ne répond pas, dans l’ordre, et jamais déposés deux fois", async () => {
    await creer(nouveau("2026-W46"));
    await creer(nouveau("2026-W47"));
    let ouvert = false;
    const recus: string[] = [];
    const cible: Cible = {
      destinataires: ["FRANCE_TRAVAIL"],
      deposer: async (_, f) => {
        if (!ouvert) return cibleFranceTravail("http://127.0.0.1:9/").deposer("FRANCE_TRAVAIL", f);
        recus.push(f.nom);
      },
    };
    expect(await deposerCeQuiEstDu(base.owner, outils, [cible], () => LE)).toBe(0);
    const [premier, second] = await listeDepots(base.owner, "94");
    expect([premier!.erreur, premier!.tentatives, second!.tentatives]).toEqual(["DEPOT_INJOIGNABLE", 1, 0]);
    ouvert = true;
    expect(await deposerCeQuiEstDu(base.owner, outils, [cible], () => LE)).toBe(0);
    const plusTard = new Date(LE.getTime() + 61_000);
    expect(await deposerCeQuiEstDu(base.owner, outils, [cible], () => plusTard)).toBe(2);
    expect(await deposerCeQuiEstDu(base.owner, outils, [cible], () => plusTard)).toBe(0);
    expect(recus.map((nom) => nom.split("-").at(-1))).toEqual(
      ["000001", "000002"].flatMap((rang) => [`${rang}.jsonl`, `${rang}.sig`, `${rang}.json`]),
    );
  });

  it("n’écrasent jamais un autre fichier du même nom", async () => {
    await creer(nouveau("2026-W47"));
    const occupe = path.join(dossier, "FRANCE_TRAVAIL", "94-INSCRIPTION_LISTE-FRANCE_TRAVAIL-000001.jsonl");
    fs.mkdirSync(path.dirname(occupe));
    fs.writeFileSync(occupe, "autre");
    expect(await deposerCeQuiEstDu(base.owner, outils, [cibleDossier(dossier)], () => LE)).toBe(0);
    expect((await listeDepots(base.owner, "94"))[0]!.erreur).toBe("DEPOT_DIFFERENT");
    expect(fs.readFileSync(occupe, "utf8")).toBe("autre");
  });

  it("partent par PUT, avec l’empreinte de la RFC 9530, et l’échange passe à A_CONFIRMER", async () => {
    const depot = await creer(nouveau("2026-W47"));
    await echangeDans(depot.id);
    const recus: { chemin: string; empreinte: string }[] = [];
    const serveur = http.createServer((requete, reponse) => {
      recus.push({ chemin: requete.url!, empreinte: String(requete.headers["content-digest"]) });
      requete.resume().on("end", () => reponse.writeHead(201).end());
    });
    await new Promise<void>((pret) => serveur.listen(0, "127.0.0.1", pret));
    const url = `http://127.0.0.1:${(serveur.address() as AddressInfo).port}/depot`;
    expect(await deposerCeQuiEstDu(base.owner, outils, [cibleFranceTravail(url)], () => LE)).toBe(1);
    await new Promise((ferme) => serveur.close(ferme));
    expect(recus.map((r) => r.chemin)).toEqual(
      ["jsonl", "sig", "json"].map((e) => `/depot/94-INSCRIPTION_LISTE-FRANCE_TRAVAIL-000001.${e}`),
    );
    expect(recus.every((r) => /^sha-256=:[A-Za-z0-9+/]{43}=:$/.test(r.empreinte))).toBe(true);
    const { rows } = await base.owner.query("select statut, tentatives from echanges.echange");
    expect(rows).toEqual([{ statut: "A_CONFIRMER", tentatives: 1 }]);
  });

  async function echangeDans(depot: string): Promise<void> {
    await base.owner.query(
      `insert into echanges.echange (departement, evenement, sens, partenaire, objet, allocataire, statut, tentatives, cree_le, canal, depot)
       values ('94', gen_random_uuid(), 'SORTANT', 'FRANCE_TRAVAIL', 'INSCRIPTION_LISTE', $1, 'A_ENVOYER', 0, $2, 'DEPOT', $3)`,
      [PERSONNE, LE, depot],
    );
  }

  it("perdent leur contenu quand une personne qu’ils nomment est effacée ; non déposés, leur rang part vide et signé", async () => {
    const depot = await creer(nouveau("2026-W47"));
    await echangeDans(depot.id);
    await oublierDepots(base.owner, { departements: ["94"], allocataires: [PERSONNE] }, LE);
    expect(await deposerCeQuiEstDu(base.owner, outils, [cibleDossier(dossier)], () => LE)).toBe(1);
    expect(dans()).toEqual(["json", "sig"].map((e) => `94-INSCRIPTION_LISTE-FRANCE_TRAVAIL-000001.${e}`));
    const manifeste = fs.readFileSync(path.join(dossier, "FRANCE_TRAVAIL", dans()[0]!));
    expect(JSON.parse(manifeste.toString("utf8"))).toMatchObject({ annule: true, nombre: 0, fichiers: [] });
    expect(defautsDuDepot(clePublique(cle), manifeste, fs.readFileSync(path.join(dossier, "FRANCE_TRAVAIL", dans()[1]!)), [])).toEqual([]);
    expect((await base.owner.query("select statut, depot from echanges.echange")).rows).toEqual([{ statut: "A_ENVOYER", depot: null }]);
  });

  it("ne gardent pas leur contenu plus d’un an après le dépôt", async () => {
    await creer(nouveau("2026-W47"));
    await deposerCeQuiEstDu(base.owner, outils, [cibleDossier(dossier)], () => LE);
    expect(await purgerDepots(base.owner, new Date("2027-11-16T05:00:00Z"))).toBe(0);
    expect(await purgerDepots(base.owner, new Date("2027-11-18T05:00:00Z"))).toBe(1);
    expect((await listeDepots(base.owner, "94"))[0]!.contenu).toBeNull();
  });

  it("refusent une clé qui n’est pas Ed25519, sans la montrer", () => {
    expect(() => cleDeSignature("ceci-n-est-pas-une-cle-mais-un-secret")).toThrow("n’est pas une clé privée Ed25519");
    expect(() => cleDeSignature("ceci-n-est-pas-une-cle-mais-un-secret")).not.toThrow(/secret$/);
    expect(clePublique(cleDeSignature(cle.export({ type: "pkcs8", format: "pem" }).toString()))).toBe(clePublique(cle));
  });
});

async function connexion(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
