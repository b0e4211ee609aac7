import { createHmac } from "node:crypto";
import pg from "pg";
import { grouperArrivees } from "../../subgraphs/rendez-vous/grouper-arrivees";
import { signatureValable } from "../../subgraphs/rendez-vous/signature-webhook";
import { rejouerLesLeves } from "../../subgraphs/rendez-vous/suivre-rejets";
import { createLog } from "../../subgraphs/shared/log";
import { PEOPLE } from "../setup/fixtures";
import { objet } from "./constructeurs";
import { rdv, SOLIDARITES, USAGERS } from "./messages";
import { database, envoyer, lire, now, preparer, recepteur, statuts } from "./recepteur";

describe("grouper ce qui arrive ensemble", () => {
  it("traite le premier aussitôt, les suivants ensemble, dans l’ordre, chacun sa réponse", async () => {
    const groupes: number[][] = [];
    const { ajouter, fini } = grouperArrivees<number, number>(async (items) => {
      groupes.push([...items]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return items.map((value) =>
        value === 3 ? { status: "rejected", reason: new Error("trois") } : { status: "fulfilled", value: value * 10 },
      );
    }, 4);
    const reponses = await Promise.allSettled([1, 2, 3, 4, 5, 6].map((n) => ajouter(n)));
    await fini();
    expect(groupes).toEqual([[1], [2, 3, 4, 5], [6]]);
    expect(reponses.map((r) => (r.status === "fulfilled" ? r.value : r.reason.message))).toEqual([10, 20, "trois", 40, 50, 60]);
  });

  it("un groupe qui échoue rend l’erreur à chacun, et le suivant passe", async () => {
    let coupe = true;
    const { ajouter } = grouperArrivees<number, number>(async (items) => {
      if (coupe) throw new Error("coupé");
      return items.map((value) => ({ status: "fulfilled", value }));
    }, 10);
    await expect(ajouter(1)).rejects.toThrow("coupé");
    coupe = false;
    await expect(ajouter(2)).resolves.toBe(2);
  });
});

describe("secret qui change", () => {
  const corps = Buffer.from("{}");
  const signe = (secret: string) => ({ "x-lapin-signature": createHmac("sha256", secret).update(corps).digest("hex") });
  const valable = (secrets: string, secret: string) =>
    signatureValable(SOLIDARITES, signe(secret), corps, { rdvSolidarites: secrets, rdvInsertion: "autre" }, now);

  it.each([
    ["le nouveau", "nouveau,ancien", "nouveau", true],
    ["l’ancien, tant qu’il est donné", "nouveau, ancien", "ancien", true],
    ["l’ancien, une fois retiré", "nouveau", "ancien", false],
    ["les deux ensemble", "nouveau,ancien", "nouveau,ancien", false],
    ["aucun", "", "", false],
    ["un vide après la virgule", "nouveau,", "", false],
  ])("%s", (_, secrets, secret, attendu) => expect(valable(secrets, secret)).toBe(attendu));
});

describe("dans le hub", () => {
  preparer();

  it("cent messages arrivés ensemble ont chacun leur réponse, et aucun ne manque", async () => {
    const messages = Array.from({ length: 100 }, (_, i) =>
      rdv({
        id: 1000 + i,
        le: "2026-02-16T10:00:00+01:00",
        debut: `2026-04-${10 + (i % 10)}T${10 + Math.floor(i / 10)}:00:00+02:00`,
        participations: [{ user: USAGERS.amina }],
      }),
    );
    const reponses = await Promise.all(messages.map((m) => envoyer(SOLIDARITES, m)));
    expect(reponses.map((r) => [r.statut, r.corps.resultat])).toEqual(messages.map(() => [202, "APPLIQUE"]));
    expect(await lire("select count(*)::int as n from rendez_vous.rendez_vous")).toEqual([{ n: 100 }]);
    expect(recepteur).toBeDefined();
  });

  describe("ce qui peut de nouveau s’appliquer se rejoue de lui-même", () => {
    let client: pg.Client;
    let horloge = now;
    const tour = () =>
      rejouerLesLeves(client, {
        databaseUrl: database.url,
        clock: { now: () => horloge, wait: async () => undefined },
        log: createLog("silent", "test"),
      });
    const rejets = () => lire("select code, resultat from rendez_vous.rejet order by code");
    beforeAll(async () => {
      client = new pg.Client({ connectionString: database.url });
      await client.connect();
    });
    afterAll(() => client.end());

    it("une personne inconnue est rattachée quand la CAF l’amène", async () => {
      await lire("update allocataires.identifiant set valeur = '0700000' where allocataire = $1", [PEOPLE.amina]);
      await envoyer(SOLIDARITES, rdv({ id: 1, le: "2026-02-16T10:00:00+01:00", participations: [{ user: USAGERS.amina }] }));
      expect(await tour()).toBe(0);
      await lire("update allocataires.identifiant set valeur = '0712341' where allocataire = $1", [PEOPLE.amina]);
      expect(await tour()).toBe(1);
      expect(await statuts()).toEqual([{ allocataire: PEOPLE.amina, statut: "PREVU" }]);
      expect(await rejets()).toEqual([{ code: "PERSONNE_INCONNUE", resultat: "APPLIQUE" }]);
      expect(await tour()).toBe(0);
    });

    it("un statut que le Département définit se lit, et le rejet se ferme", async () => {
      await envoyer(
        SOLIDARITES,
        rdv({ id: 1, le: "2026-03-03T10:00:00+01:00", participations: [{ user: USAGERS.amina, status: "vu_a_distance" }] }),
      );
      expect(await tour()).toBe(0);
      await lire("insert into rendez_vous.correspondance_statut values ('94', $1, 'vu_a_distance', 'HONORE', $2, 'test')", [
        SOLIDARITES,
        now,
      ]);
      expect(await tour()).toBe(1);
      expect(await statuts()).toEqual([{ allocataire: PEOPLE.amina, statut: "HONORE" }]);
      expect(await rejets()).toEqual([{ code: "STATUT_INCONNU", resultat: "APPLIQUE" }]);
    });

    it("une absence attend le rôle de son agent", async () => {
      const { corps } = objet.absence("created", "2026-02-16T10:00:00+01:00");
      expect((await envoyer(SOLIDARITES, corps)).corps).toMatchObject({ code: "AGENT_INCONNU" });
      await envoyer(SOLIDARITES, objet.organisation("created", "2026-02-16T10:00:00+01:00").corps);
      await envoyer(SOLIDARITES, objet.role("created", "2026-02-16T10:00:00+01:00").corps);
      expect(await tour()).toBe(1);
      expect(await lire("select identifiant from rendez_vous.absence")).toEqual([{ identifiant: "81" }]);
    });

    it("ce qui reste refusé n’est essayé qu’une fois par jour", async () => {
      await envoyer(
        SOLIDARITES,
        rdv({ id: 1, le: "2026-02-16T10:00:00+01:00", participations: [{ user: { ...USAGERS.amina, birth_name: "AUTRE" } }] }),
      );
      await tour();
      await tour();
      const essais = () => lire("select count(*)::int as n from journal.evenement where type = 'RejetRejoue'");
      expect(await essais()).toEqual([{ n: 1 }]);
      horloge = new Date(now.getTime() + 25 * 3_600_000);
      await tour();
      expect(await essais()).toEqual([{ n: 2 }]);
    });
  });
});
