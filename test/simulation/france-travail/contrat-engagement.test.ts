import { CAMILLE, type Monde, ouvrir } from "./appeler";

const CONTRAT = "/partenaire/contrat-engagement/v1";
const NUMERO = CAMILLE.numeroFranceTravail;

describe("contrat d’engagement v1", () => {
  let monde: Monde;
  let camille: Awaited<ReturnType<Monde["pour"]>>;
  beforeEach(async () => {
    monde = await ouvrir();
    camille = await monde.pour(CAMILLE);
  });
  afterEach(() => monde.simulateur.arreter());
  const signature = { dateSignature: "2026-11-01T10:00:00+0100" };
  const refus = { dateRefus: "2026-11-01T10:00:00+0100" };

  it("répond 204 sans contrat, le crée signé, refuse d’en créer un second", async () => {
    expect((await camille("GET", `${CONTRAT}/lecture`)).statut).toBe(204);
    expect((await camille("POST", `${CONTRAT}/signer`, signature)).statut).toBe(201);
    expect((await camille("GET", `${CONTRAT}/lecture`)).corps).toMatchObject({
      etat: "SIGNE",
      dateSignature: "2026-11-01T09:00:00.000Z",
      engagements: expect.any(Object),
    });
    const second = await camille("POST", `${CONTRAT}/signer`, signature);
    expect(second).toMatchObject({ statut: 400, corps: { title: "SignatureException", status: 400 } });
    expect(second.entetes.get("content-type")).toBe("application/problem+json");
  });

  it("signe ou refuse celui qui attend, une fois", async () => {
    expect((await camille("PATCH", `${CONTRAT}/signer`, signature)).corps.title).toBe("SignatureException");
    expect((await camille("PATCH", `${CONTRAT}/refuser`, refus)).corps.title).toBe("RefusException");
    await monde.agir({ acte: "PREPARER_CONTRAT", numeroFranceTravail: NUMERO });
    expect((await camille("PATCH", `${CONTRAT}/refuser`, refus)).statut).toBe(200);
    expect((await camille("PATCH", `${CONTRAT}/refuser`, refus)).corps.title).toBe("RefusException");
    expect((await camille("PATCH", `${CONTRAT}/signer`, signature)).statut).toBe(200);
    expect((await camille("PATCH", `${CONTRAT}/signer`, signature)).corps.title).toBe("SignatureException");
    expect(monde.simulateur.appliques.map((e) => e.operation)).toEqual(["PATCH /refuser", "PATCH /signer"]);
  });

  it("refuse une date future ou illisible", async () => {
    for (const dateSignature of ["2026-11-01T13:00:01+0100", "2026-11-01", "2026-13-01T10:00:00Z"])
      expect((await camille("POST", `${CONTRAT}/signer`, { dateSignature })).corps).toMatchObject({
        title: "DonneeEnEntreeInvalideException",
        status: 400,
      });
  });

  it("une cessation d’inscription suspend le contrat, et le signer répond alors 500", async () => {
    await camille("POST", `${CONTRAT}/signer`, signature);
    await monde.agir({
      acte: "CHANGER_STATUT",
      numeroFranceTravail: NUMERO,
      statut: "Cessé",
      motifCode: "42",
      motifLibelle: "Reprise d’emploi",
    });
    expect((await camille("GET", `${CONTRAT}/lecture`)).corps.etat).toBe("SUSPENDU");
    expect(await camille("PATCH", `${CONTRAT}/signer`, signature)).toMatchObject({
      statut: 500,
      corps: { detail: expect.stringContaining("suspendu") },
    });
    expect((await camille("GET", "/partenaire/contrat-usager/v2/contrat")).corps.m_contrat).toEqual({
      m_statut: "Cessé",
      m_date_effet_statut: "2026-11-01",
      m_motif_cloture_code: "42",
      m_motif_cloture_lib: "Reprise d’emploi",
    });
  });
});
