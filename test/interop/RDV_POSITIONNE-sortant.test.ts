import { amina, bruno, donnerLesCodes, effets, gestes, vus } from "./gestes";
import { type Monde, ouvrirMonde } from "./monde";

describe("RDV_POSITIONNE : rendez-vous positionnés par le Département", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrirMonde();
    await donnerLesCodes(monde);
  });
  afterEach(() => monde.fermer());

  const NUMERO = amina.numeroFranceTravail;
  const chezFT = () => monde.simulateur.etat(NUMERO)!.rendezVous;
  const prendre = (debut = "2026-02-10T08:30:00Z", famille?: string) => gestes(monde).prendre(amina.allocataire, debut, famille);

  it("posé, déplacé, annulé : un seul rendez-vous chez France Travail, qui suit", async () => {
    const id = await prendre();
    await monde.vider();
    expect(chezFT().map((r) => r.corps)).toEqual([
      {
        date: "2026-02-10T09:30:00+01:00",
        duree: 45,
        modaliteContact: "PHYSIQUE",
        motif: "ACC",
        organisme: { code: "DCD", idStructure: "94001" },
        statut: "PRIS",
        typeReception: "IND",
      },
    ]);
    monde.horloge.advance(3_600_000);
    await gestes(monde).deplacer(id, "2026-02-11T09:00:00Z");
    await monde.vider();
    expect(chezFT().map((r) => [r.corps.date, r.corps.statut])).toEqual([["2026-02-11T10:00:00+01:00", "MODIFIE"]]);
    await gestes(monde).presence(id, amina.allocataire, "ANNULE_USAGER");
    await monde.vider();
    expect(chezFT().map((r) => [r.corps.statut, r.corps.initiateur])).toEqual([["ANNULE", "USAGER"]]);
    expect(await vus(monde, "RDV_POSITIONNE")).toEqual(["CONFIRME", "CONFIRME", "CONFIRME"]);
    expect(effets(monde, NUMERO)).toEqual(["POST /rendez-vous", "PUT /rendez-vous", "PUT /rendez-vous"]);
    const identifiants = new Set((await monde.echanges("RDV_POSITIONNE")).map((e) => e.identifiant_partenaire));
    expect([...identifiants]).toEqual([chezFT()[0]!.id]);
  });

  it("le premier rendez-vous d’accompagnement, et lui seul, est ACC", async () => {
    await prendre("2026-02-10T08:30:00Z", "PREMIER_ACCOMPAGNEMENT");
    await prendre("2026-02-17T08:30:00Z", "PREMIER_ACCOMPAGNEMENT");
    await prendre("2026-02-05T08:30:00Z", "ORIENTATION");
    await monde.vider();
    expect(
      chezFT()
        .map((r) => [r.corps.date.slice(8, 10), r.corps.motif])
        .sort(),
    ).toEqual([
      ["05", "ORI"],
      ["10", "ACC"],
      ["17", "AUT"],
    ]);
  });

  it("annulé avant d’avoir été dit : rien à annuler chez France Travail", async () => {
    const id = await prendre();
    await gestes(monde).presence(id, amina.allocataire, "ANNULE_SERVICE");
    await monde.vider();
    const raison = "Le rendez-vous est annulé, et France Travail ne l’a pas : il n’y a rien à annuler chez lui.";
    expect(await vus(monde, "RDV_POSITIONNE")).toEqual([`IGNORE ${raison}`, `IGNORE ${raison}`]);
    expect(effets(monde, NUMERO)).toEqual([]);
  });

  it("l’envoi appliqué sans réponse n’est pas refait : le rendez-vous est relu, et son identifiant gardé", async () => {
    monde.simulateur.panne({ api: "rendez-vous-partenaire", nature: "COUPE", moment: "APRES", fois: 1 });
    await prendre();
    await monde.vider();
    expect(effets(monde, NUMERO)).toEqual(["POST /rendez-vous"]);
    expect((await monde.echanges("RDV_POSITIONNE")).map((e) => [e.statut, e.identifiant_partenaire])).toEqual([
      ["CONFIRME", chezFT()[0]!.id],
    ]);
  });

  it("RDV-Insertion l’a déjà dit : il n’est pas créé une seconde fois", async () => {
    monde.simulateur.agir({
      acte: "PRENDRE_RENDEZ_VOUS",
      numeroFranceTravail: NUMERO,
      rendezVous: { date: "2026-02-10T09:30:00+01:00", organisme: { code: "DCD", idStructure: "94001" }, motif: "AUT" },
    });
    await prendre();
    await monde.vider();
    expect(chezFT()).toHaveLength(1);
    expect(await vus(monde, "RDV_POSITIONNE")).toEqual(["CONFIRME"]);
  });

  it("annulé par la personne chez France Travail, puis déplacé ici sans le savoir : une divergence, rien d’écrasé", async () => {
    const id = await prendre();
    await monde.vider();
    await gestes(monde).deplacer(id, "2026-02-12T09:00:00Z");
    monde.horloge.advance(60_000);
    monde.simulateur.agir({
      acte: "MARQUER_RENDEZ_VOUS",
      numeroFranceTravail: NUMERO,
      id: chezFT()[0]!.id,
      statut: "ANNULE",
      initiateur: "USAGER",
    });
    await monde.vider();
    expect(await vus(monde, "RDV_POSITIONNE")).toEqual(["CONFIRME", "REJETE DIVERGENCE"]);
    expect(chezFT()[0]!.corps.statut).toBe("ANNULE");
    const { rows } = await monde.base.owner.query("select champ, valeur_hub, valeur_partenaire from echanges.divergence");
    expect(rows).toEqual([{ champ: "statut", valeur_hub: "MODIFIE", valeur_partenaire: "ANNULE" }]);
  });

  it("France Travail a réuni deux dossiers et perdu l’identifiant : le rendez-vous est recréé, l’ancien identifiant gardé", async () => {
    const id = await prendre();
    await monde.vider();
    const ancien = chezFT()[0]!.id;
    monde.simulateur.ajouterUsager({ ...amina, numeroFranceTravail: "90000000099", nir: "290039402800199" });
    monde.simulateur.fusionner(NUMERO, "90000000099");
    await gestes(monde).deplacer(id, "2026-02-13T09:00:00Z");
    await monde.vider();
    const [, second] = await monde.echanges("RDV_POSITIONNE");
    expect(second).toMatchObject({ statut: "CONFIRME", identifiants_anterieurs: [ancien] });
    expect(second!.identifiant_partenaire).not.toBe(ancien);
  });

  it("un rendez-vous de plusieurs personnes est dit pour chacune, à elle seule", async () => {
    const id = await prendre();
    await monde.base.owner.query(
      `insert into rendez_vous.participation (departement, rendez_vous, allocataire, statut, maj_le) values ('94', $1, $2, 'PREVU', '2026-02-02')`,
      [id, bruno.allocataire],
    );
    await monde.base.owner.query("update rendez_vous.rendez_vous set collectif = true where id = $1", [id]);
    await monde.base.owner.query(
      `insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
       values ('RendezVousPlanifie', '94', $2, jsonb_build_object('rendezVous', $1::text), '2026-02-02')`,
      [id, bruno.allocataire],
    );
    await monde.vider();
    for (const { numeroFranceTravail } of [amina, bruno])
      expect(monde.simulateur.etat(numeroFranceTravail)!.rendezVous.map((r) => r.corps.typeReception)).toEqual(["COL"]);
    expect(await vus(monde, "RDV_POSITIONNE")).toEqual(["CONFIRME", "CONFIRME"]);
  });
});
