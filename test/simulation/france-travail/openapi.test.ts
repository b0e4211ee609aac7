import { APIS } from "../../../simulation/france-travail/apis";
import { SCOPES } from "../../../simulation/france-travail/scopes";
import { type Monde, ouvrir } from "./appeler";

interface Description {
  openapi: string;
  paths: Record<
    string,
    Record<
      string,
      {
        summary: string;
        security?: Record<string, string[]>[];
        parameters?: { name: string; in: string; required: boolean }[];
        responses: object;
      }
    >
  >;
}

describe("GET /openapi.json dit tout ce que fait le simulateur", () => {
  let monde: Monde;
  let description: Description;
  beforeAll(async () => {
    monde = await ouvrir();
    description = (await monde.appeler("GET", "/openapi.json")).corps;
  });
  afterAll(() => monde.simulateur.arreter());

  it("chaque opération servie est décrite, et rien d’autre ne l’est", () => {
    const servies = APIS.flatMap((api) => api.operations.map((o) => `${o.methode} ${api.base}${o.chemin}`));
    const decrites = Object.entries(description.paths).flatMap(([chemin, verbes]) =>
      Object.keys(verbes).map((verbe) => `${verbe.toUpperCase()} ${chemin}`),
    );
    expect(description.openapi).toBe("3.1.0");
    expect(decrites.toSorted()).toEqual(servies.toSorted());
    expect(servies.length).toBeGreaterThan(60);
  });

  it("chaque opération décrite répond : ni 404 de chemin, ni 405", async () => {
    for (const [chemin, verbes] of Object.entries(description.paths))
      for (const verbe of Object.keys(verbes)) {
        const reponse = await fetch(monde.simulateur.url + chemin.replaceAll(/\{\w+\}/g, "inconnu"), {
          method: verbe.toUpperCase(),
          redirect: "manual",
        });
        const texte = await reponse.text();
        expect([verbe, chemin, reponse.status]).not.toEqual([verbe, chemin, 405]);
        expect(texte).not.toContain("Chemin inconnu");
        expect(reponse.status === 500 ? texte : "").toBe("");
      }
  });

  it("chaque paramètre d’un chemin est décrit, et chaque opération dit au moins une réponse", () => {
    for (const [chemin, verbes] of Object.entries(description.paths))
      for (const operation of Object.values(verbes)) {
        const attendus = [...chemin.matchAll(/\{(\w+)\}/g)].map(([, nom]) => ({ name: nom, required: true }));
        const decrits = (operation.parameters ?? []).filter((p) => p.in === "path").map(({ name, required }) => ({ name, required }));
        expect([chemin, decrits]).toEqual([chemin, attendus]);
        expect(Object.keys(operation.responses).length).toBeGreaterThan(0);
      }
  });

  it("chaque opération sur un usager annonce ses en-têtes et ses scopes, tous connus", () => {
    for (const [chemin, verbes] of Object.entries(description.paths).filter(([chemin]) => chemin.startsWith("/partenaire/")))
      for (const operation of Object.values(verbes)) {
        const scopes = operation.security?.flatMap((par) => Object.values(par).flat()) ?? [];
        expect({ chemin, scopes }).toEqual({ chemin, scopes: expect.arrayContaining([expect.stringMatching(/^api_/)]) });
        expect(scopes.filter((scope) => !SCOPES.includes(scope))).toEqual([]);
        const ouverte = /^\/partenaire\/(referentielagences|evenements)\//.test(chemin);
        expect([chemin, Object.keys(operation.security![0]!)]).toEqual([chemin, [ouverte ? "oauth2Partenaire" : "oauth2"]]);
        const noms = (operation.parameters ?? []).map((p) => p.name);
        if (noms.includes("ft-jeton-usager"))
          expect(noms).toEqual(expect.arrayContaining(["pa-identifiant-agent", "pa-nom-agent", "pa-prenom-agent"]));
      }
  });

  it("les pièges sont écrits : S002 et S003 sous 200, 202 à relire, 500 d’un contrat suspendu", () => {
    const dit = (chemin: string, verbe: string, statut: string) =>
      (description.paths[chemin]?.[verbe]?.responses as Record<string, { description: string }> | undefined)?.[statut]?.description;
    expect(dit("/partenaire/rechercher-usager/v2/usagers/par-numero-francetravail", "post", "200")).toMatch(/S002.*S003/);
    expect(dit("/partenaire/rendez-vous-partenaire/v1/rendez-vous", "post", "202")).toMatch(/pas une confirmation/);
    expect(dit("/partenaire/contrat-engagement/v1/signer", "patch", "500")).toMatch(/suspendu/);
  });
});
