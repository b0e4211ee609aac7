import { PEOPLE } from "../setup/fixtures";
import { type Monde, ouvrirMonde, USAGERS } from "./monde";

const { numeroFranceTravail } = USAGERS.driss;

describe("INSCRIPTION_STATUT : numéro et statut à France Travail", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrirMonde();
  });
  afterEach(() => monde.fermer());

  const changer = (numero: string, statut: string, dateEffet: string) =>
    monde.simulateur.agir({ acte: "CHANGER_STATUT", numeroFranceTravail: numero, statut, dateEffet } as never);
  const personne = async (id: string) =>
    (
      await monde.executer(
        `query ($id: ID!) { allocataire(id: $id) { identifiants { type valeur provenance { source } } inscriptionFranceTravail { statut dateEffet dateInscription categorie }
          orientations { statut origine } contratEngagement { statut } } }`,
        { id },
      )
    ).allocataire;
  const evenements = async () =>
    (
      await monde.base.owner.query(
        "select allocataire, donnees from journal.evenement where type = 'InscriptionConstatee' order by survenu_le",
      )
    ).rows;

  it("apprend le numéro par le NIR, puis le statut ; l’inscription demande une orientation, une seule fois", async () => {
    changer(numeroFranceTravail, "Inscrit", "2026-01-28");
    await monde.lireTout();
    await monde.lireTout();
    const driss = await personne(PEOPLE.driss);
    const numero = driss.identifiants.find(({ type }: { type: string }) => type === "NUMERO_FRANCE_TRAVAIL");
    expect(numero).toEqual({ type: "NUMERO_FRANCE_TRAVAIL", valeur: numeroFranceTravail, provenance: { source: "FRANCE_TRAVAIL" } });
    expect(driss.inscriptionFranceTravail).toEqual({
      statut: "INSCRIT",
      dateEffet: "2026-01-28",
      dateInscription: "2026-01-28",
      categorie: "1",
    });
    expect(driss.orientations).toEqual([{ statut: "DEMANDEE", origine: "INSCRIPTION_FRANCE_TRAVAIL" }]);
    expect((await evenements()).filter(({ allocataire }) => allocataire === PEOPLE.driss)).toEqual([
      { allocataire: PEOPLE.driss, donnees: { statut: "INSCRIT", dateEffet: "2026-01-28" } },
    ]);
    const recus = (await monde.echanges("INSCRIPTION_STATUT")).filter(({ allocataire }) => allocataire === PEOPLE.driss);
    expect(recus.map(({ sens, statut, tentatives }) => [sens, statut, tentatives])).toEqual([
      ["ENTRANT", "TRAITE", 1],
      ["ENTRANT", "TRAITE", 1],
    ]);
  });

  it.each([
    ["Cessé", "CESSE"],
    ["Radié", "RADIE"],
  ])("%s suspend le contrat du jour où l’inscription prend fin", async (la, ici) => {
    await monde.base.owner.query(
      `insert into allocataires.contrat_engagement (departement, allocataire, nature, statut, propose_le, date_signature, date_debut, organisme, source, collectee_le, recue_le, certifiee)
       values ('94', $1, 'CONTRAT_ENGAGEMENT', 'SIGNE', '2026-01-21', '2026-01-21', '2026-01-21', '94-REMOB-1', 'ORGANISME_REFERENT', '2026-01-21', '2026-01-21', true)`,
      [PEOPLE.amina],
    );
    changer(USAGERS.amina.numeroFranceTravail, la, "2026-01-30");
    await monde.lireTout();
    const amina = await personne(PEOPLE.amina);
    expect([amina.inscriptionFranceTravail.statut, amina.contratEngagement.statut]).toEqual([ici, "SUSPENDU"]);
  });

  it("une personne que France Travail ne trouve pas n’arrête pas les autres", async () => {
    await monde.base.owner.query("delete from allocataires.identifiant where allocataire = $1", [PEOPLE.bruno]);
    changer(numeroFranceTravail, "Inscrit", "2026-01-28");
    monde.simulateur.panne({ api: "rechercher-usager", nature: "S003", fois: 1 });
    await monde.lireTout();
    await monde.lireTout();
    expect((await personne(PEOPLE.driss)).inscriptionFranceTravail.statut).toBe("INSCRIT");
    const { lecturesPartenaires } = await monde.executer("{ lecturesPartenaires { nom echecs } }");
    expect(lecturesPartenaires).toContainEqual({ nom: "statuts", echecs: 0 });
  });
});
