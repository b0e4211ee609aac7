import { type LecturesOuvertes, type OutilsDesLectures, ouvrirLectures } from "../../hub/lectures";
import type { FranceTravail } from "../../subgraphs/echanges/france-travail/api";
import { ErreurFranceTravail } from "../../subgraphs/echanges/france-travail/erreur-france-travail";
import type { Lecture } from "../../subgraphs/echanges/reception/lecture";
import { lecturesDues } from "../../subgraphs/echanges/reception/lecture";
import type { MessageRecu } from "../../subgraphs/echanges/reception/message-recu";
import { sousGraphe } from "../../subgraphs/echanges/sous-graphe";
import { VirtualClock } from "../../subgraphs/shared/clock";
import { createLog } from "../../subgraphs/shared/log";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, NIR_KEY, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const LE = new Date("2026-02-02T09:00:00Z");
const MINUTE = 60_000;

const lecture = (nom: string, toutesLesMs: number, executer: () => Promise<void>, rejouer?: Lecture["rejouer"]): Lecture => ({
  nom,
  toutesLesMs,
  executer,
  rejouer,
});

describe("les lectures chez France Travail", () => {
  let base: TestDatabase;
  let graphe: TestSubgraph;
  let clock: VirtualClock;
  let ouvertes: LecturesOuvertes[];
  beforeEach(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    graphe = await testSubgraph(sousGraphe, base.url);
    clock = new VirtualClock(LE);
    ouvertes = [];
  });
  afterEach(async () => {
    for (const une of ouvertes) await une.arreter();
    await graphe.close();
    await base.drop();
  });

  async function ouvrir(...lectures: ((outils: OutilsDesLectures) => Lecture)[]): Promise<LecturesOuvertes> {
    const api = {} as FranceTravail;
    const log = createLog("silent", "test");
    const une = await ouvrirLectures({ databaseUrl: base.url, nirKey: NIR_KEY, departement: "94", api, clock, log, lectures });
    ouvertes.push(une);
    return une;
  }
  const etats = async (caller = CALLERS.departement) =>
    (
      await graphe.run(
        caller,
        "{ lecturesPartenaires { nom derniereLe derniereReussiteLe echecs erreur { code reessayable actionAgent } } }",
      )
    ).data.lecturesPartenaires;

  it("ne refait une lecture qu’une fois sa période passée", () => {
    const toutes = [lecture("a", 10 * MINUTE, async () => undefined), lecture("b", MINUTE, async () => undefined)];
    const derniere = (ms: number) => [
      { nom: "a", derniereLe: new Date(LE.getTime() - ms), echecs: 0 },
      { nom: "b", derniereLe: new Date(LE.getTime() - ms), echecs: 0 },
    ];
    const noms = (ms: number) => lecturesDues(toutes, derniere(ms), LE).map(({ nom }) => nom);
    expect(noms(MINUTE - 1)).toEqual([]);
    expect(noms(MINUTE)).toEqual(["b"]);
    expect(noms(10 * MINUTE)).toEqual(["a", "b"]);
    expect(lecturesDues(toutes, [], LE)).toEqual(toutes);
  });

  it("reprend vite celle qui a échoué, de plus en plus tard, jamais au-delà de sa période", () => {
    const dues = (periode: number, echecs: number, ms: number) =>
      lecturesDues([lecture("a", periode, async () => undefined)], [{ nom: "a", derniereLe: new Date(LE.getTime() - ms), echecs }], LE)
        .length;
    const jour = 24 * 60 * MINUTE;
    expect([dues(jour, 1, MINUTE - 1), dues(jour, 1, MINUTE)]).toEqual([0, 1]);
    expect([dues(jour, 4, 8 * MINUTE - 1), dues(jour, 4, 8 * MINUTE)]).toEqual([0, 1]);
    expect([dues(jour, 2_000, jour - 1), dues(jour, 2_000, jour)]).toEqual([0, 1]);
    expect([dues(5 * MINUTE, 9, 5 * MINUTE - 1), dues(5 * MINUTE, 9, 5 * MINUTE)]).toEqual([0, 1]);
  });

  it("montre celle qui échoue, avec ce que l’agent peut faire, et poursuit les autres", async () => {
    let faites = 0;
    let enPanne = true;
    const { lireTout } = await ouvrir(
      () =>
        lecture("en-panne", MINUTE, async () => {
          if (enPanne) throw new ErreurFranceTravail("QUOTA", { statut: 429 });
        }),
      () =>
        lecture("bonne", MINUTE, async () => {
          faites++;
        }),
    );
    await lireTout();
    await lireTout();
    expect(faites).toBe(2);
    const erreur = {
      code: "QUOTA",
      reessayable: true,
      actionAgent: "Rien à faire : le hub reprend après le délai que France Travail indique.",
    };
    expect(await etats()).toEqual([
      { nom: "bonne", derniereLe: LE.toISOString(), derniereReussiteLe: LE.toISOString(), echecs: 0, erreur: null },
      { nom: "en-panne", derniereLe: LE.toISOString(), derniereReussiteLe: null, echecs: 2, erreur },
    ]);
    expect(await etats(CALLERS.departement93)).toEqual([]);
    enPanne = false;
    await lireTout();
    expect((await etats())[1]).toMatchObject({ derniereReussiteLe: LE.toISOString(), echecs: 0, erreur: null });
  });

  it("suit l’horloge : aucune ne recommence avant sa période, et l’arrêt arrête", async () => {
    const instants: number[] = [];
    const { demarrer, arreter } = await ouvrir(() =>
      lecture("dix-minutes", 10 * MINUTE, async () => {
        instants.push(clock.now().getTime() - LE.getTime());
      }),
    );
    demarrer();
    while (clock.now().getTime() <= LE.getTime() + 60 * MINUTE) await new Promise((resolve) => setTimeout(resolve, 5));
    await arreter();
    ouvertes = [];
    expect(instants.length).toBeGreaterThanOrEqual(2);
    for (let i = 1; i < instants.length; i++) expect(instants[i]! - instants[i - 1]!).toBeGreaterThanOrEqual(10 * MINUTE);
  });

  it("une longue lecture ne fait pas attendre celle qui vient d’abord et qui redevient due", async () => {
    const faites: string[] = [];
    const note = (nom: string, dure: number) => async () => {
      faites.push(nom);
      clock.advance(dure);
      if (faites.length === 5) fini();
    };
    let fini: () => void = () => undefined;
    const suite = new Promise<void>((resolve) => {
      fini = resolve;
    });
    const une = await ouvrir(
      () => lecture("activités", 10 * MINUTE, note("activités", 0)),
      () => lecture("statuts", 60 * MINUTE, note("statuts", 12 * MINUTE)),
      () => lecture("orientations", 60 * MINUTE, note("orientations", 12 * MINUTE)),
    );
    une.demarrer();
    await suite;
    expect(faites).toEqual(["activités", "statuts", "activités", "orientations", "activités"]);
  });

  it("n’est faite que par un processus à la fois", async () => {
    let ensemble = 0;
    let maximum = 0;
    const lente = () =>
      lecture("lente", MINUTE, async () => {
        maximum = Math.max(maximum, ++ensemble);
        await new Promise((resolve) => setTimeout(resolve, 200));
        ensemble--;
      });
    const [un, deux] = [await ouvrir(lente), await ouvrir(lente)];
    await Promise.all([un.lireTout(), deux.lireTout()]);
    expect(maximum).toBe(1);
  });

  describe("un message reçu", () => {
    const message = (cle: string): MessageRecu => ({
      departement: "94",
      objet: "ORIENTATION_DELEGUEE",
      allocataire: PEOPLE.driss,
      cle,
      lecture: "essai",
      recuLe: LE,
    });
    const echanges = async () =>
      (
        await graphe.run(
          CALLERS.departement,
          '{ echanges(objet: "ORIENTATION_DELEGUEE") { nodes { id sens partenaire statut tentatives erreur { code actionAgent } allocataire { id } } } }',
        )
      ).data.echanges.nodes;

    it("est un échange entrant, et n’est appliqué qu’une fois", async () => {
      const { reception } = await ouvrir();
      let appliques = 0;
      const appliquer = async () => {
        appliques++;
        return { applique: true, rejouee: false, resultat: PEOPLE.driss } as const;
      };
      expect(await reception.recevoir(message("x"), appliquer)).toMatchObject({ statut: "TRAITE" });
      expect(await reception.recevoir(message("x"), appliquer)).toBeNull();
      expect(appliques).toBe(1);
      expect(await echanges()).toMatchObject([
        { sens: "ENTRANT", partenaire: "FRANCE_TRAVAIL", statut: "TRAITE", tentatives: 1, erreur: null, allocataire: { id: PEOPLE.driss } },
      ]);
    });

    it("rejeté, il attend qu’on le rejoue : sa lecture le reprend alors", async () => {
      let refuse = true;
      const vus: string[] = [];
      const lire = (outils: OutilsDesLectures) => {
        const recevoir = () =>
          outils.reception.recevoir(message("y"), async () =>
            refuse
              ? { applique: false, code: "DELEGATION_ABSENTE", message: "Pas de délégation." }
              : { applique: true, rejouee: false, resultat: null },
          );
        return lecture(
          "essai",
          MINUTE,
          async () => void (refuse && (await recevoir())),
          async (_departement, { cle }) => {
            vus.push(cle);
            await recevoir();
          },
        );
      };
      const { lireTout } = await ouvrir(lire);
      await lireTout();
      await lireTout();
      const [rejete] = await echanges();
      expect(rejete).toMatchObject({ statut: "REJETE", tentatives: 1, erreur: { code: "DELEGATION_ABSENTE" } });
      expect(rejete.erreur.actionAgent).toContain("rejouez l’échange");
      refuse = false;
      const demander = async () =>
        (await graphe.run(CALLERS.departement, `mutation { rejouerEchange(echange: "${rejete.id}") { __typename } }`, {}, LE)).data
          .rejouerEchange.__typename;
      expect(await demander()).toBe("Echange");
      await lireTout();
      expect(vus).toEqual(["y"]);
      expect((await echanges())[0]).toMatchObject({ statut: "TRAITE", tentatives: 2, erreur: null });
      expect(await demander()).toBe("Refus");
    });
  });

  describe("les faits du hub", () => {
    it("s’appliquent au nom de France Travail, par la mutation de leur propriétaire, une fois", async () => {
      const { hub } = await ouvrir();
      const acte = {
        departement: "94",
        mutation: "demanderOrientation",
        variables: { allocataire: PEOPLE.driss, origine: "INSCRIPTION_FRANCE_TRAVAIL", demandeeLe: "2026-01-30" },
        le: LE,
        cle: "activite-1",
      };
      const premiere = await hub.appliquer(acte);
      expect(premiere).toMatchObject({ applique: true, rejouee: false });
      expect(await hub.appliquer(acte)).toEqual({ ...premiere, rejouee: true });
      const { rows } = await base.owner.query("select id, source, source_organisme from allocataires.orientation where allocataire = $1", [
        PEOPLE.driss,
      ]);
      expect(rows).toEqual([{ id: (premiere as { resultat: string }).resultat, source: "FRANCE_TRAVAIL", source_organisme: "94-FT94" }]);
      expect(await hub.appliquer({ ...acte, cle: "activite-2" })).toMatchObject({ applique: false, code: "DEMANDE_EN_COURS" });
      await expect(hub.appliquer({ ...acte, mutation: "mutationQuiNExistePas" })).rejects.toMatchObject({ code: "MUTATION_INCONNUE" });
    });

    it("retrouvent une personne par son numéro, sous ses deux formes, et lisent ses champs ; le registre le dit", async () => {
      await base.owner.query(
        `insert into allocataires.identifiant (departement, allocataire, type, valeur, source, collectee_le, recue_le, certifiee)
         values ('94', $1, 'NUMERO_FRANCE_TRAVAIL', '1234567A', 'CAF', now(), now(), true)`,
        [PEOPLE.driss],
      );
      const { hub } = await ouvrir();
      expect(await hub.personneParNumero("94", "9401234567A")).toBe(PEOPLE.driss);
      expect(await hub.personneParNumero("94", "1234567A")).toBe(PEOPLE.driss);
      expect(await hub.personneParNumero("94", "7654321B")).toBeNull();
      expect(await hub.lire("94", PEOPLE.chantal, "orientation { statut organisme { id } }")).toEqual({
        orientation: { statut: "DECIDEE", organisme: { id: "94-FT94" } },
      });
      expect(await hub.lire("94", PEOPLE.elodie, "orientation { statut }")).toBeNull();
      const { rows } = await base.owner.query(
        "select distinct client, organisme, finalite, unnest(allocataires) as vue from journal.consultation order by vue",
      );
      const ligne = { client: "si-plateforme-france-travail", organisme: "FT94", finalite: "ACCOMPAGNEMENT" };
      expect(rows).toEqual([PEOPLE.chantal, PEOPLE.driss].map((vue) => ({ ...ligne, vue })));
    });
  });
});
