import { CAMILLE, DEPART, type Monde, NADIA, ouvrir } from "./appeler";

const RDV = "/partenaire/rendez-vous-partenaire/v1/rendez-vous";
const LIRE = "/partenaire/rendez-vous-partenaire/v1/rendez-vous-usager";
const corps = (ecart: Record<string, unknown> = {}) => ({
  date: "2026-11-10T09:00:00+01:00",
  duree: 45,
  modaliteContact: "PHYSIQUE",
  motif: "AUT",
  organisme: { code: "CD" },
  statut: "PRIS",
  typeReception: "IND",
  theme: "Suivi",
  initiateur: "PARTENAIRE",
  ...ecart,
});

describe("rendez-vous partenaire v1", () => {
  let monde: Monde;
  let camille: Awaited<ReturnType<Monde["pour"]>>;
  beforeEach(async () => {
    monde = await ouvrir();
    camille = await monde.pour(CAMILLE);
  });
  afterEach(() => monde.simulateur.arreter());

  it("accepte par un 202, puis se relit dans les mots de la lecture", async () => {
    const { statut, corps: rendu } = await camille(
      "POST",
      RDV,
      corps({ information: "Apportez un CV", interlocuteur: { civilite: "Mme", nom: "DUPONT" } }),
    );
    expect(statut).toBe(202);
    expect((await camille("GET", LIRE)).corps).toEqual([
      expect.objectContaining({
        idOrigine: rendu.id,
        date: "2026-11-10T09:00:00",
        initiateur: "CONSEILLER",
        informationUtile: "Apportez un CV",
        interlocuteur: { civilite: "MME", nom: "DUPONT" },
        estEnConflit: false,
      }),
    ]);
  });

  it("n’a pas de clé d’idempotence : deux envois font deux rendez-vous, en conflit", async () => {
    await camille("POST", RDV, corps());
    await camille("POST", RDV, corps());
    const { corps: lus } = await camille("GET", LIRE);
    expect(lus.map((rdv: any) => rdv.estEnConflit)).toEqual([true, true]);
    expect(monde.simulateur.appliques).toHaveLength(2);
  });

  it("modifie et annule par son identifiant, et garde l’historique", async () => {
    const { id } = (await camille("POST", RDV, corps())).corps;
    expect((await camille("PUT", RDV, corps({ id, statut: "EFFECTUE" }))).statut).toBe(202);
    expect((await camille("DELETE", `${RDV}/${id}`)).statut).toBe(202);
    const [lu] = (await camille("GET", LIRE)).corps;
    expect(lu).toMatchObject({ statut: "ANNULE", dateAnnulation: "2026-11-01T12:00:00" });
    expect(lu.historiqueEvenementList.map((h: any) => h.typeAction)).toEqual(["CREATION", "MODIFICATION", "SUPPRESSION"]);
  });

  it("après une réunion d’usagers l’identifiant n’est plus reconnu", async () => {
    const { id } = (await camille("POST", RDV, corps())).corps;
    monde.simulateur.fusionner(CAMILLE.numeroFranceTravail, NADIA.numeroFranceTravail);
    const garde = await monde.pour(CAMILLE);
    expect(await garde("PUT", RDV, corps({ id }))).toMatchObject({ statut: 400, corps: { codeErreur: "ID_NON_RECONNU" } });
    expect(await garde("DELETE", `${RDV}/${id}`)).toMatchObject({ statut: 400, corps: { codeErreur: "ID_NON_RECONNU" } });
    expect((await garde("GET", LIRE)).corps).toEqual([]);
  });

  it("l’identifiant d’une autre personne n’est pas reconnu", async () => {
    const { id } = (await camille("POST", RDV, corps())).corps;
    expect((await (await monde.pour(NADIA))("PUT", RDV, corps({ id }))).corps.codeErreur).toBe("ID_NON_RECONNU");
  });

  it.each([
    ["sans motif", { motif: undefined }],
    ["un statut inconnu", { statut: "HONORE" }],
    ["une date sans heure", { date: "2026-11-10" }],
    ["un jour qui n’existe pas", { date: "2026-02-30T09:00:00Z" }],
    ["un identifiant à la création", { id: "x" }],
  ])("refuse %s", async (_, ecart) => {
    expect(await camille("POST", RDV, corps(ecart))).toMatchObject({ statut: 400, corps: { codeErreur: "DONNEE_INVALIDE" } });
    expect(monde.simulateur.appliques).toEqual([]);
  });

  it("lit par défaut l’avenir et les trente derniers jours, sinon entre deux dates jj-MM-aaaa", async () => {
    for (const date of ["2026-09-15T09:00:00Z", "2026-10-15T09:00:00Z", "2027-01-15T09:00:00Z"])
      await camille("POST", RDV, corps({ date }));
    expect((await camille("GET", LIRE)).corps).toHaveLength(2);
    expect((await camille("GET", `${LIRE}?date-debut=01-09-2026&date-fin=31-10-2026`)).corps).toHaveLength(2);
    expect((await camille("GET", `${LIRE}?date-debut=2026-09-01`)).statut).toBe(400);
  });

  it("le premier rendez-vous d’accompagnement (ACC) ferme ACT380, un autre motif non", async () => {
    await monde.agir({ acte: "DEMANDER_ORIENTATION", numeroFranceTravail: CAMILLE.numeroFranceTravail, parcours: "PSP", organisme: "CD" });
    await camille("POST", "/partenaire/orientationusager/v2/decisionOrientation", {
      etat_decision: "ACCEPTEE",
      date_decision: "2026-11-01",
    });
    const codes = () => monde.simulateur.etat(CAMILLE.numeroFranceTravail)?.activites.map((a) => a.codeActivite);
    await camille("POST", RDV, corps({ motif: "ORI" }));
    expect(codes()).toEqual(["ACT380"]);
    await camille("POST", RDV, corps({ motif: "ACC" }));
    expect(codes()).toEqual([]);
  });

  it("montre les rendez-vous que France Travail prend et ce qu’il en dit", async () => {
    const { id } = (
      await monde.agir({
        acte: "PRENDRE_RENDEZ_VOUS",
        numeroFranceTravail: CAMILLE.numeroFranceTravail,
        rendezVous: { date: "2026-11-05T14:00:00+01:00" },
      })
    ).corps;
    await monde.agir({
      acte: "MARQUER_RENDEZ_VOUS",
      numeroFranceTravail: CAMILLE.numeroFranceTravail,
      id,
      statut: "ANNULE",
      motifAnnulation: "Maladie",
      initiateur: "USAGER",
    });
    expect((await camille("GET", LIRE)).corps).toEqual([
      expect.objectContaining({
        idOrigine: id,
        organisme: expect.objectContaining({ code: "FT" }),
        statut: "ANNULE",
        motifAnnulation: "Maladie",
        initiateur: "USAGER",
      }),
    ]);
    expect(monde.simulateur.appliques).toEqual([]);
    expect(DEPART.toISOString()).toBe(monde.horloge.now().toISOString());
  });
});
