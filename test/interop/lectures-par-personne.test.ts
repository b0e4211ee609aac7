import { lectureAgences } from "../../hub/lectures-du-catalogue";
import { lectureRendezVous } from "../../hub/lectures-par-personne";
import { sousGraphe as echanges } from "../../subgraphs/echanges/sous-graphe";
import type { Database } from "../../subgraphs/shared/database";
import { PEOPLE } from "../setup/fixtures";
import { demander, type MondeEntrant, NUMEROS, ouvrirMondeEntrant, usager } from "./entrant";

const EN_ECHEC = `query ($code: String, $personne: ID) {
  lecturesPartenaires { nom echecs personnesEnEchec { code nombre } }
  lecturesEnEchec(code: $code, allocataire: $personne) { totalCount nodes { allocataire { id } lecture lueLe erreur { code actionAgent } } } }`;
const PAGE = `query ($after: String) { lecturesEnEchec(first: 2, after: $after) { nodes { allocataire { id } } pageInfo { endCursor hasNextPage } } }`;

describe("les lectures qui vont de personne en personne", () => {
  let monde: MondeEntrant;
  let base: Database;
  beforeEach(async () => {
    monde = await ouvrirMondeEntrant((outils) => {
      base = outils.base;
      return lectureRendezVous(outils);
    }, lectureAgences);
  });
  afterEach(() => monde.arreter());

  const prendre = (heure: number) =>
    monde.simulateur.agir({
      acte: "PRENDRE_RENDEZ_VOUS",
      numeroFranceTravail: NUMEROS.chantal,
      rendezVous: { date: `2026-03-16T${String(heure).padStart(2, "0")}:00:00+01:00` },
    });
  async function requetes(): Promise<number> {
    let nombre = 0;
    const stop = base.observe((event) => {
      if (!event.housekeeping) nombre++;
    });
    await monde.lectures.lireTout();
    stop();
    return nombre;
  }

  it("relire dix rendez-vous connus ne coûte pas plus qu’un", async () => {
    prendre(8);
    await monde.lectures.lireTout();
    const un = await requetes();
    for (let heure = 9; heure < 18; heure++) prendre(heure);
    await monde.lectures.lireTout();
    expect(await requetes()).toBe(un);
  });

  it("un partenaire absent arrête la ronde là où elle est ; elle reprend, puis recommence au début", async () => {
    monde.simulateur.panne({ api: "rendez-vous-partenaire", nature: "500", fois: 1 });
    await monde.lectures.lireTout();
    const etat = () => monde.lignes("select derniere_erreur, echecs from echanges.lecture_partenaire where nom = 'rendez-vous'");
    expect(await etat()).toEqual([{ derniere_erreur: "INDISPONIBLE", echecs: 1 }]);
    await monde.lectures.lireTout();
    expect(await etat()).toEqual([{ derniere_erreur: null, echecs: 0 }]);
  });

  it("ce que tous rencontrent arrête la ronde au premier lot, et la lecture le dit", async () => {
    const personnes = Array.from({ length: 35 }, (_, i) => usager(`9400000${String(1000 + i)}`));
    for (const [i, { numeroFranceTravail }] of personnes.entries()) {
      monde.simulateur.ajouterUsager(personnes[i]!);
      await monde.base.owner.query(
        `with a as (insert into allocataires.allocataire select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid()))).* from allocataires.allocataire t
           where t.departement = '94' and t.id = $1 returning departement, id)
         insert into allocataires.identifiant (departement, allocataire, type, valeur, source, collectee_le, recue_le, certifiee)
         select departement, id, 'NUMERO_FRANCE_TRAVAIL', $2, 'FRANCE_TRAVAIL', $3, $3, true from a`,
        [PEOPLE.chantal, numeroFranceTravail, monde.clock.now()],
      );
    }
    monde.simulateur.panne({ api: "rendez-vous-partenaire", nature: "HTML" });
    await monde.lectures.lireTout();
    expect(await monde.lignes("select derniere_erreur from echanges.lecture_partenaire where nom = 'rendez-vous'")).toEqual([
      { derniere_erreur: "REPONSE_ILLISIBLE" },
    ]);
    expect(await monde.lignes("select count(*)::int as n from echanges.lecture_personne where erreur_code is not null")).toEqual([
      { n: 10 },
    ]);
  });

  it("qui ne peut pas être lu se voit : compté par code, listé avec ce que l’agent peut faire, inscrit au registre ; lu, il sort de la liste", async () => {
    const nonRattache = (rattache: boolean) => monde.simulateur.ajouterUsager({ ...usager(NUMEROS.chantal), rattache });
    nonRattache(false);
    await monde.lectures.lireTout();
    const { lecturesPartenaires, lecturesEnEchec: liste } = await demander(monde, echanges, EN_ECHEC, { code: "NON_RATTACHE" });
    expect(lecturesPartenaires).toContainEqual({ nom: "rendez-vous", echecs: 0, personnesEnEchec: [{ code: "NON_RATTACHE", nombre: 1 }] });
    expect(liste).toEqual({
      totalCount: 1,
      nodes: [
        {
          allocataire: { id: PEOPLE.chantal },
          lecture: "rendez-vous",
          lueLe: expect.stringMatching(/^2026-03-10T12:00/),
          erreur: {
            code: "NON_RATTACHE",
            actionAgent: "Faites rattacher la personne au Département par France Travail : le hub réessaie chaque jour.",
          },
        },
      ],
    });
    const [vue] = await monde.lignes(
      "select champs from journal.consultation where client <> 'si-plateforme-france-travail' and $1 = any (allocataires)",
      [PEOPLE.chantal],
    );
    expect(vue.champs).toContain("LectureEnEchec.erreur");
    expect((await demander(monde, echanges, EN_ECHEC, { code: "USAGER_INTROUVABLE" })).lecturesEnEchec.totalCount).toBe(0);
    expect((await demander(monde, echanges, EN_ECHEC, { personne: PEOPLE.amina })).lecturesEnEchec.nodes).toEqual([]);
    expect((await demander(monde, echanges, EN_ECHEC, { personne: PEOPLE.chantal })).lecturesEnEchec.nodes).toHaveLength(1);
    nonRattache(true);
    await monde.lectures.lireTout();
    expect((await demander(monde, echanges, EN_ECHEC)).lecturesEnEchec).toEqual({ totalCount: 0, nodes: [] });
  });

  it("la liste se lit page à page, sans trou ni doublon, et seulement dans son périmètre", async () => {
    const personnes = Object.values(PEOPLE).slice(0, 5);
    for (const [i, id] of personnes.entries())
      await monde.base.owner.query(
        `insert into echanges.lecture_personne (departement, allocataire, sujet, lue_le, erreur_code) select p.departement, $1, 'diagnostic', $2, 'USAGERS_MULTIPLES'
         from publie.perimetre p where p.allocataire = $1 limit 1`,
        [id, new Date(monde.clock.now().getTime() + (i % 2))],
      );
    const [{ nombre }] = await monde.lignes(
      "select count(*)::int as nombre from echanges.lecture_personne where departement = '94' and erreur_code is not null",
    );
    const vues: string[] = [];
    for (let after: string | null = null, encore = true; encore; ) {
      const page: any = (await demander(monde, echanges, PAGE, { after })).lecturesEnEchec;
      vues.push(...page.nodes.map((n: any) => n.allocataire.id));
      [after, encore] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
    }
    expect([vues.length, new Set(vues).size]).toEqual([nombre, nombre]);
  });

  it("une personne dont la lecture échoue toujours n’empêche pas de lire les autres", async () => {
    monde.simulateur.panne({ api: "rendez-vous-partenaire", nature: "500", fois: 1 });
    await monde.lectures.lireTout();
    const lues = await monde.lignes(
      "select erreur_code as code from echanges.lecture_personne where sujet = 'rendez-vous' order by 1 nulls first",
    );
    expect(lues).toEqual([{ code: null }, { code: "INDISPONIBLE" }]);
  });

  it("qui est lu l’est au registre, au nom de la plateforme", async () => {
    await monde.lectures.lireTout();
    const lues = await monde.lignes("select allocataires from journal.consultation where client = 'si-plateforme-france-travail'");
    expect(lues.flatMap((c) => c.allocataires)).toEqual(expect.arrayContaining([PEOPLE.chantal, PEOPLE.amina]));
  });

  it("les codes des agences : qui en a un reçoit les autres, celui que quelqu’un a donné reste", async () => {
    await monde.base.owner.query(
      `insert into allocataires.organisme_code (departement, organisme, systeme, valeur)
       values ('94', '94-FT94', 'SAFIR', '94002'), ('94', '94-CD94', 'SAFIR', '94003')`,
    );
    await monde.lectures.lireTout();
    await monde.lectures.lireTout();
    expect(await monde.lignes("select organisme, systeme, valeur from allocataires.organisme_code order by 1, 2")).toEqual([
      { organisme: "94-CD94", systeme: "SAFIR", valeur: "94003" },
      { organisme: "94-FT94", systeme: "AURORE", valeur: "IDF0095" },
      { organisme: "94-FT94", systeme: "SAFIR", valeur: "94002" },
      { organisme: "94-FT94", systeme: "SIRET", valeur: "99994000000022" },
    ]);
  });
});
