import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ClesDemo } from "../../hub/cles-demo";
import { freePort } from "../e2e/hub-de-test";
import { Commande } from "../hub/commande";
import { type TestDatabase, testDatabase } from "../setup/database";
import { attaque, ENTIERE } from "./attaque";

attaque("S20", (mesurer) => {
  let base: TestDatabase;
  let dossier: string;
  let emetteurs: { commande: Commande; url: string }[];
  beforeAll(async () => {
    base = await testDatabase();
    dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-brute-"));
    await ClesDemo.ouvrir(dossier);
    emetteurs = await Promise.all(
      [0, 1].map(async () => {
        const port = await freePort();
        const commande = new Commande(["emetteur-demo"], { PORT: String(port), UNEFOIS_DATA: dossier, DATABASE_URL: base.url });
        await commande.says("OIDC_ISSUER=");
        return { commande, url: `http://127.0.0.1:${port}/oidc/token` };
      }),
    );
  });
  afterAll(async () => {
    for (const { commande } of emetteurs) {
      commande.child.kill();
      await commande.ended;
    }
    await base.drop();
    fs.rmSync(dossier, { recursive: true, force: true });
  });

  const essayer = async (rang: number, client: string, secret: string) => {
    const depart = performance.now();
    const reponse = await fetch(emetteurs[rang % 2]!.url, {
      method: "POST",
      headers: { authorization: `Basic ${Buffer.from(`${client}:${secret}`).toString("base64")}` },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    const { iat: _, ...corps } = (await reponse.json()) as Record<string, unknown>;
    return { statut: reponse.status, corps, ms: performance.now() - depart };
  };
  const compares = async () =>
    Number(
      (await base.owner.query("select coalesce(sum(verrous * 10 + echecs), 0) as n from hub.essai_secret where client = 'demo-dpo'"))
        .rows[0].n,
    );

  it("devinés en parallèle sur deux processus, dix secrets au plus sont comparés ; le bon, alors, est refusé comme les autres", async () => {
    const tentatives = ENTIERE ? 2_000 : 200;
    const depart = performance.now();
    const reponses = await Promise.all(Array.from({ length: tentatives }, (_, i) => essayer(i, "demo-dpo", `devine-${i}`)));
    const duree = performance.now() - depart;
    expect(new Set(reponses.map(({ statut }) => statut))).toEqual(new Set([401]));
    expect(await compares()).toBe(10);
    mesurer("secrets comparés avant le verrou", await compares(), `sur ${tentatives}`);
    mesurer("temps de refus", Math.round((duree / tentatives) * 10) / 10, "ms");
    const [bon, mauvais] = [await essayer(0, "demo-dpo", "demo-dpo-secret"), await essayer(1, "demo-dpo", "mauvais")];
    const { rows: alertes } = await base.owner.query("select nature, gravite, client, details from journal.alerte");
    const details = { mauvaisSecrets: 10, verrous: 1, minutes: 15 };
    expect(alertes).toEqual([{ nature: "SECRET_VERROUILLE", gravite: "GRAVE", client: "demo-dpo", details }]);
    // Neither status nor words tell them apart.
    expect([bon.statut, bon.corps]).toEqual([mauvais.statut, mauvais.corps]);
    expect(bon.corps).toEqual({ error: "invalid_client", error_description: "client authentication failed" });
  }, 120_000);

  it("le temps ne dit pas si le secret était bon", async () => {
    const mediane = async (secret: string) => {
      const temps: number[] = [];
      for (let n = 0; n < 31; n++) temps.push((await essayer(n, "demo-dpo", secret)).ms);
      return temps.sort((a, b) => a - b)[15]!;
    };
    const [bon, mauvais] = [await mediane("demo-dpo-secret"), await mediane("mauvais")];
    mesurer("écart de temps entre bon et mauvais secret, verrouillé", Math.round(Math.abs(bon - mauvais) * 100) / 100, "ms");
    // A signature of the token would add more than a millisecond to each; the median of a busy machine moves by as much.
    expect(Math.abs(bon - mauvais)).toBeLessThan(25);
  });

  it("les autres clients, honnêtes, ont leur jeton", async () => {
    expect((await essayer(0, "demo-referent", "demo-referent-secret")).statut).toBe(200);
    expect((await essayer(1, "demo-departement", "demo-departement-secret")).statut).toBe(200);
  });
});
