import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { freePort } from "../e2e/hub-de-test";
import { type FileDeTest, ouvrirFile } from "../echanges/file-de-test";
import { mondeAbonnes } from "../echanges/monde-abonnes";
import { Commande } from "../hub/commande";
import { PEOPLE } from "../setup/fixtures";
import { NIR_KEY } from "../setup/subgraph";

const { amina, bruno, driss } = PEOPLE;
const jusqua = async (vrai: () => boolean | Promise<boolean>): Promise<void> => {
  for (const fin = performance.now() + 60_000; !(await vrai()); await new Promise((resolve) => setTimeout(resolve, 20)))
    if (performance.now() > fin) throw new Error("n’est pas venu en une minute");
};

describe("un worker relaie l’autre, vers un abonné", () => {
  const m = mondeAbonnes();
  /** A real worker, in a process of its own, on the clock of the machine. */
  async function worker(): Promise<Commande> {
    const PORT = String(await freePort());
    const commande = new Commande(["start", "--only", "worker"], {
      DATABASE_URL: m.base.url,
      GATEWAY_SECRET: "secret-de-la-passerelle-d-essai",
      OIDC_ISSUER: "http://127.0.0.1:9/oidc",
      NIR_KEY,
      PORT,
      WEBHOOKS_ADRESSES_PRIVEES: "true",
      UNEFOIS_ARRET_SECONDES: "0",
      UNEFOIS_LOG: "error",
    });
    await jusqua(() =>
      fetch(`http://127.0.0.1:${PORT}/readyz`).then(
        (reponse) => reponse.ok,
        () => false,
      ),
    );
    return commande;
  }
  const bail = async () => (await m.base.owner.query("select bail_jusque from echanges.abonnement")).rows[0].bail_jusque as Date | null;
  const troisFaits = async () => {
    await m.abonner(["ContratSigne"]);
    const ids = [];
    for (const qui of [amina, bruno, driss]) ids.push(await m.survenir("ContratSigne", qui));
    return ids;
  };
  const recus = () => m.abonne.recus.map(({ id }) => id);

  it("tué (-9) pendant l’envoi : le suivant attend la fin du bail, rien ne manque, et le message redit a le même webhook-id", async () => {
    const ids = await troisFaits();
    let repriseLe = 0;
    m.abonne.reponses = [
      (_sansReponse, garder) => garder(),
      (reponse, garder) => {
        repriseLe = Date.now();
        garder();
        reponse.writeHead(204).end();
      },
    ];
    const premier = await worker();
    await jusqua(() => recus().length === 1);
    premier.child.kill("SIGKILL");
    await premier.ended;
    expect((await bail())!.getTime()).toBeGreaterThan(Date.now());
    const second = await worker();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(recus()).toEqual([ids[0]]);
    const fin = new Date(Date.now() + 2_000);
    await m.base.owner.query("update echanges.abonnement set bail_jusque = $1", [fin]);
    await jusqua(() => recus().length === 4);
    expect(recus()).toEqual([ids[0], ...ids]);
    expect(repriseLe).toBeGreaterThanOrEqual(fin.getTime());
    second.child.kill("SIGTERM");
    expect((await second.ended).code).toBe(0);
    expect(await bail()).toBeNull();
  }, 240_000);

  it("SIGTERM pendant l’envoi : il finit ce message, rend son bail aussitôt, et le suivant reprend sans attendre ni redire", async () => {
    const ids = await troisFaits();
    let tenue: { reponse: ServerResponse; garder: () => void } | null = null;
    m.abonne.reponses = [
      (reponse, garder) => {
        tenue = { reponse, garder };
      },
    ];
    const premier = await worker();
    await jusqua(() => tenue !== null);
    premier.child.kill("SIGTERM");
    await new Promise((resolve) => setTimeout(resolve, 500));
    tenue!.garder();
    tenue!.reponse.writeHead(204).end();
    expect((await premier.ended).code).toBe(0);
    expect([await bail(), recus()]).toEqual([null, [ids[0]]]);
    expect((await m.echanges()).map(({ statut }) => statut)).toEqual(["CONFIRME", "A_ENVOYER", "A_ENVOYER"]);
    const second = await worker();
    await jusqua(() => recus().length === 3);
    expect(recus()).toEqual(ids);
    second.child.kill("SIGTERM");
    expect((await second.ended).code).toBe(0);
  }, 240_000);
});

describe("un worker relaie l’autre, vers France Travail", () => {
  let f: FileDeTest;
  beforeAll(async () => {
    f = await ouvrirFile();
  });
  afterAll(() => f.fermer());
  beforeEach(() => f.effacerTout());

  it("à l’arrêt, ce qui n’est pas parti est rendu aussitôt : un autre l’envoie, et celui qui s’arrête n’envoie plus rien", async () => {
    for (let ordre = 1; ordre <= 3; ordre++) await f.inserer({ ordre, personne: randomUUID() });
    let preparer: () => void = () => undefined;
    let commence: () => void = () => undefined;
    const enPreparation = new Promise<void>((resolve) => {
      commence = resolve;
    });
    const designer = async (_departement: string, ids: readonly string[]) => {
      commence();
      await new Promise<void>((suite) => {
        preparer = suite;
      });
      return new Map(ids.map((id) => [id, { numeroFranceTravail: "90000000001" }]));
    };
    const premier = f.moteur({ designer });
    premier.demarrer();
    await enPreparation;
    const arret = premier.arreter();
    await jusqua(async () => (await f.base.owner.query("select 1 from echanges.echange where bail_par is not null")).rowCount === 0);
    await f.moteur().tour();
    expect(f.partenaire.appliques).toHaveLength(3);
    preparer();
    await arret;
    expect(f.partenaire.appliques).toHaveLength(3);
  });

  it("à l’arrêt, ce qui est parti garde son bail : personne ne le renvoie pendant que la réponse est attendue", async () => {
    const id = await f.inserer({ ordre: 1, personne: randomUUID() });
    let repondre: () => void = () => undefined;
    const enVol = new Promise<void>((parti) => {
      f.partenaire.apres = () =>
        new Promise<void>((fin) => {
          repondre = fin;
          parti();
        });
    });
    const premier = f.moteur();
    premier.demarrer();
    await enVol;
    const arret = premier.arreter();
    expect(await f.moteur().tour()).toBe(0);
    repondre();
    await arret;
    expect(f.partenaire.appliques).toHaveLength(1);
    expect(await f.echange(id)).toMatchObject({ statut: "A_CONFIRMER", bail_par: null });
  });
});
