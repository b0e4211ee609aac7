import type { ServerResponse } from "node:http";
import { PEOPLE } from "../setup/fixtures";
import { mondeAbonnes } from "./monde-abonnes";

const { amina, bruno } = PEOPLE;
const HEURE = 3_600_000;

/** Headers that announce more than what comes, then the connection falls. */
function couper(reponse: ServerResponse): void {
  reponse.writeHead(200, { "content-type": "application/json", "content-length": "500" });
  reponse.write("{");
  setTimeout(() => reponse.destroy(), 20);
}

describe("livraisons à un abonné qui échoue, attend, ou revient", () => {
  const m = mondeAbonnes();

  it("dans l’ordre, malgré un échec : le suivant attend le premier", async () => {
    await m.abonner(["ContratSigne"]);
    const ids = [await m.survenir("ContratSigne", amina), await m.survenir("ContratSigne", bruno), await m.survenir("ContratSigne", amina)];
    await m.suivre();
    m.abonne.reponses = [(r) => r.writeHead(500).end()];
    await m.abonnements.livrer();
    expect(m.abonne.recus).toEqual([]);
    expect(await m.abonnements.livrer()).toBe(0);
    expect(await m.etat()).toMatchObject({ etat: "ACTIF", echecs: 1, prochainEssai: "2026-03-02T08:00:05.000Z" });
    expect((await m.echanges())[0]).toMatchObject({ statut: "A_ENVOYER", tentatives: 1, code: "REPONSE_EN_ERREUR" });
    m.clock.advance(5_000);
    await m.abonnements.livrer();
    expect(m.abonne.recus.map(({ id }) => id)).toEqual(ids);
    expect(await m.etat()).toMatchObject({ echecs: 0, prochainEssai: null, dernierePosition: "3" });
    expect((await m.echanges())[0]).toMatchObject({ statut: "CONFIRME", tentatives: 2, code: null });
  });

  it("un abonné qui demande d’attendre est écouté", async () => {
    await m.abonner(["ContratSigne"]);
    await m.survenir("ContratSigne", amina);
    await m.suivre();
    m.abonne.reponses = [(r) => r.writeHead(429, { "retry-after": "7200" }).end()];
    await m.abonnements.livrer();
    m.clock.advance(7_199_000);
    expect(await m.abonnements.livrer()).toBe(0);
    m.clock.advance(1_000);
    expect(await m.abonnements.livrer()).toBe(1);
    expect(m.abonne.recus).toHaveLength(1);
  });

  const PANNES = [
    ["lent", "DELAI_DEPASSE", () => undefined],
    ["qui répond 429 et Retry-After", "REPONSE_EN_ERREUR", (r) => r.writeHead(429, { "retry-after": "60" }).end()],
    ["qui répond 500", "REPONSE_EN_ERREUR", (r) => r.writeHead(500).end()],
    ["derrière une page HTML", "REPONSE_HTML", (r) => r.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>")],
    ["dont la réponse est coupée", "ABONNE_INJOIGNABLE", couper],
  ] as const satisfies [string, string, (r: ServerResponse) => unknown][];

  it.each(PANNES)(
    "un abonné %s avant de lire : le message attend et repart, une fois, après quoi le suivant",
    async (_nom, code, panne) => {
      await m.abonner(["ContratSigne"]);
      const ids = [await m.survenir("ContratSigne", amina), await m.survenir("ContratSigne", bruno)];
      await m.suivre();
      const presse = await m.ouvrir(500);
      m.abonne.reponses = [panne];
      await presse.livrer();
      await presse.stop();
      expect((await m.echanges()).map((e) => [e.statut, e.code])).toEqual([
        ["A_ENVOYER", code],
        ["A_ENVOYER", null],
      ]);
      m.clock.advance(60_000);
      expect(await m.abonnements.livrer()).toBe(2);
      expect(m.abonne.recus.map(({ id }) => id)).toEqual(ids);
    },
  );

  it.each(PANNES)("un abonné %s après avoir gardé : le même message revient sous le même webhook-id", async (_nom, code, panne) => {
    await m.abonner(["ContratSigne"]);
    const id = await m.survenir("ContratSigne", amina);
    await m.suivre();
    const presse = await m.ouvrir(500);
    m.abonne.reponses = [
      (r, garder) => {
        garder();
        panne(r);
      },
    ];
    await presse.livrer();
    await presse.stop();
    expect((await m.echanges())[0]).toMatchObject({ statut: "A_ENVOYER", code });
    m.clock.advance(60_000);
    await m.abonnements.livrer();
    expect(m.abonne.recus.map((recu) => recu.id)).toEqual([id, id]);
    expect(await m.echanges()).toEqual([expect.objectContaining({ statut: "CONFIRME", tentatives: 2 })]);
  });

  it("après 72 heures d’échecs, l’abonnement est désactivé et dit pourquoi ; réactivé puis rejoué, rien n’est perdu", async () => {
    const { id } = await m.abonner(["ContratSigne"]);
    const ids = [await m.survenir("ContratSigne", amina), await m.survenir("ContratSigne", bruno)];
    await m.suivre();
    const debut = m.clock.now().getTime();
    let essais = 0;
    while ((await m.etat()).etat === "ACTIF") {
      m.abonne.reponses = [(r) => r.writeHead(503).end()];
      essais += await m.abonnements.livrer();
      const { prochainEssai } = await m.etat();
      if (prochainEssai) m.clock.advance(new Date(prochainEssai).getTime() - m.clock.now().getTime());
    }
    expect(m.clock.now().getTime() - debut).toBe(72 * HEURE);
    expect(essais).toBeGreaterThan(10);
    expect(await m.etat()).toMatchObject({
      etat: "DESACTIVE",
      raison: expect.stringMatching(/72 heures/),
      desactiveLe: m.clock.now().toISOString(),
    });
    ids.push(await m.survenir("ContratSigne", amina));
    await m.suivre();
    expect(await m.abonnements.livrer()).toBe(0);
    expect((await m.echanges()).map(({ statut, code }) => [statut, code])).toEqual([
      ["ABANDONNE", "REPONSE_EN_ERREUR"],
      ["ABANDONNE", "ABONNEMENT_DESACTIVE"],
    ]);
    expect(await m.acte("rejouerLivraisons", id, ', depuis: "0"', "__typename")).toMatchObject({ code: "ABONNEMENT_INACTIF" });
    expect(await m.acte("reactiverAbonnement", id)).toMatchObject({ etat: "ACTIF", raison: null });
    expect(await m.acte("rejouerLivraisons", id, ', depuis: "0"', "... on RejeuLivraisons { nombre }")).toEqual({ nombre: 3 });
    m.abonne.reponses = [];
    expect(await m.abonnements.livrer()).toBe(3);
    expect(m.abonne.recus.map((recu) => recu.id)).toEqual(ids);
  });

  it("un rejeu depuis une position redonne les mêmes événements, avec le même webhook-id", async () => {
    const { id } = await m.abonner(["ContratSigne"]);
    const ids = [await m.survenir("ContratSigne", amina), await m.survenir("ContratSigne", bruno), await m.survenir("ContratSigne", amina)];
    await m.suivre();
    await m.abonnements.livrer();
    await m.acte("rejouerLivraisons", id, ', depuis: "1"', "__typename");
    await m.abonnements.livrer();
    expect(m.abonne.recus.map((recu) => recu.id)).toEqual([...ids, ids[1], ids[2]]);
  });

  it("410 : désactivé aussitôt", async () => {
    await m.abonner(["ContratSigne"]);
    await m.survenir("ContratSigne", amina);
    await m.suivre();
    m.abonne.reponses = [(r) => r.writeHead(410).end()];
    await m.abonnements.livrer();
    expect(await m.etat()).toMatchObject({ etat: "DESACTIVE", raison: expect.stringContaining("410") });
    expect(await m.echanges()).toEqual([expect.objectContaining({ statut: "ABANDONNE", code: "ABONNE_PARTI" })]);
  });

  it("un processus tué pendant la livraison : un autre reprend quand son bail expire, jamais deux à la fois", async () => {
    await m.abonner(["ContratSigne"]);
    const ids = [await m.survenir("ContratSigne", amina), await m.survenir("ContratSigne", bruno)];
    await m.suivre();
    await m.base.owner.query("update echanges.abonnement set bail_jusque = $1", [new Date(m.clock.now().getTime() + 120_000)]);
    expect(await m.abonnements.livrer()).toBe(0);
    m.clock.advance(120_000);
    const autre = await m.ouvrir();
    const faits = await Promise.all([m.abonnements.livrer(), autre.livrer()]);
    await autre.stop();
    expect(faits.sort()).toEqual([0, 2]);
    expect(m.abonne.recus.map(({ id }) => id)).toEqual(ids);
  });
});
