import { randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { CHEMIN_DES_EXPORTS } from "../../../subgraphs/indicateurs/export/depot/lien";
import { routeExport } from "../../../subgraphs/indicateurs/export/depot/route-export";
import { createLog } from "../../../subgraphs/shared/log";
import { NirCipher } from "../../../subgraphs/shared/nir-cipher";
import { CALLERS, NIR_KEY } from "../../setup/subgraph";
import { db, preparer } from "../mesures";
import { faire, LEGER, lire, MAINTENANT, preparerFichier, unTour } from "./fichiers";

preparer();
afterEach(() => db.owner.query("truncate indicateurs.export, indicateurs.cle_idempotence"));

describe("ce qui est refusé", () => {
  it.each([
    ["ANNEE_INVALIDE", { annee: 1999 }],
    ["TRIMESTRE_INVALIDE", { trimestre: 5 }],
    ["TRIMESTRE_INVALIDE", { trimestre: null }],
    ["TRIMESTRE_INVALIDE", { modele: "SUIVI", trimestre: 1 }],
    ["EXPORT_DEPARTEMENT_ENTIER", { modele: "FINANCES", trimestre: null, territoire: "94-PILOTE" }],
    ["PERIODE_FUTURE", { annee: 2027, trimestre: 1 }],
    ["CONNU_LE_SANS_OBJET", { modele: "ANNEXE_4", trimestre: null, connuLe: "2026-03-31" }],
    ["CONNU_LE_FUTUR", { connuLe: "2026-11-21" }],
    ["TERRITOIRE_INCONNU", { territoire: "94-AILLEURS" }],
    ["TERRITOIRE_INCONNU", { territoire: "93" }],
    ["TERRITOIRE_INCONNU", { departement: "93" }],
    ["TABLEAU_INCONNU", { tableau: "OARSA_T9" }],
  ])("%s %j", async (code, plus) => {
    expect((await preparerFichier(plus)).data.exporterIndicateurs).toMatchObject({ __typename: "Refus", code });
    expect((await db.owner.query("select 1 from indicateurs.export")).rowCount).toBe(0);
  });

  it("un jeton d’un autre Département lit comme si le territoire n’existait pas ; sans indicateurs.lire, rien ne se prépare", async () => {
    expect((await preparerFichier({}, CALLERS.departement93)).data.exporterIndicateurs.code).toBe("TERRITOIRE_INCONNU");
    const { errors } = await preparerFichier({}, CALLERS.referent);
    expect(errors![0]!.extensions.code).toBe("FORBIDDEN");
  });
});

describe("le lien", () => {
  let adresse: string;
  let maintenant = MAINTENANT;
  let fermer: () => Promise<void>;
  beforeAll(async () => {
    const { route, close } = routeExport({
      databaseUrl: db.url,
      cle: new NirCipher(NIR_KEY),
      now: () => maintenant,
      log: createLog("silent", "essai"),
    });
    const serveur = http.createServer(route);
    await new Promise<void>((resolve) => serveur.listen(0, "127.0.0.1", resolve));
    adresse = `http://127.0.0.1:${(serveur.address() as AddressInfo).port}`;
    fermer = async () => {
      await new Promise((resolve) => serveur.close(resolve));
      await close();
    };
  });
  afterAll(() => fermer());
  const ici = (lien: string) => lien.replace(/^http:\/\/[^/]+/, adresse);

  it("donne les octets, leur nom et leur empreinte, sans qu’un intermédiaire les garde", async () => {
    const { lien, contenu, nom, sha256, empreinte } = await faire({ ...LEGER, format: "XLSX" });
    const reponse = await fetch(ici(lien));
    expect(Buffer.from(await reponse.arrayBuffer()).equals(contenu)).toBe(true);
    expect(Object.fromEntries(reponse.headers)).toMatchObject({
      "content-disposition": `attachment; filename="${nom}"`,
      etag: `"${sha256}"`,
      "x-unefois-empreinte": empreinte,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    });
    expect((await fetch(ici(lien), { method: "HEAD" })).status).toBe(200);
  });

  it("n’ouvre rien quand un seul signe change, quand son département est un autre, ni quand on écrit", async () => {
    const { lien } = await faire(LEGER);
    const jeton = lien.slice(lien.lastIndexOf("/") + 1);
    const parts = jeton.split(".");
    const faux = [
      ...[..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"]
        .filter((signe) => !jeton.endsWith(signe))
        .map((signe) => `${jeton.slice(0, -1)}${signe}`),
      ["93", ...parts.slice(1)].join("."),
      [parts[0], randomUUID().replaceAll("-", ""), parts[2]].join("."),
      "",
      "x",
    ];
    for (const autre of faux) expect((await fetch(`${adresse}${CHEMIN_DES_EXPORTS}/${autre}`)).status).toBe(404);
    expect((await fetch(ici(lien), { method: "POST" })).status).toBe(405);
  });

  it("répond 202 tant que le fichier se prépare", async () => {
    const { lien, etat, id } = (await preparerFichier(LEGER)).data.exporterIndicateurs;
    expect(etat).toBe("EN_PREPARATION");
    const reponse = await fetch(ici(lien));
    expect([reponse.status, reponse.headers.get("retry-after")]).toEqual([202, "5"]);
    await unTour();
    expect((await lire(id)).etat).toBe("PRET");
    expect((await fetch(ici(lien))).status).toBe(200);
    expect(await lire(id, CALLERS.departement93)).toBeNull();
  });

  it("un fichier que trois essais n’ont pas fait échoue, et ne retient pas les autres", async () => {
    const { lien, id } = (await preparerFichier(LEGER)).data.exporterIndicateurs;
    await db.owner.query('update indicateurs.export set demande = demande || \'{"modele": "INCONNU"}\'');
    for (let essai = 0; essai < 3; essai++) expect(await unTour()).toBe(1);
    expect(await unTour()).toBe(0);
    expect((await lire(id)).etat).toBe("ECHOUE");
    expect((await fetch(ici(lien))).status).toBe(500);
    expect((await faire(LEGER)).etat).toBe("PRET");
  });

  it("n’ouvre plus rien après un quart d’heure", async () => {
    const { lien } = await faire(LEGER);
    maintenant = new Date(MAINTENANT.getTime() + 15 * 60_000);
    expect((await fetch(ici(lien))).status).toBe(410);
    maintenant = MAINTENANT;
  });
});
