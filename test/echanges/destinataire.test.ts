import http from "node:http";
import type { AddressInfo } from "node:net";
import { type Adresse, creerDestinataire } from "../../subgraphs/echanges/livraison/destinataire.client";

interface Recepteur {
  port: number;
  recus: { url: string; corps: string; entetes: http.IncomingHttpHeaders }[];
  close(): Promise<void>;
}

async function recepteur(repondre: (reponse: http.ServerResponse, requete: http.IncomingMessage) => void): Promise<Recepteur> {
  const recus: Recepteur["recus"] = [];
  const server = http.createServer(async (requete, reponse) => {
    const morceaux: Buffer[] = [];
    for await (const morceau of requete) morceaux.push(morceau as Buffer);
    recus.push({ url: requete.url!, corps: Buffer.concat(morceaux).toString(), entetes: requete.headers });
    repondre(reponse, requete);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: (server.address() as AddressInfo).port, recus, close };
}

const ouverts: { close?(): Promise<void>; fermer?(): void }[] = [];
const garder = <T extends { close?(): Promise<void>; fermer?(): void }>(un: T): T => {
  ouverts.push(un);
  return un;
};
afterEach(async () => {
  for (const un of ouverts.splice(0)) {
    un.fermer?.();
    await un.close?.();
  }
});

describe("un message à un abonné", () => {
  const ferme = (options = {}) => garder(creerDestinataire({ privees: true, ...options }));

  it("part en POST, avec ses en-têtes, et seul un 2xx est une réception", async () => {
    const r = garder(await recepteur((reponse) => reponse.writeHead(204).end()));
    expect(await ferme().poster(`http://127.0.0.1:${r.port}/x`, { "webhook-id": "1" }, '{"é":1}')).toEqual({ recu: true });
    expect(r.recus).toEqual([{ url: "/x", corps: '{"é":1}', entetes: expect.objectContaining({ "webhook-id": "1" }) }]);
  });

  it.each([
    [400, {}, "REPONSE_EN_ERREUR", null],
    [500, {}, "REPONSE_EN_ERREUR", null],
    [429, { "retry-after": "120" }, "REPONSE_EN_ERREUR", 120],
    [503, { "retry-after": "Fri, 31 Dec 2027 23:59:59 GMT" }, "REPONSE_EN_ERREUR", null],
    [410, {}, "ABONNE_PARTI", null],
    [200, { "content-type": "text/html" }, "REPONSE_HTML", null],
  ])("un %s %j est un échec : %s", async (statut, entetes, code, attendreSecondes) => {
    const r = garder(await recepteur((reponse) => reponse.writeHead(statut, entetes as http.OutgoingHttpHeaders).end("non")));
    expect(await ferme().poster(`http://127.0.0.1:${r.port}/`, {}, "{}")).toEqual({ recu: false, code, attendreSecondes });
  });

  it("une page HTML qui se dit JSON est une page HTML", async () => {
    const r = garder(
      await recepteur((reponse) => reponse.writeHead(200, { "content-type": "application/json" }).end("\n<!DOCTYPE html><p>")),
    );
    expect(await ferme().poster(`http://127.0.0.1:${r.port}/`, {}, "{}")).toMatchObject({ recu: false, code: "REPONSE_HTML" });
  });

  it("une redirection n’est pas suivie", async () => {
    const cible = garder(await recepteur((reponse) => reponse.end()));
    const r = garder(await recepteur((reponse) => reponse.writeHead(307, { location: `http://127.0.0.1:${cible.port}/` }).end()));
    expect(await ferme().poster(`http://127.0.0.1:${r.port}/`, {}, "{}")).toMatchObject({ code: "REDIRECTION" });
    expect(cible.recus).toEqual([]);
  });

  it("un abonné qui ne répond pas est laissé après le délai, un autre qui répond sans fin aussi", async () => {
    const muet = garder(await recepteur(() => undefined));
    const sansFin = garder(
      await recepteur((reponse) => {
        const timer = setInterval(() => reponse.write("…"), 20);
        reponse.on("close", () => clearInterval(timer));
      }),
    );
    for (const { port } of [muet, sansFin])
      expect(await ferme({ delaiMs: 300 }).poster(`http://127.0.0.1:${port}/`, {}, "{}")).toMatchObject({ code: "DELAI_DEPASSE" });
  });

  it("une connexion gardée puis fermée par l’abonné ne coûte pas un échec", async () => {
    const r = garder(
      await recepteur((reponse, requete) => reponse.writeHead(200).end("", () => setTimeout(() => requete.socket.destroy(), 5))),
    );
    const d = ferme();
    for (let n = 0; n < 5; n++) {
      expect(await d.poster(`http://127.0.0.1:${r.port}/`, {}, "{}")).toEqual({ recu: true });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });

  it("personne n’écoute, ou le nom n’existe pas", async () => {
    const r = await recepteur(() => undefined);
    await r.close();
    expect(await ferme().poster(`http://127.0.0.1:${r.port}/`, {}, "{}")).toMatchObject({ code: "ABONNE_INJOIGNABLE" });
    const inconnu = ferme({ resoudre: () => Promise.reject(Object.assign(new Error(), { code: "ENOTFOUND" })) });
    expect(await inconnu.poster("http://si.exemple.fr/", {}, "{}")).toMatchObject({ code: "NOM_INTROUVABLE" });
  });
});

describe("un abonné ne mène pas le hub dans un réseau privé", () => {
  it.each([
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://169.254.169.254/latest/meta-data",
    "https://2130706433/",
    "https://0177.0.0.1/",
    "https://0x7f000001/",
    "https://user:pass@exemple.fr/",
    "https://exemple.fr:22/",
    "http://exemple.fr/",
    "https://localhost/",
  ])("%s : rien n’est résolu ni envoyé", async (url) => {
    const demandes: string[] = [];
    const resoudre = async (nom: string): Promise<Adresse[]> => {
      demandes.push(nom);
      return [{ address: "127.0.0.1", family: 4 }];
    };
    expect(await garder(creerDestinataire({ resoudre })).poster(url, {}, "{}")).toMatchObject({ code: "ADRESSE_INTERDITE" });
    expect(demandes).toEqual([]);
  });

  it.each([
    ["une adresse privée", [{ address: "10.0.0.8", family: 4 }]],
    ["la boucle locale", [{ address: "127.0.0.1", family: 4 }]],
    ["la boucle locale en IPv6", [{ address: "::1", family: 6 }]],
    [
      "une adresse publique et une privée",
      [
        { address: "93.184.216.34", family: 4 },
        { address: "169.254.169.254", family: 4 },
      ],
    ],
    ["aucune adresse", []],
  ])("un nom public qui donne %s", async (_nom, adresses) => {
    const d = garder(creerDestinataire({ resoudre: async () => adresses }));
    expect(await d.poster("https://si.exemple.fr/", {}, "{}")).toMatchObject({ code: "ADRESSE_INTERDITE" });
  });

  it("un nom qui change entre deux résolutions : la connexion va à l’adresse vérifiée, sans seconde résolution", async () => {
    const r = garder(await recepteur((reponse) => reponse.end()));
    let fois = 0;
    // First answer: a public address where nobody listens; any later one: the machine itself.
    const resoudre = async (): Promise<Adresse[]> => [{ address: ++fois === 1 ? "192.88.98.1" : "127.0.0.1", family: 4 }];
    const d = garder(creerDestinataire({ resoudre, delaiMs: 400 }));
    const accueil = await d.poster(`https://si.exemple.fr:${r.port}/`, {}, "{}");
    expect(accueil).toMatchObject({ recu: false });
    expect(fois).toBe(1);
    expect(await d.poster(`https://si.exemple.fr:${r.port}/`, {}, "{}")).toMatchObject({ code: "ADRESSE_INTERDITE" });
    expect(r.recus).toEqual([]);
  });
});
