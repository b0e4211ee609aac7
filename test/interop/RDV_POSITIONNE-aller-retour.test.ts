import { PEOPLE } from "../setup/fixtures";
import { type Monde, ouvrirMonde, USAGERS } from "./monde";

const PRENDRE = `mutation { prendreRendezVous(allocataire: "${PEOPLE.chantal}", organisme: "94-CD94", famille: ACCOMPAGNEMENT, modalite: PHYSIQUE,
  debut: "2026-02-09T09:00:00Z", dureeMinutes: 30) { ... on RendezVous { id } } }`;

describe("RDV_POSITIONNE, dans les deux sens : rien ne revient à qui l’a dit", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrirMonde();
    await monde.base.owner.query(
      `insert into allocataires.identifiant (departement, allocataire, type, valeur, source, collectee_le, recue_le, certifiee)
       values ('94', $1, 'NUMERO_FRANCE_TRAVAIL', $2, 'FRANCE_TRAVAIL', '2026-01-10', '2026-01-10', true)`,
      [PEOPLE.chantal, USAGERS.chantal.numeroFranceTravail],
    );
  });
  afterEach(() => monde.fermer());

  const nombre = async () => (await monde.base.owner.query("select count(*)::int as n from rendez_vous.rendez_vous")).rows[0].n;
  const depots = () => monde.simulateur.appliques.filter(({ api }) => api === "rendez-vous-partenaire");

  it("celui de France Travail entre, et le hub ne le lui redit pas", async () => {
    const { numeroFranceTravail } = USAGERS.chantal;
    monde.simulateur.agir({ acte: "PRENDRE_RENDEZ_VOUS", numeroFranceTravail, rendezVous: { date: "2026-02-09T10:00:00+01:00" } });
    await monde.lireTout();
    await monde.vider();
    await monde.lireTout();
    expect(await nombre()).toBe(1);
    expect(depots()).toEqual([]);
    const issues = (await monde.echanges("RDV_POSITIONNE")).map(({ sens, statut }) => `${sens} ${statut}`);
    expect(issues.sort()).toEqual(["ENTRANT TRAITE", "SORTANT IGNORE"]);
  });

  it("celui du hub part une fois, et ne revient pas comme un autre", async () => {
    await monde.executer(PRENDRE);
    await monde.lireTout();
    await monde.vider();
    await monde.lireTout();
    await monde.vider();
    expect(await nombre()).toBe(1);
    expect(depots()).toHaveLength(1);
  });

  it("la présence que France Travail donne à un rendez-vous du hub ne lui est pas redite", async () => {
    await monde.executer(PRENDRE);
    await monde.vider();
    const { numeroFranceTravail } = USAGERS.chantal;
    const id = monde.simulateur.etat(numeroFranceTravail)!.rendezVous[0]!.id;
    monde.horloge.advance(8 * 24 * 3_600_000);
    monde.simulateur.agir({ acte: "MARQUER_RENDEZ_VOUS", numeroFranceTravail, id, statut: "EFFECTUE" });
    await monde.lireTout();
    await monde.vider();
    const { rows } = await monde.base.owner.query("select statut from rendez_vous.participation");
    expect(rows).toEqual([{ statut: "HONORE" }]);
    expect(depots()).toHaveLength(1);
  });
});
