import { type LecturesOuvertes, ouvrirLectures } from "../../hub/lectures";
import { appliquerEchanges } from "../../subgraphs/echanges/echange/suivre-echanges";
import type { ActiviteOperationnelle, FranceTravail, PageActivites } from "../../subgraphs/echanges/france-travail/api";
import { ErreurFranceTravail } from "../../subgraphs/echanges/france-travail/erreur-france-travail";
import { activiteLue, echeanceDe } from "../../subgraphs/echanges/reception/activite/activite";
import { sousGraphe } from "../../subgraphs/echanges/sous-graphe";
import { VirtualClock } from "../../subgraphs/shared/clock";
import { followOnce } from "../../subgraphs/shared/event-follower";
import { createLog } from "../../subgraphs/shared/log";
import { numberEvents } from "../../subgraphs/shared/sequencer";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, NIR_KEY, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const LE = new Date("2026-02-02T09:00:00Z");
const NUMEROS: Record<string, string> = { [PEOPLE.amina]: "94000000011", [PEOPLE.chantal]: "94000000033", [PEOPLE.driss]: "94000000044" };

const activite = (identifiantActivite: string, codeActivite: string, personne: string, reste: Partial<ActiviteOperationnelle> = {}) => ({
  identifiantActivite,
  codeActivite,
  usager: { identifiant: NUMEROS[personne] ?? personne, typeIdentifiant: "NUMERO_FRANCE_TRAVAIL" },
  dateCreation: "2026-02-01T08:00:00+01:00",
  dateEcheance: "2026-03-01T23:59:59+01:00",
  attributsSpecifiques: [],
  ...reste,
});

const FAMILLE: Record<string, string> = {
  ACT382: "INSEA",
  ACT414: "INSEA",
  ACT380: "MSACC",
  ACT395: "ACC100",
  ACT999: "INSEA",
  ACT366: "GLI100",
};

describe("les activités de France Travail", () => {
  let base: TestDatabase;
  let graphe: TestSubgraph;
  let lectures: LecturesOuvertes;
  let chez: ActiviteOperationnelle[];
  let taille: number;
  let pages: number;
  let panne: (() => void) | null;
  beforeEach(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    for (const [personne, numero] of Object.entries(NUMEROS)) {
      await base.owner.query(
        `insert into allocataires.identifiant (departement, allocataire, type, valeur, source, collectee_le, recue_le, certifiee)
         values ('94', $1, 'NUMERO_FRANCE_TRAVAIL', $2, 'CAF', '2026-01-10', '2026-01-10', true)`,
        [personne, numero],
      );
    }
    graphe = await testSubgraph(sousGraphe, base.url);
    [chez, taille, pages, panne] = [[], 1_000, 0, null];
    const chercher = async (critere: object, { cursor }: { cursor?: string | null } = {}): Promise<PageActivites> => {
      const siennes = chez.filter(({ codeActivite }) => FAMILLE[codeActivite] === (critere as { codeFamille: string }).codeFamille);
      const debut = Number(cursor ?? 0);
      pages++;
      if (debut > 0) panne?.();
      const hasMore = siennes.length > debut + taille;
      return { activites: siennes.slice(debut, debut + taille), hasMore, cursor: hasMore ? String(debut + taille) : null };
    };
    const api = { activites: { chercher } } as unknown as FranceTravail;
    const log = createLog("silent", "test");
    lectures = await ouvrirLectures({ databaseUrl: base.url, nirKey: NIR_KEY, departement: "94", api, clock: new VirtualClock(LE), log });
  });
  afterEach(async () => {
    await lectures.arreter();
    await graphe.close();
    await base.drop();
  });

  const liste = async (filtre = "", caller = CALLERS.departement) =>
    (
      await graphe.run(
        caller,
        `{ activitesFranceTravail${filtre} { totalCount nodes { code libelle statut fait echeance allocataire { id } erreur { code } parcoursPreconise } } }`,
      )
    ).data.activitesFranceTravail;
  const evenements = async () =>
    (
      await base.owner.query(
        "select type, allocataire, donnees from journal.evenement where type = 'ActiviteRecue' order by donnees ->> 'code'",
      )
    ).rows;
  const suivre = async () => {
    await numberEvents(base.owner);
    await followOnce(base.owner, { schema: "echanges", name: "echanges", apply: appliquerEchanges });
  };

  it("deviennent un fait, un événement avec son échéance et un échange, une seule fois", async () => {
    chez = [activite("A1", "ACT382", PEOPLE.driss)];
    await lectures.lireTout();
    await lectures.lireTout();
    const { rows } = await base.owner.query(
      "select id, statut, origine, demandee_le, source from allocataires.orientation where allocataire = $1",
      [PEOPLE.driss],
    );
    expect(rows).toEqual([
      { id: rows[0].id, statut: "DEMANDEE", origine: "INSCRIPTION_FRANCE_TRAVAIL", demandee_le: "2026-02-01", source: "FRANCE_TRAVAIL" },
    ]);
    expect((await liste()).nodes).toEqual([
      {
        code: "ACT382",
        libelle: "Décision d’orientation à prendre",
        statut: "A_TRAITER",
        fait: rows[0].id,
        echeance: "2026-03-01T22:59:59.000Z",
        allocataire: { id: PEOPLE.driss },
        erreur: null,
        parcoursPreconise: null,
      },
    ]);
    expect(await evenements()).toMatchObject([
      { allocataire: PEOPLE.driss, donnees: { code: "ACT382", famille: "INSEA", echeance: "2026-03-01T22:59:59.000Z" } },
    ]);
    const { data } = await graphe.run(CALLERS.departement, "{ echanges { nodes { sens objet statut tentatives } } }");
    expect(data.echanges.nodes).toEqual([{ sens: "ENTRANT", objet: "ORIENTATION_DEMANDE", statut: "TRAITE", tentatives: 1 }]);
  });

  it("d’une demande que les flux ont déjà faite ne la refont pas ; d’une orientation décidée ne demandent rien", async () => {
    await base.owner.query(
      `insert into allocataires.orientation (departement, allocataire, rang, statut, origine, competence, demandee_le, source, collectee_le, recue_le, certifiee)
       values ('94', $1, 1, 'DEMANDEE', 'FLUX_CAF', 'DEPARTEMENT', '2026-01-10', 'CAF', '2026-01-10', '2026-01-10', true)`,
      [PEOPLE.driss],
    );
    chez = [activite("A1", "ACT382", PEOPLE.driss), activite("A2", "ACT382", PEOPLE.amina)];
    await lectures.lireTout();
    const { rows } = await base.owner.query("select allocataire, count(*)::int as n from allocataires.orientation group by 1 order by 1");
    expect(rows.filter(({ allocataire }) => [PEOPLE.driss, PEOPLE.amina].includes(allocataire)).map(({ n }) => n)).toEqual([1, 1]);
    const { nodes } = await liste();
    expect(nodes.map(({ statut, allocataire }: any) => [statut, allocataire.id]).sort()).toEqual(
      [
        ["A_TRAITER", PEOPLE.driss],
        ["TRAITEE", PEOPLE.amina],
      ].sort(),
    );
  });

  it("de réorientation mettent à l’étude celle que France Travail préconise, vers un parcours de la catégorie", async () => {
    const attributsSpecifiques = [
      { nom: "typeParcours", valeur: "PED" },
      { nom: "typeOrganismeAccompagnateur", valeur: "FT" },
    ];
    chez = [activite("A1", "ACT414", PEOPLE.amina, { attributsSpecifiques }), activite("A2", "ACT414", PEOPLE.chantal)];
    await lectures.lireTout();
    const { rows } = await base.owner.query(
      "select statut, parcours, organisme from allocataires.orientation where allocataire = $1 and rang = 2",
      [PEOPLE.amina],
    );
    expect(rows).toEqual([{ statut: "A_L_ETUDE", parcours: "FRANCE_TRAVAIL", organisme: "94-FT94" }]);
    expect((await liste("(statut: REJETEE)")).nodes).toMatchObject([
      { allocataire: { id: PEOPLE.chantal }, erreur: { code: "PARCOURS_INCONNU" } },
    ]);
  });

  it("de premier rendez-vous restent à placer jusqu’à ce qu’il soit pris", async () => {
    chez = [activite("A1", "ACT380", PEOPLE.amina)];
    await lectures.lireTout();
    const aPositionner = async () =>
      (await graphe.run(CALLERS.departement, "{ rendezVousAPositionner { allocataire { id } demandeLe echeance } }")).data
        .rendezVousAPositionner;
    expect(await aPositionner()).toEqual([
      { allocataire: { id: PEOPLE.amina }, demandeLe: "2026-02-01T07:00:00.000Z", echeance: "2026-03-01T22:59:59.000Z" },
    ]);
    const pris = (famille: string) =>
      base.owner.query(
        `insert into journal.evenement (type, departement, allocataire, donnees, survenu_le) values ('RendezVousPlanifie', '94', $1,
           jsonb_build_object('rendezVous', gen_random_uuid(), 'famille', $2::text, 'debut', '2026-02-10', 'organisme', '94-REMOB-1', 'convocationRang', null), '2026-02-03')`,
        [PEOPLE.amina, famille],
      );
    await pris("ORIENTATION");
    await suivre();
    expect(await aPositionner()).toHaveLength(1);
    await pris("PREMIER_ACCOMPAGNEMENT");
    await suivre();
    expect(await aPositionner()).toEqual([]);
    expect((await liste()).nodes).toMatchObject([{ code: "ACT380", statut: "TRAITEE" }]);
  });

  it("d’une personne inconnue attendent qu’elle arrive ; d’un code inconnu sont gardées et montrées", async () => {
    chez = [activite("A1", "ACT382", "94000000077"), activite("A2", "ACT999", PEOPLE.amina)];
    await lectures.lireTout();
    await lectures.lireTout();
    // Same deadline: their order is that of random ids.
    expect((await liste()).nodes.sort((a: any, b: any) => a.code.localeCompare(b.code))).toMatchObject([
      { code: "ACT382", statut: "REJETEE", allocataire: null, erreur: { code: "PERSONNE_INCONNUE" } },
      { code: "ACT999", libelle: null, statut: "A_TRAITER" },
    ]);
    expect(await evenements()).toHaveLength(1);
    await base.owner.query(
      `insert into allocataires.identifiant (departement, allocataire, type, valeur, source, collectee_le, recue_le, certifiee)
       values ('94', $1, 'NUMERO_FRANCE_TRAVAIL', '94000000077', 'CAF', '2026-01-10', '2026-01-10', true)`,
      [PEOPLE.bruno],
    );
    await base.owner.query("update allocataires.orientation set statut = 'CLOSE', close_le = '2026-01-25' where allocataire = $1", [
      PEOPLE.bruno,
    ]);
    await lectures.lireTout();
    expect((await liste('(code: "ACT382")')).nodes).toMatchObject([
      { statut: "A_TRAITER", allocataire: { id: PEOPLE.bruno }, erreur: null },
    ]);
    expect(await evenements()).toHaveLength(2);
  });

  it("disparues chez France Travail sont closes, après une lecture entière seulement", async () => {
    chez = Array.from({ length: 5 }, (_, i) => activite(`A${i}`, "ACT395", PEOPLE.amina));
    taille = 2;
    await lectures.lireTout();
    expect(pages).toBe(3 + 3);
    expect((await liste()).totalCount).toBe(5);
    chez = chez.slice(0, 3);
    panne = () => {
      throw new ErreurFranceTravail("INDISPONIBLE", { statut: 503 });
    };
    await lectures.lireTout();
    expect((await liste("(statut: A_TRAITER)")).totalCount).toBe(5);
    panne = null;
    await lectures.lireTout();
    expect([(await liste("(statut: A_TRAITER)")).totalCount, (await liste("(statut: CLOSE_PAR_FRANCE_TRAVAIL)")).totalCount]).toEqual([
      3, 2,
    ]);
    chez = [...chez, activite("A4", "ACT395", PEOPLE.amina)];
    await lectures.lireTout();
    expect((await liste("(statut: A_TRAITER)")).totalCount).toBe(4);
  });

  it("se lisent en une requête SQL, quel que soit leur nombre, page après page et la plus urgente d’abord", async () => {
    chez = Array.from({ length: 7 }, (_, i) =>
      activite(`A${i}`, "ACT395", PEOPLE.amina, { dateEcheance: i === 6 ? null : `2026-03-0${7 - i}T12:00:00Z` }),
    );
    await lectures.lireTout();
    const echeances: (string | null)[] = [];
    let after: string | null = null;
    do {
      const document =
        "query ($after: String) { activitesFranceTravail(first: 3, after: $after) { nodes { echeance allocataire { id } } pageInfo { hasNextPage endCursor } } }";
      const { data, statements } = await graphe.run(CALLERS.departement, document, { after });
      expect(statements).toHaveLength(1);
      echeances.push(...data.activitesFranceTravail.nodes.map(({ echeance }: { echeance: string | null }) => echeance));
      after = data.activitesFranceTravail.pageInfo.hasNextPage ? data.activitesFranceTravail.pageInfo.endCursor : null;
    } while (after !== null);
    expect(echeances).toEqual([...[2, 3, 4, 5, 6, 7].map((jour) => `2026-03-0${jour}T12:00:00.000Z`), null]);
  });

  it("ne se lisent que dans leur département, et un organisme référent n’y a pas accès", async () => {
    chez = [activite("A1", "ACT395", PEOPLE.amina)];
    await lectures.lireTout();
    expect((await liste("", CALLERS.franceTravail)).totalCount).toBe(1);
    expect((await liste("", CALLERS.departement93)).totalCount).toBe(0);
    const organisme = { ...CALLERS.referent, scopes: CALLERS.departement.scopes };
    expect((await liste("", organisme)).totalCount).toBe(0);
  });

  it("d’une personne effacée ne disent plus rien d’elle", async () => {
    chez = [activite("A1", "ACT395", PEOPLE.amina, { attributsSpecifiques: [{ nom: "typeParcours", valeur: "PSO" }] })];
    await lectures.lireTout();
    await base.owner.query(
      `insert into journal.evenement (type, departement, allocataire, donnees, survenu_le) values ('PersonneEffacee', '94', $1,
         '{"systeme": "HUB", "portee": "HUB", "motif": "DEMANDE_DE_LA_PERSONNE"}', '2026-02-03')`,
      [PEOPLE.amina],
    );
    await suivre();
    const { rows } = await base.owner.query("select allocataire, attributs, statut from echanges.activite_recue");
    expect(rows).toEqual([{ allocataire: null, attributs: {}, statut: "TRAITEE" }]);
  });

  it("portent l’échéance que dit France Travail ; une sanction sans échéance a quinze jours", () => {
    const creee = new Date("2026-02-01T08:00:00Z");
    expect(echeanceDe("ACT366", creee, null)).toEqual(new Date("2026-02-16T08:00:00Z"));
    expect(echeanceDe("ACT366", creee, "2026-02-10T00:00:00Z")).toEqual(new Date("2026-02-10T00:00:00Z"));
    expect(echeanceDe("ACT380", creee, null)).toBeNull();
    expect(activiteLue({ ...activite("A1", "ACT366", PEOPLE.amina), dateCreation: "hier" })).toBeNull();
    const libre = [
      { nom: "motif", valeur: "x".repeat(61) },
      { nom: "nom", valeur: "Benali" },
    ];
    expect(activiteLue(activite("A1", "ACT366", PEOPLE.amina, { attributsSpecifiques: libre }))!.attributs).toEqual({});
  });
});
