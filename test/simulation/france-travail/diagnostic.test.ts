import { CAMILLE, type Monde, ouvrir } from "./appeler";

const API = "/partenaire/diagnosticargumente/v4";
const NUMERO = CAMILLE.numeroFranceTravail;
const LE = { dateExploration: "2026-10-30T10:00:00Z" };

describe("diagnostic argumenté v4", () => {
  let monde: Monde;
  let camille: Awaited<ReturnType<Monde["pour"]>>;
  beforeEach(async () => {
    monde = await ouvrir({ clients: [{ id: "simulateur", secret: "simulateur-secret", structure: "CDA0094" }] });
    camille = await monde.pour(CAMILLE);
  });
  afterEach(() => monde.simulateur.arreter());
  const contrainte = (dossier: any, code: string) => dossier.thematiqueContrainte.contraintes.find((c: any) => c.code === code);

  it("montre toutes les contraintes du référentiel, non abordées, et le numérique à part", async () => {
    const dossier = (await camille("GET", `${API}/dossiers`)).corps;
    expect(dossier.thematiqueContrainte.contraintes.map((c: any) => c.code)).toEqual(["23", "24", "25", "26", "27", "28", "29"]);
    expect(contrainte(dossier, "23").valeur).toBe("NON_ABORDEE");
    expect(dossier.autonomieNumerique.contrainte.code).toBe("22");
  });

  it("enregistre des contraintes, chacune avec son auteur et sa date", async () => {
    const corps = { ...LE, contraintesAEnregistrer: [{ code: "23", valeur: "OUI", impact: "FORT", estPrioritaire: true }] };
    expect((await camille("POST", `${API}/contraintes`, corps)).statut).toBe(200);
    const dossier = (await camille("GET", `${API}/dossiers`)).corps;
    expect(contrainte(dossier, "23")).toMatchObject({
      valeur: "OUI",
      impact: "FORT",
      estPrioritaire: true,
      dateExploration: "2026-10-30T10:00:00.000Z",
    });
    expect(dossier.thematiqueContrainte.agent).toMatchObject({ structure: "CDA0094", type: "PARTENAIRE" });
  });

  it("n’a qu’une contrainte prioritaire", async () => {
    const priorites = (...codes: string[]) => ({
      ...LE,
      contraintesAEnregistrer: codes.map((code) => ({ code, valeur: "OUI", estPrioritaire: true })),
    });
    expect((await camille("POST", `${API}/contraintes`, priorites("23", "27"))).statut).toBe(400);
    await camille("POST", `${API}/contraintes`, priorites("23"));
    await camille("POST", `${API}/contraintes`, priorites("27"));
    const dossier = (await camille("GET", `${API}/dossiers`)).corps;
    expect([contrainte(dossier, "23").estPrioritaire, contrainte(dossier, "27").estPrioritaire]).toEqual([false, true]);
  });

  it.each([
    ["un code hors du référentiel", { ...LE, contraintesAEnregistrer: [{ code: "99", valeur: "OUI" }] }],
    ["une valeur inconnue", { ...LE, contraintesAEnregistrer: [{ code: "23", valeur: "PEUT_ETRE" }] }],
    ["une exploration future", { dateExploration: "2026-12-01T10:00:00Z", contraintesAEnregistrer: [] }],
    [
      "sans contrainte, et une contrainte",
      { ...LE, declareSansContrainteAEnregistrer: true, contraintesAEnregistrer: [{ code: "23", valeur: "OUI" }] },
    ],
  ])("refuse %s, et ne garde rien", async (_, corps) => {
    expect((await camille("POST", `${API}/contraintes`, corps)).statut).toBe(400);
    expect(monde.simulateur.etat(NUMERO)?.diagnostic.contraintes).toEqual([]);
  });

  it("un code est propre à sa liste : l’objectif 22 n’est pas la contrainte 22", async () => {
    const objectif22 = { ...LE, objectifsAEnregistrer: [{ code: "22", valeur: "EN_COURS" }] };
    await camille("POST", `${API}/contraintes`, objectif22);
    const dossier = (await camille("GET", `${API}/dossiers`)).corps;
    expect(dossier.autonomieNumerique.contrainte).toMatchObject({ valeur: "NON_ABORDEE", objectifs: [] });
    expect(dossier.thematiqueContrainte.contraintes.flatMap((c: any) => c.objectifs.map((o: any) => o.code))).toEqual(["22"]);
  });

  it("tient les métiers, leurs besoins et leur priorité", async () => {
    const { idDiagnostic } = (
      await camille("POST", `${API}/diagnostics`, { codeRome: "K1302", codeTypologie: "EF", nomMetier: "Aide à domicile" })
    ).corps;
    const second = (await camille("POST", `${API}/diagnostics`, { codeRome: "D1106" })).corps.idDiagnostic;
    await camille("PUT", `${API}/diagnostics/${second}/priorise`);
    await camille("PUT", `${API}/diagnostics/${idDiagnostic}/besoins`, { ...LE, besoinAEnregistrer: [{ code: "5", valeur: "BESOIN" }] });
    expect((await camille("GET", `${API}/diagnostics`)).corps.diagnostics.map((d: any) => [d.codeRome, d.estPrioritaire])).toEqual([
      ["K1302", false],
      ["D1106", true],
    ]);
    const besoins = (await camille("GET", `${API}/besoins`)).corps;
    expect(besoins[0].thematiquesBesoins.flatMap((t: any) => t.besoins).filter((b: any) => b.valeur === "BESOIN")).toEqual([
      expect.objectContaining({ code: "5", libelle: "Trouver sa formation" }),
    ]);
    expect((await camille("PUT", `${API}/diagnostics/${second}/supprime`)).statut).toBe(200);
    expect((await camille("PUT", `${API}/diagnostics/${second}`, { codeRome: "D1106" })).statut).toBe(404);
  });

  it("enregistre un dossier entier d’un coup, et le relit tel qu’il était", async () => {
    await camille("POST", `${API}/dossiers`, {
      contraintesDossierAEnregistrer: { ...LE, contraintesAEnregistrer: [{ code: "27", valeur: "OUI", impact: "MOYEN" }] },
      autonomieNumeriqueAEnregistrer: { ...LE, contrainteAEnregistrer: { code: "22", valeur: "OUI", impact: "FAIBLE" } },
      pouvoirAgirAEnregistrer: { confiance: "3", accompagnement: "2" },
    });
    monde.horloge.advance(60_000);
    await camille("POST", `${API}/contraintes`, { ...LE, contraintesAEnregistrer: [{ code: "27", valeur: "CLOTUREE" }] });
    expect((await camille("GET", `${API}/historisation/versions`)).corps).toHaveLength(2);
    expect((await camille("GET", `${API}/historisation/dossiers`)).corps).toMatchObject({
      contraintesHistorisees: { contraintes: [{ code: "27", valeur: "OUI" }] },
      autonomieNumeriqueHistorisee: { contrainte: { code: "22", valeur: "OUI" } },
      pouvoirAgirHistorise: { confiance: "3" },
    });
  });

  it("une modification de France Travail ouvre ACT395, que notre confirmation ferme", async () => {
    await monde.agir({
      acte: "MODIFIER_DIAGNOSTIC",
      numeroFranceTravail: NUMERO,
      contraintes: [{ code: "25", valeur: "OUI", impact: "FORT" }],
    });
    const codes = () => monde.simulateur.etat(NUMERO)?.activites.map((a) => a.codeActivite);
    expect(codes()).toEqual(["ACT395"]);
    expect((await camille("GET", `${API}/contraintes`)).corps.agent.type).toBe("CONSEILLER");
    await camille("POST", `${API}/contraintes`, { ...LE, contraintesAEnregistrer: [{ code: "25", valeur: "OUI" }] });
    expect(codes()).toEqual([]);
  });

  it("donne le référentiel : 7 contraintes et le numérique, 49 objectifs, 92 situations, 21 besoins", async () => {
    const { thematiqueContrainte, thematiquesBesoins } = (await camille("GET", `${API}/referentiel`)).corps;
    const compter = (nom: string) => thematiqueContrainte.contraintes.flatMap((c: any) => c[nom]).length;
    expect([thematiqueContrainte.contraintes.length, compter("objectifs"), compter("situations")]).toEqual([8, 49, 92]);
    expect(thematiquesBesoins.flatMap((t: any) => t.besoins)).toHaveLength(21);
  });
});
