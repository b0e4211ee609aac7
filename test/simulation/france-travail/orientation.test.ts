import { CAMILLE, type Monde, ouvrir } from "./appeler";

const V2 = "/partenaire/orientationusager/v2";
const V1 = "/partenaire/orientationusager/v1";
const NUMERO = CAMILLE.numeroFranceTravail;
const CD = { organisme: { code: "CD" }, structure: { code: "CDA0094" } };

describe("orientation v1 et v2", () => {
  let monde: Monde;
  let camille: Awaited<ReturnType<Monde["pour"]>>;
  beforeEach(async () => {
    monde = await ouvrir();
    camille = await monde.pour(CAMILLE);
  });
  afterEach(() => monde.simulateur.arreter());
  const activites = () => monde.simulateur.etat(NUMERO)?.activites.map((a) => a.codeActivite);
  const accepter = (date_decision = "2026-11-01") =>
    camille("POST", `${V2}/decisionOrientation`, { etat_decision: "ACCEPTEE", date_decision });
  const orienter = async () => {
    await monde.agir({ acte: "DEMANDER_ORIENTATION", numeroFranceTravail: NUMERO, parcours: "PSP", organisme: "CD" });
    expect((await accepter()).statut).toBe(201);
  };

  it("une demande ouvre ACT382, sa décision la ferme et ouvre ACT380", async () => {
    await monde.agir({ acte: "DEMANDER_ORIENTATION", numeroFranceTravail: NUMERO, parcours: "PSP", organisme: "CD" });
    expect(activites()).toEqual(["ACT382"]);
    expect((await accepter()).statut).toBe(201);
    expect(activites()).toEqual(["ACT380"]);
    expect((await camille("GET", `${V2}/lectureOrientation`)).corps).toEqual([
      expect.objectContaining({
        parcours: "PSP",
        statut: "DECIDE",
        etat: "OUVERT",
        prise_decision: { organisme: { code: "CD" } },
        date_entree_parcours: "2026-11-01",
      }),
    ]);
  });

  it("calcule une préconisation depuis les critères, indéterminée sans situation professionnelle", async () => {
    const calculer = async (criteres_orientation: object) =>
      (await camille("POST", `${V2}/calculerOrientation`, { origine: "INSCRIPTION_CONSEILLER_CD", criteres_orientation })).corps;
    expect((await calculer({})).parcours).toBe("IND");
    expect((await calculer({ situation_professionnelle: "JAMAIS", contrainte_logement: "SANS_LOGEMENT" })).parcours).toBe("PSO");
    expect(await calculer({ situation_professionnelle: "EN_ACTIVITE" })).toMatchObject({
      parcours: "PED",
      statut: "PRECONISE",
      criteres_orientation: { brsa: true, date_naissance: CAMILLE.dateNaissance },
    });
    expect(monde.simulateur.etat(NUMERO)?.orientations).toHaveLength(1);
  });

  it("une préconisation indéterminée ne peut qu’être refusée, avec le parcours décidé", async () => {
    await monde.agir({ acte: "DEMANDER_ORIENTATION", numeroFranceTravail: NUMERO, parcours: "IND", organisme: "IND" });
    expect((await accepter()).corps.codeErreur).toBe("DECISION_INCOHERENTE");
    const refus = { etat_decision: "REFUSEE", date_decision: "2026-11-01", motif_refus: "APPRECIATION_DIFFERENTE" };
    expect((await camille("POST", `${V2}/decisionOrientation`, refus)).statut).toBe(400);
    expect((await camille("POST", `${V2}/decisionOrientation`, { ...refus, parcours: "PSO", referent_parcours: CD })).statut).toBe(201);
    expect((await camille("GET", `${V2}/lectureOrientation?etatOrientation=OUVERT`)).corps[0]).toMatchObject({
      parcours: "PSO",
      referent_parcours: CD,
    });
  });

  it("n’écrit ni EO ni IND, et refuse une décision datée du lendemain", async () => {
    await monde.agir({ acte: "DEMANDER_ORIENTATION", numeroFranceTravail: NUMERO, parcours: "PSP" });
    const ecrire = (ecart: object) =>
      camille("POST", `${V2}/decisionOrientation`, {
        etat_decision: "REFUSEE",
        date_decision: "2026-11-01",
        parcours: "PSP",
        referent_parcours: CD,
        ...ecart,
      });
    expect((await ecrire({ parcours: "EO" })).statut).toBe(400);
    expect((await ecrire({ parcours: "IND" })).statut).toBe(400);
    expect((await ecrire({ referent_parcours: { organisme: { code: "IND" } } })).statut).toBe(400);
    expect((await ecrire({ date_decision: "2026-11-02" })).statut).toBe(400);
    expect(activites()).toEqual(["ACT382"]);
  });

  it("rejouer une décision est refusé : rien n’attend plus", async () => {
    await orienter();
    expect(await accepter()).toMatchObject({ statut: 400, corps: { codeErreur: "AUCUNE_ORIENTATION_A_DECIDER" } });
    expect(monde.simulateur.appliques).toHaveLength(1);
  });

  it("une réorientation passe par ACT414, clôt la précédente et remet le contrat à signer", async () => {
    await orienter();
    await camille("POST", "/partenaire/contrat-engagement/v1/signer", { dateSignature: "2026-11-01T09:00:00+0100" });
    await monde.agir({ acte: "DEMANDER_ORIENTATION", numeroFranceTravail: NUMERO, parcours: "PED", organisme: "FT" });
    expect(activites()).toEqual(["ACT380", "ACT414"]);
    monde.horloge.advance(3 * 86_400_000);
    const suite = await monde.appeler("GET", "/controle/etat");
    expect(suite.statut).toBe(200);
    await monde.agir({ acte: "DECIDER_ORIENTATION", numeroFranceTravail: NUMERO, parcours: "PED" });
    const etat = monde.simulateur.etat(NUMERO)!;
    expect(etat.orientations.map((o) => [o.statut, o.etat, o.date_sortie_parcours])).toEqual([
      ["DECIDE", "CLOTURE", "2026-11-04"],
      ["DECIDE_REORIENTATION", "OUVERT", undefined],
    ]);
    expect(etat.orientations[1]?.prise_decision?.organisme.code).toBe("FT");
    expect(etat.contrat).toMatchObject({ etat: "A_SIGNER", dateSignature: "2026-11-01T08:00:00.000Z" });
    expect(activites()).toEqual(["ACT380"]);
  });

  it("une réorientation refusée sans autre choix laisse le parcours en cours", async () => {
    await orienter();
    await monde.agir({ acte: "DEMANDER_ORIENTATION", numeroFranceTravail: NUMERO, parcours: "PED", organisme: "FT" });
    await camille("POST", `${V2}/decisionOrientation`, { etat_decision: "REFUSEE", date_decision: "2026-11-01", motif_refus: "AUTRE" });
    expect(monde.simulateur.etat(NUMERO)?.orientations.map((o) => [o.parcours, o.etat])).toEqual([
      ["PSP", "OUVERT"],
      ["PED", "ABANDON"],
    ]);
  });

  it("crée et modifie, jamais avant la sortie de l’orientation précédente", async () => {
    const creer = (date_entree_parcours: string) =>
      camille("POST", `${V2}/orientation`, {
        origine: "INSCRIPTION_CONSEILLER_CD",
        parcours: "PSP",
        referent_parcours: CD,
        date_entree_parcours,
      });
    expect((await creer("2026-10-01")).statut).toBe(201);
    expect((await creer("2026-10-20")).statut).toBe(201);
    expect((await creer("2026-10-10")).corps.codeErreur).toBe("DATE_ENTREE_INCOHERENTE");
    const modifier = (date_entree_parcours: string) =>
      camille("PUT", `${V2}/modificationOrientation`, { parcours: "PSO", structure_referente_parcours: CD, date_entree_parcours });
    expect((await modifier("2026-10-19")).statut).toBe(400);
    expect((await modifier("2026-10-25")).corps).toMatchObject({ statut: "MODIFIE", parcours: "PSO" });
  });

  it("v1 : mêmes orientations, autres mots", async () => {
    expect(
      (await camille("POST", `${V1}/calculOrientation`, { origine: "INSCRIPTION_CONSEILLER_CD", situation_professionnelle: "JAMAIS" }))
        .corps,
    ).toMatchObject({
      parcours: "PED",
      organisme: "FT",
      statut: "PRECONISE",
    });
    const decision = {
      etat_decision: "REFUSEE",
      date_decision: "2026-11-01",
      motif_refus: "AUTRE",
      parcours: "PSP",
      organisme: "CD",
      structure: { code_aurore: "CDA0094" },
    };
    expect((await camille("POST", `${V1}/decisionOrientation`, decision)).statut).toBe(400);
    expect(
      (await camille("POST", `${V1}/decisionOrientation`, { ...decision, organisme_decision: "CD", agent_decision: "AG1" })).statut,
    ).toBe(201);
    expect((await camille("GET", `${V1}/lectureOrientation`)).corps).toEqual([
      expect.objectContaining({
        parcours: "PSP",
        organisme: "CD",
        organisme_decision: "CD",
        structure: { code_aurore: "CDA0094" },
        statut: "DECIDE",
      }),
    ]);
    expect((await camille("GET", `${V2}/lectureOrientation`)).corps[0]).toMatchObject({
      referent_parcours: CD,
      decision: { agent_decision: "AG1" },
    });
  });

  it("v1 modifie par des en-têtes", async () => {
    await orienter();
    const { jetonUsager } = (
      await monde.appeler("POST", "/partenaire/rechercher-usager/v2/usagers/par-numero-francetravail", {
        corps: { numeroFranceTravail: NUMERO },
      })
    ).corps;
    const modifier = (entetes: Record<string, string>) =>
      monde.appeler("PUT", `${V1}/modificationOrientation`, { entetes: { "ft-jeton-usager": jetonUsager, ...entetes } });
    expect((await modifier({})).statut).toBe(400);
    expect((await modifier({ codeParcours: "PSO", codeStructure: "CDA0094", dateEntreeParcours: "2026-11-01" })).corps).toMatchObject({
      parcours: "PSO",
      structure: { code_aurore: "CDA0094" },
    });
  });
});
