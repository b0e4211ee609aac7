import { CAMILLE, demanderJeton, type Monde, NADIA, ouvrir } from "./appeler";

const API = "/partenaire/gestion-sanctions-rsa/v1";
const NUMERO = CAMILLE.numeroFranceTravail;

describe("gestion des sanctions RSA v1", () => {
  let monde: Monde;
  let camille: Awaited<ReturnType<Monde["pour"]>>;
  beforeEach(async () => {
    monde = await ouvrir();
    camille = await monde.pour(CAMILLE);
  });
  afterEach(() => monde.simulateur.arreter());

  const proposer = async (ecart: object = {}): Promise<string> =>
    (await monde.agir({ acte: "PROPOSER_SANCTION", numeroFranceTravail: NUMERO, ...ecart })).corps.idConsequenceSanction;
  const traiter = (identifiantConsequenceSanction: string, typeEvenement: string, ecart: Record<string, unknown> = {}) => {
    const { motifEvenement, dateEvenement = "2026-11-01", ...decision } = ecart;
    return camille("POST", `${API}/evenementSanctionRSA`, {
      identifiantConsequenceSanction,
      evenement: { typeEvenement, dateEvenement, ...(motifEvenement ? { motifEvenement } : {}) },
      ...decision,
    });
  };
  const VALIDE = { typeConsequenceSanctionValide: "SUSP_RSA", modaliteDecisionValidee: "P", montantValide: 80, dureeValidee: 1 };
  const codes = () => monde.simulateur.etat(NUMERO)?.activites.map((a) => a.codeActivite);
  const evenements = (id: string) =>
    monde.simulateur
      .etat(NUMERO)
      ?.manquements.flatMap((m) => m.consequencesSanction)
      .find((c) => c.idConsequenceSanction === id)
      ?.evenements.map((e) => [e.typeEvenement, e.motif]);

  it("va de la proposition à la levée, et les activités suivent", async () => {
    const id = await proposer();
    expect(codes()).toEqual(["ACT366"]);
    expect((await traiter(id, "SAISIE_SANCTION")).corps).toEqual({ codeSortie: "C001" });
    expect(codes()).toEqual(["ACT367"]);
    expect((await traiter(id, "VALID_SANCTION", VALIDE)).corps.codeSortie).toBe("C001");
    expect(codes()).toEqual([]);
    await monde.agir({ acte: "PROPOSER_LEVEE", numeroFranceTravail: NUMERO, idConsequenceSanction: id });
    expect(codes()).toEqual(["ACT368"]);
    expect((await traiter(id, "VALID_LEVEE_SUSP")).corps.codeSortie).toBe("C001");
    expect(codes()).toEqual([]);
    const lu = (await camille("GET", `${API}/detailManquement?identifiantSanction=${id}`)).corps;
    expect(lu).toMatchObject({ individu: { numeroFranceTravail: NUMERO }, familleManquement: "F01" });
    expect(lu.consequencesSanction[0]).toMatchObject({ montantValide: 80, dateLeveeApplication: "2026-10-31T23:00:00.000Z" });
    expect(lu.consequencesSanction[0].evenements.map((e: any) => e.typeEvenement)).toEqual([
      "PROP_SANCTION",
      "SAISIE_SANCTION",
      "VALID_SANCTION",
      "PROP_LEVEE_SUSP",
      "VALID_LEVEE_SUSP",
    ]);
  });

  it("un événement qui ne suit pas le précédent : C999 sous un 200, et rien ne change", async () => {
    const id = await proposer();
    expect(await traiter(id, "VALID_SANCTION", VALIDE)).toMatchObject({ statut: 200, corps: { codeSortie: "C999" } });
    await traiter(id, "REFUS_SAISIE_SANCTION");
    expect((await traiter(id, "SAISIE_SANCTION")).corps.codeSortie).toBe("C999");
    expect(evenements(id)).toEqual([
      ["PROP_SANCTION", undefined],
      ["REFUS_SAISIE_SANCTION", undefined],
    ]);
    expect(monde.simulateur.appliques).toHaveLength(1);
  });

  it.each([
    ["R030", { dateEvenement: "hier" }],
    ["R031", { dateEvenement: "2026-11-03" }],
    ["R050", { typeConsequenceSanctionValide: undefined }],
    ["R060", { modaliteDecisionValidee: undefined }],
    ["R062", { montantValide: 29 }],
    ["R062", { montantValide: 101 }],
    ["R070", { dureeValidee: undefined }],
    ["R071", { dureeValidee: 5 }],
  ])("refuse une décision invalide : %s", async (code, ecart) => {
    const id = await proposer();
    await traiter(id, "SAISIE_SANCTION");
    expect(await traiter(id, "VALID_SANCTION", { ...VALIDE, ...ecart })).toMatchObject({ statut: 400, corps: { codeErreur: code } });
  });

  it("annule avec un motif, obligatoire", async () => {
    const id = await proposer();
    expect((await traiter(id, "ANNULATION_SANCTION")).corps.codeErreur).toBe("R040");
    expect((await traiter(id, "ANNULATION_SANCTION", { motifEvenement: "RECOURS" })).corps.codeSortie).toBe("C001");
    expect(codes()).toEqual([]);
  });

  it("sans saisie au bout de quinze jours, France Travail décide : DELAI_SAISIE_DEPASSE", async () => {
    const id = await proposer({ montant: 50, duree: 2 });
    monde.simulateur.decaler(15 * 86_400_000);
    const { access_token: jeton } = (await (await demanderJeton(monde.simulateur)).json()) as { access_token: string };
    await monde.appeler("GET", "/partenaire/activites-operationnelles/v2/activites/chercher?codeFamille=GLI100", { jeton });
    expect(codes()).toEqual([]);
    expect(evenements(id)).toEqual([
      ["PROP_SANCTION", undefined],
      ["VALID_SANCTION", "DELAI_SAISIE_DEPASSE"],
    ]);
  });

  it("l’identifiant d’une autre personne n’est pas connu : R011", async () => {
    const id = await proposer();
    const nadia = await monde.pour(NADIA);
    expect(await nadia("GET", `${API}/detailManquement?identifiantSanction=${id}`)).toMatchObject({
      statut: 400,
      corps: { codeErreur: "R011" },
    });
    expect((await nadia("GET", `${API}/detailManquement`)).corps.codeErreur).toBe("R010");
  });

  it("une suppression proposée ouvre ACT370, et n’a rien à lever", async () => {
    const id = await proposer({ type: "SUPPR_RSA" });
    expect(codes()).toEqual(["ACT370"]);
    await traiter(id, "SAISIE_SANCTION");
    expect(
      (await traiter(id, "VALID_SANCTION", { ...VALIDE, typeConsequenceSanctionValide: "SUPPR_RSA", dureeValidee: undefined })).corps
        .codeSortie,
    ).toBe("C001");
    expect((await monde.agir({ acte: "PROPOSER_LEVEE", numeroFranceTravail: NUMERO, idConsequenceSanction: id })).statut).toBe(409);
  });

  const DECISION = {
    dateNotificationDecisionSanction: "2026-11-01",
    natureManquement: "N63",
    rangManquement: "R1",
    dateManquement: "2026-10-20",
    typeSanctionValide: "SUSP_RSA",
    modaliteDecisionValidee: "P",
    montantValide: 100,
    dureeValidee: 1,
  };

  it("le Département décide seul, puis lève, puis demande une radiation", async () => {
    const { corps } = await camille("POST", `${API}/decisionSanctionRSAPartenaire`, DECISION);
    expect(corps).toMatchObject({ codeSortie: "C001", identifiantManquement: expect.any(String) });
    const radier = () =>
      camille("POST", `${API}/demandeRadiation`, { identifiantConsequenceSanction: corps.identifiantConsequenceSanction });
    expect((await radier()).corps).toMatchObject({ codeSortie: "C000", idConsequenceSanctionCree: expect.any(String) });
    expect((await radier()).corps.codeSortie).toBe("C002");
    expect((await traiter(corps.identifiantConsequenceSanction, "VALID_LEVEE_SUSP")).corps.codeSortie).toBe("C001");
  });

  it.each([
    ["R041", { natureManquement: "N62" }],
    ["R052", { typeSanctionValide: "RADIATION" }],
    ["R061", { montantValide: undefined }],
    ["R081", { dateManquement: "2026-12-01" }],
    ["R082", { dateNotificationDecisionSanction: "2026-10-01" }],
    ["R090", { rangManquement: "R3" }],
  ])("refuse une décision du Département invalide : %s", async (code, ecart) => {
    expect((await camille("POST", `${API}/decisionSanctionRSAPartenaire`, { ...DECISION, ...ecart })).corps.codeErreur).toBe(code);
  });
});
