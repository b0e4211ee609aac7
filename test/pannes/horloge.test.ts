import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { Limite } from "../../subgraphs/echanges/france-travail/limite";
import { debutDesEchecs, prochainEssai } from "../../subgraphs/echanges/livraison/delais";
import { Circuit } from "../../subgraphs/shared/circuit";
import { VirtualClock } from "../../subgraphs/shared/clock";
import { numberEvents } from "../../subgraphs/shared/sequencer";
import { DEBUT, type FileDeTest, ouvrirFile } from "../echanges/file-de-test";
import { json, partenaire, USAGER } from "../echanges/france-travail/partenaire-a-la-main";
import { mondeAbonnes } from "../echanges/monde-abonnes";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, testSubgraph } from "../setup/subgraph";

const HEURE = 3_600_000;
const JOUR = 24 * HEURE;
/** A clock that ran ten years ahead, and is set right. */
const DIX_ANS = 3_650 * JOUR;

describe("une horloge qui saute, dans un processus", () => {
  it("un circuit n’attend jamais plus que sa plus longue pause, ou que ce qu’on lui a demandé", () => {
    const reglages = { failures: 2, firstPauseMs: 1_000, longestPauseMs: 8_000 };
    const saut = fc.integer({ min: -DIX_ANS, max: DIX_ANS });
    const geste = fc.record({
      geste: fc.constantFrom("échec", "attendre", "succès", "rien"),
      apres: fc.oneof(saut, fc.integer({ min: 0, max: 5_000 })),
    });
    fc.assert(
      fc.property(fc.array(geste, { maxLength: 30 }), (gestes) => {
        const circuit = new Circuit(reglages);
        let maintenant = DIX_ANS;
        for (const { geste, apres } of gestes) {
          maintenant += apres;
          const sonde = circuit.leave();
          if (geste === "échec") circuit.failed(sonde, maintenant);
          if (geste === "attendre") circuit.wait(20_000, maintenant);
          if (geste === "succès") circuit.succeeded();
          circuit.ended(sonde);
          expect((circuit.pausedUntil(maintenant) ?? maintenant) - maintenant).toBeLessThanOrEqual(20_000);
        }
      }),
    );
  });

  it("la cadence d’une API n’attend pas le retour de l’heure d’avant", async () => {
    const clock = new VirtualClock(DEBUT);
    const limite = new Limite({ enVol: 2, parSeconde: 10 }, clock);
    await limite.passer(async () => undefined);
    clock.advance(-HEURE);
    const avant = clock.now().getTime();
    for (let appel = 0; appel < 5; appel++) await limite.passer(async () => undefined);
    expect(clock.now().getTime() - avant).toBe(400);
  });

  it("une pause demandée par France Travail avant un recul de l’heure est oubliée : l’API est sondée", async () => {
    const monde = await partenaire(json(429, {}, { "retry-after": "3600" }));
    await expect(monde.api.statut.lire(USAGER)).rejects.toMatchObject({ code: "QUOTA" });
    await expect(monde.api.statut.lire(USAGER)).rejects.toMatchObject({ code: "QUOTA" });
    expect(monde.vu.appels).toHaveLength(1);
    monde.clock.advance(-JOUR);
    monde.vu.reponse = json(204, undefined);
    expect(await monde.api.statut.lire(USAGER)).toBeNull();
    await monde.arreter();
  });

  it("le temps où personne n’essayait, hub arrêté ou horloge avancée, ne compte pas dans les 72 heures d’un abonné", () => {
    const le = new Date(DEBUT.getTime() + 4 * JOUR);
    const depuis = DEBUT;
    const prevu = new Date(DEBUT.getTime() + 5_000);
    expect(prochainEssai(2, depuis, le, null)).toBeNull();
    expect(prochainEssai(2, debutDesEchecs(depuis, prevu, le), le, null)).toEqual(new Date(le.getTime() + 30_000));
    expect(debutDesEchecs(depuis, new Date(le.getTime() - HEURE), le)).toEqual(depuis);
    fc.assert(
      fc.property(fc.integer({ min: -DIX_ANS, max: DIX_ANS }), fc.integer({ min: 0, max: 21_600_000 }), (saut, pause) => {
        const maintenant = new Date(DEBUT.getTime() + saut);
        const debut = debutDesEchecs(DEBUT, new Date(DEBUT.getTime() + pause), maintenant);
        expect(debut.getTime()).toBeLessThanOrEqual(maintenant.getTime());
        expect(maintenant.getTime() - debut.getTime()).toBeLessThanOrEqual(pause + HEURE);
      }),
    );
  });
});

describe("une horloge qui saute, dans la file vers France Travail", () => {
  let f: FileDeTest;
  beforeAll(async () => {
    f = await ouvrirFile();
  });
  afterAll(() => f.fermer());
  beforeEach(() => f.effacerTout());
  const sauter = (ms: number) => f.horloge.advance(ms);

  it("reculée : un bail et un essai écrits en avance ne retiennent rien, l’ordre reste celui du journal", async () => {
    const personne = randomUUID();
    const ids: string[] = [];
    for (let ordre = 1; ordre <= 3; ordre++)
      ids.push(await f.inserer({ ordre, personne, valeur: `v${ordre}`, survenuLe: new Date(DEBUT.getTime() - ordre * JOUR) }));
    sauter(DIX_ANS);
    const jusque = new Date(f.horloge.now().getTime() + 5 * 60_000);
    await f.file.reserver({ maintenant: f.horloge.now(), jusque, bail: randomUUID(), possibles: ["ESSAI"], objets: ["ESSAI"], limite: 1 });
    await f.base.owner.query("update echanges.echange set prochain_essai = $1 where ordre = 1", [f.horloge.now()]);
    sauter(-DIX_ANS);
    const moteur = f.moteur();
    for (let minute = 0; minute < 5; minute++) {
      await moteur.tour();
      sauter(60_000);
    }
    expect(f.partenaire.appliques.map(({ valeur }) => valeur)).toEqual(["v1", "v2", "v3"]);
    for (const id of ids) expect(await f.echange(id)).toMatchObject({ statut: "CONFIRME" });
  });

  it("avancée pendant l’envoi : le bail passe pour fini, un autre relit avant de renvoyer, et rien n’est dit deux fois", async () => {
    const id = await f.inserer({ ordre: 1, personne: randomUUID() });
    const [premier, autre] = [f.moteur(), f.moteur()];
    f.partenaire.apres = async () => {
      f.partenaire.apres = () => undefined;
      sauter(JOUR);
      await autre.tour();
    };
    await premier.tour();
    await f.vider(autre, HEURE);
    expect(f.partenaire.appliques).toHaveLength(1);
    expect(await f.echange(id)).toMatchObject({ statut: "CONFIRME" });
  });
});

describe("une horloge qui saute, vers un abonné", () => {
  const m = mondeAbonnes();

  it("reculée : le bail et l’essai d’une horloge en avance ne retiennent rien ; avancée : jamais désactivé au second échec", async () => {
    await m.abonner(["ContratSigne"]);
    const id = await m.survenir("ContratSigne", PEOPLE.amina);
    await m.suivre();
    m.clock.advance(DIX_ANS);
    m.abonne.reponses = [(r) => r.writeHead(500).end()];
    await m.abonnements.livrer();
    await m.base.owner.query("update echanges.abonnement set bail_jusque = $1", [new Date(m.clock.now().getTime() + 120_000)]);
    m.clock.advance(-DIX_ANS);
    m.abonne.reponses = [(r) => r.writeHead(500).end()];
    expect(await m.abonnements.livrer()).toBe(1);
    m.clock.advance(5 * JOUR);
    m.abonne.reponses = [(r) => r.writeHead(500).end()];
    expect(await m.abonnements.livrer()).toBe(1);
    expect(await m.etat()).toMatchObject({ etat: "ACTIF", echecs: 3 });
    m.clock.advance(HEURE);
    await m.abonnements.livrer();
    expect(m.abonne.recus.map((recu) => recu.id)).toEqual([id]);
  });
});

describe("une horloge qui saute, devant la base", () => {
  let base: TestDatabase;
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
  });
  afterAll(() => base.drop());

  it("reculée entre deux essais : la même clé n’applique qu’une fois, et les positions du journal avancent", async () => {
    const graphe = await testSubgraph(sousGraphe, base.url);
    const declarer = (cle: string, le: Date) =>
      graphe.run(
        CALLERS.departement,
        `mutation ($a: ID!, $c: String, $d: DonneesDeclareesInput!) { r: declarerDonnees(allocataire: $a, donnees: $d, cleIdempotence: $c) { __typename } }`,
        { a: cle === "une" ? PEOPLE.amina : PEOPLE.bruno, c: cle, d: { courriel: `${cle}@exemple.fr` } },
        le,
      );
    const le = new Date("2026-03-02T09:00:00Z");
    for (const [cle, quand] of [
      ["une", le],
      ["une", new Date(le.getTime() - 6 * HEURE)],
      ["autre", new Date(le.getTime() - 6 * HEURE)],
    ] as const)
      expect((await declarer(cle, quand)).data.r.__typename).toBe("DeclarationDonnees");
    await numberEvents(base.owner);
    const { rows } = await base.owner.query("select position::int, survenu_le from journal.evenement order by rang");
    expect(rows.map(({ position }) => position)).toEqual([1, 2]);
    expect(rows[0].survenu_le > rows[1].survenu_le).toBe(true);
    await graphe.close();
  });
});
