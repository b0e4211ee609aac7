import { lectureAgences } from "../../hub/lectures-du-catalogue";
import { lectureRendezVous } from "../../hub/lectures-par-personne";
import type { Database } from "../../subgraphs/shared/database";
import { PEOPLE } from "../setup/fixtures";
import { type MondeEntrant, NUMEROS, ouvrirMondeEntrant } from "./entrant";

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
    const etat = () => monde.lignes("select curseur, derniere_erreur, echecs from echanges.lecture_partenaire where nom = 'rendez-vous'");
    expect(await etat()).toEqual([{ curseur: null, derniere_erreur: "INDISPONIBLE", echecs: 1 }]);
    await monde.lectures.lireTout();
    expect(await etat()).toEqual([{ curseur: null, derniere_erreur: null, echecs: 0 }]);
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
