import pg from "pg";
import { DELAIS } from "../../subgraphs/offre-insertion/suivi/delais";
import { suivreDelais, traiterDelais } from "../../subgraphs/offre-insertion/suivi/delais.repository";
import { VirtualClock } from "../../subgraphs/shared/clock";
import { createLog } from "../../subgraphs/shared/log";
import { MAINTENANT } from "./fiches";
import { apres, JOUR, personneN, prescripteur, SESSION, territoireAvecSession } from "./prescriptions";
import type { Territoire } from "./territoire";

let t: Territoire;
let p: ReturnType<typeof prescripteur>;
beforeAll(async () => {
  t = await territoireAvecSession(1, 5);
  p = prescripteur(t);
});
beforeEach(async () => {
  await t.base.owner.query("truncate offre_insertion.prescription, journal.evenement cascade");
  await t.base.owner.query("update offre_insertion.session set inscrits = 0, debut = $1, fin = null", [apres(100)]);
});
afterAll(() => t.fermer());

const passer = (jours: number) => traiterDelais(t.base.owner, DELAIS, apres(jours));
const evenements = async (type: string) =>
  (await t.base.owner.query("select donnees from journal.evenement where type = $1 order by survenu_le", [type])).rows.map(
    (r) => r.donnees,
  );
const statut = async (id: string) =>
  (await t.base.owner.query("select statut from offre_insertion.prescription where id = $1", [id])).rows[0].statut;

describe("délais d’une prescription", () => {
  it("une relance tous les dix jours, chacune une fois, puis l’expiration au trentième", async () => {
    const { id } = await p.prescrire(personneN(1));
    expect(await passer(9.9)).toMatchObject({ relancees: 0, expirees: 0 });
    expect(await passer(10)).toMatchObject({ relancees: 1 });
    expect(await passer(10)).toMatchObject({ relancees: 0 });
    expect(await passer(20)).toMatchObject({ relancees: 1 });
    expect(await evenements("PrescriptionRelancee")).toEqual(
      [1, 2].map((relance) => ({
        prescription: id,
        offre: "dora--a",
        structure: "dora--s1",
        statut: "OUVERTE",
        relance,
        expireLe: "2026-03-12",
      })),
    );
    expect(await passer(30)).toMatchObject({ expirees: 1, relancees: 0 });
    expect(await statut(id)).toBe("EXPIREE");
    expect((await evenements("PrescriptionAvancee")).at(-1)).toEqual({
      prescription: id,
      offre: "dora--a",
      structure: "dora--s1",
      statut: "EXPIREE",
      acteur: "DELAI",
      le: "2026-03-12",
    });
    const { rows } = await t.base.owner.query(
      "select par, acteur from offre_insertion.etape_prescription where prescription = $1 order by rang desc limit 1",
      [id],
    );
    expect(rows).toEqual([{ par: "délai", acteur: "DELAI" }]);
    expect(await passer(60)).toEqual({ expirees: 0, relancees: 0, attribuees: 0 });
  });

  it("après une longue panne, une relance et non une par période manquée", async () => {
    await p.prescrire(personneN(1));
    expect(await passer(25)).toMatchObject({ relancees: 1 });
    expect((await evenements("PrescriptionRelancee")).map((d) => d.relance)).toEqual([2]);
  });

  it("chaque étape fait repartir les délais ; une prescription validée est rappelée et n’expire jamais", async () => {
    const { id } = await p.prescrire(personneN(1));
    await p.avancer(id, "A_L_ETUDE", {}, apres(25));
    expect(await passer(34)).toMatchObject({ relancees: 0, expirees: 0 });
    expect(await passer(35)).toMatchObject({ relancees: 1 });
    await p.avancer(id, "VALIDEE", {}, apres(36));
    expect(await passer(46)).toMatchObject({ relancees: 1, expirees: 0 });
    expect((await evenements("PrescriptionRelancee")).at(-1)).toMatchObject({ statut: "VALIDEE", expireLe: null });
    expect(await passer(400)).toMatchObject({ expirees: 0 });
    expect(await statut(id)).toBe("VALIDEE");
  });

  it("validée pour une session, elle n’est rappelée qu’après la session", async () => {
    const { id } = await p.prescrire(personneN(1), { session: SESSION });
    await p.avancer(id, "VALIDEE");
    expect(await passer(99)).toMatchObject({ relancees: 0 });
    expect(await passer(110)).toMatchObject({ relancees: 1 });
  });

  it("la place d’une prescription expirée va au premier de la file, dont le délai part de là", async () => {
    const un = await p.prescrire(personneN(1), { session: SESSION });
    const deux = await p.prescrire(personneN(2), { session: SESSION, listeAttente: true });
    expect(await passer(30)).toMatchObject({ expirees: 1 });
    expect([await statut(un.id), await statut(deux.id)]).toEqual(["EXPIREE", "OUVERTE"]);
    expect(await evenements("PlaceAttribuee")).toHaveLength(1);
    expect(await passer(59)).toMatchObject({ expirees: 0 });
    expect(await passer(60)).toMatchObject({ expirees: 1 });
  });

  it("qui attend une session qui commence n’attend plus ; avant, aucun délai ne court pour lui", async () => {
    const un = await p.prescrire(personneN(1), { session: SESSION });
    await p.avancer(un.id, "VALIDEE");
    const deux = await p.prescrire(personneN(2), { session: SESSION, listeAttente: true });
    expect(await passer(99)).toMatchObject({ expirees: 0 });
    expect(await passer(100)).toMatchObject({ expirees: 1 });
    expect(await statut(deux.id)).toBe("EXPIREE");
  });

  it("deux travailleurs à la fois disent tout une seule fois", async () => {
    for (let n = 1; n <= 5; n++) await p.prescrire(personneN(n));
    const autre = new pg.Client({ connectionString: t.base.url });
    await autre.connect();
    try {
      for (const jours of [10, 20, 30])
        await Promise.all([traiterDelais(t.base.owner, DELAIS, apres(jours)), traiterDelais(autre, DELAIS, apres(jours))]);
    } finally {
      await autre.end();
    }
    expect(await evenements("PrescriptionRelancee")).toHaveLength(10);
    expect((await evenements("PrescriptionAvancee")).filter((d) => d.statut === "EXPIREE")).toHaveLength(5);
  });

  it("le travailleur suit l’horloge qu’on lui donne, et reprend après un arrêt", async () => {
    const { id } = await p.prescrire(personneN(1));
    const clock = new VirtualClock(apres(10));
    const log = createLog("silent", "test");
    const attendre = async (vrai: () => Promise<boolean>) => {
      for (let essai = 0; essai < 100 && !(await vrai()); essai++) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    const premier = suivreDelais(t.base.url, log, clock, DELAIS);
    await attendre(async () => (await evenements("PrescriptionRelancee")).length === 1);
    await premier.stop();
    clock.advance(20 * JOUR);
    const second = suivreDelais(t.base.url, log, clock, DELAIS);
    await attendre(async () => (await statut(id)) === "EXPIREE");
    await second.stop();
    expect([await statut(id), (await evenements("PrescriptionRelancee")).length]).toEqual(["EXPIREE", 1]);
    expect(clock.now().getTime()).toBe(MAINTENANT.getTime() + 30 * JOUR);
  });
});
