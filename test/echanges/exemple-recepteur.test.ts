import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { creerDestinataire } from "../../subgraphs/echanges/livraison/destinataire.client";
import { ecrireSecret, entetesSignees } from "../../subgraphs/echanges/livraison/signature";
import { freePort } from "../e2e/hub-de-test";

const page = fs.readFileSync(path.resolve(__dirname, "../../docs/echanges-france-travail.md"), "utf8");
const EXEMPLE = /```js recepteur\n([\s\S]*?)```/.exec(page)![1]!;
const SECRET = Buffer.alloc(32, 7);

describe("le récepteur de la documentation", () => {
  let recepteur: ChildProcess;
  let dit = "";
  let port: number;
  const entendre = async (texte: string) => {
    for (let n = 0; n < 200 && !dit.includes(texte); n++) await new Promise((resolve) => setTimeout(resolve, 25));
    expect(dit).toContain(texte);
  };
  beforeAll(async () => {
    port = await freePort();
    recepteur = spawn(process.execPath, ["-e", EXEMPLE], { env: { ...process.env, SECRET: ecrireSecret(SECRET), PORT: String(port) } });
    recepteur.stdout!.on("data", (morceau) => {
      dit += morceau;
    });
    await entendre("prêt");
  });
  afterAll(() => recepteur.kill());

  it("accepte ce que le hub signe, une fois, et refuse le reste", async () => {
    const destinataire = creerDestinataire({ privees: true });
    const corps = JSON.stringify({ id: "e1", type: "SortieDeclaree", position: "12", donnees: {} });
    const poster = (secrets: Buffer[], le = new Date()) =>
      destinataire.poster(`http://127.0.0.1:${port}/`, entetesSignees({ id: "e1", le, corps }, secrets), corps);
    expect(await poster([Buffer.alloc(32, 8)])).toMatchObject({ recu: false });
    expect(await poster([SECRET], new Date(Date.now() - 3_600_000))).toMatchObject({ recu: false });
    expect(await poster([Buffer.alloc(32, 8), SECRET])).toEqual({ recu: true });
    expect(await poster([SECRET])).toEqual({ recu: true });
    await entendre("SortieDeclaree 12");
    expect(dit.match(/SortieDeclaree/g)).toHaveLength(1);
    destinataire.fermer();
  });
});
