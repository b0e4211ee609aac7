import { PEOPLE } from "../setup/fixtures";
import { mondeAbonnes } from "./monde-abonnes";

const { amina, bruno } = PEOPLE;
const HEURE = 3_600_000;

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
