import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { MemoryWatch } from "../../gateway/watch";
import { RegistreClients } from "../../subgraphs/shared/clients/registre-clients";
import { createTokenVerifier } from "../../subgraphs/shared/token";
import { type SmallHub, smallHub } from "../gateway/small-hub";
import { cle, Emetteur } from "../setup/emetteur";
import { CALLERS } from "../setup/subgraph";
import { attaque } from "./attaque";

attaque("S19", (mesurer) => {
  let now = Date.parse("2026-11-22T10:00:00Z");
  let emetteur: Emetteur;
  let hub: SmallHub;
  let registre: string;
  let clients: RegistreClients;
  const veille = new MemoryWatch();
  const inscrire = (clients: object[]) => fs.writeFileSync(registre, JSON.stringify({ clients }));
  beforeAll(async () => {
    registre = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "unefois-registre-")), "clients.json");
    inscrire([{ client: "demo-departement", nom: "Département", finalites: ["ACCOMPAGNEMENT"] }]);
    emetteur = await Emetteur.ouvrir();
    const verifier = createTokenVerifier({ issuer: emetteur.issuer, audience: "unefois", now: () => now });
    clients = RegistreClients.open(registre);
    hub = await smallHub({ verifier, clients, watch: veille });
  });
  afterAll(async () => {
    await hub.close();
    await emetteur.fermer();
    fs.rmSync(path.dirname(registre), { recursive: true });
  });
  const jeton = (faux = {}) => emetteur.jeton({ ...CALLERS.departement, scopes: new Set(["personnes.lire"]) }, now, faux);
  const demander = async (un: string) => {
    const depart = performance.now();
    const { status, data } = await hub.ask("{ personnes { nodes { nom } } }", { headers: { authorization: `Bearer ${un}` } });
    return { status, data, ms: performance.now() - depart };
  };
  const servi = async (un: string) => (await demander(un)).data?.personnes?.nodes?.length > 0;

  it("un jeton gardé en mémoire par la passerelle expire comme un autre", async () => {
    const un = await jeton({ claims: { exp: now / 1000 + 600 } });
    expect(await servi(un)).toBe(true);
    now += 629_000;
    expect(await servi(un)).toBe(true);
    now += 1_000;
    const refus = await demander(un);
    expect(refus.status).toBe(401);
    mesurer("temps de refus", Math.round(refus.ms * 10) / 10, "ms");
    expect(await servi(await jeton())).toBe(true);
  });

  it("la clé retirée par l’émetteur, ses jetons cessent de valoir en cinq minutes, gardés ou non", async () => {
    const vole = await jeton();
    expect(await servi(vole)).toBe(true);
    emetteur.cles = [await cle("suivante")];
    const retiree = now;
    let refuse = 0;
    while (refuse === 0 && now - retiree < 3_600_000) {
      now += 10_000;
      if ((await demander(vole)).status === 401) refuse = (now - retiree) / 1000;
    }
    mesurer("une clé retirée vaut encore", refuse, "s au plus");
    expect(refuse).toBeGreaterThan(0);
    expect(refuse).toBeLessThanOrEqual(300);
    expect(await servi(await jeton())).toBe(true);
  });

  it("un jeton émis il y a plus d’un jour ne vaut plus, même s’il dit vivre un an", async () => {
    const eternel = await jeton({ claims: { exp: now / 1000 + 365 * 86_400 } });
    expect(await servi(eternel)).toBe(true);
    now += 86_431_000;
    expect((await demander(eternel)).status).toBe(401);
    expect(await servi(await jeton())).toBe(true);
  });

  it("un jeton d’avance (iat, nbf à venir) ne vaut pas encore", async () => {
    for (const claims of [{ iat: now / 1000 + 60 }, { nbf: now / 1000 + 60 }])
      expect((await demander(await jeton({ claims }))).status).toBe(401);
  });

  it("le client suspendu au registre, ses jetons encore vivants n’ouvrent plus rien, en une seconde ; retiré, il n’a plus que les limites les plus strictes", async () => {
    const un = await jeton();
    expect(await servi(un)).toBe(true);
    inscrire([{ client: "demo-departement", nom: "Département", finalites: ["ACCOMPAGNEMENT"], suspendu: true }]);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await demander(un)).status).toBe(403);
    // It is not told as a bad token, which nobody would look into: the watch raises its alert.
    expect(veille.alerts).toMatchObject([{ nature: "CLIENT_SUSPENDU", client: "demo-departement" }]);
    inscrire([{ client: "autre", nom: "Autre", finalites: ["ACCOMPAGNEMENT"] }]);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await demander(un);
    const { quotaPersonnes, budgetCoutParSeconde, introspection, finalites } = clients.client("demo-departement");
    expect({ quotaPersonnes, budgetCoutParSeconde, introspection, finalites }).toEqual({
      quotaPersonnes: 50,
      budgetCoutParSeconde: 50_000,
      introspection: false,
      finalites: [],
    });
    inscrire([{ client: "demo-departement", nom: "Département", finalites: ["ACCOMPAGNEMENT"] }]);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await servi(un)).toBe(true);
  });
});
