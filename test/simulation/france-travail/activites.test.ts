import { CAMILLE, demanderJeton, type Monde, NADIA, ouvrir } from "./appeler";

const CHERCHER = "/partenaire/activites-operationnelles/v2/activites/chercher";

describe("activités opérationnelles v2", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrir();
  });
  afterEach(() => monde.simulateur.arreter());
  const chercher = (parametres: Record<string, string>) => monde.appeler("GET", `${CHERCHER}?${new URLSearchParams(parametres)}`);
  const demander = (numeroFranceTravail: string) => monde.simulateur.agir({ acte: "DEMANDER_ORIENTATION", numeroFranceTravail });

  it.each([
    ["aucun critère", {}],
    ["deux critères", { codeActivite: "ACT382", codeFamille: "INSEA" }],
    ["un curseur inventé", { codeFamille: "INSEA", cursor: "abc" }],
  ])("%s : 400 PARAM_INCOHERENT", async (_, parametres) => {
    expect(await chercher(parametres as Record<string, string>)).toMatchObject({ statut: 400, corps: { codeErreur: "PARAM_INCOHERENT" } });
  });

  it("cherche par activité, famille ou domaine, et pour un seul usager", async () => {
    demander(CAMILLE.numeroFranceTravail);
    demander(NADIA.numeroFranceTravail);
    monde.simulateur.agir({ acte: "PROPOSER_SANCTION", numeroFranceTravail: CAMILLE.numeroFranceTravail });
    const codes = async (parametres: Record<string, string>) =>
      (await chercher(parametres)).corps.activites.map((a: any) => a.codeActivite);
    expect(await codes({ codeFamille: "INSEA" })).toEqual(["ACT382", "ACT382"]);
    expect(await codes({ codeActivite: "ACT366" })).toEqual(["ACT366"]);
    expect(await codes({ codeDomaine: "GLI" })).toEqual(["ACT366"]);
    expect(await codes({ codeFamille: "INSEA", numeroFranceTravail: NADIA.numeroFranceTravail })).toEqual(["ACT382"]);
    expect(await codes({ codeActivite: "ACT999" })).toEqual([]);
  });

  it("rend mille activités au plus, par échéance, chacune une fois en suivant le curseur", async () => {
    for (let i = 0; i < 2500; i++) {
      const numeroFranceTravail = String(70_000_000_000 + i);
      monde.simulateur.ajouterUsager({ ...NADIA, numeroFranceTravail, nir: `290029402${String(i).padStart(4, "0")}` });
      if (i % 100 === 0) monde.horloge.advance(1000);
      demander(numeroFranceTravail);
    }
    const pages: any[] = [];
    let cursor: string | null = null;
    do {
      const { corps }: { corps: any } = await chercher({ codeFamille: "INSEA", ...(cursor ? { cursor } : {}) });
      pages.push(corps);
      cursor = corps.cursor;
    } while (cursor);
    expect(pages.map((page) => [page.size, page.hasMore])).toEqual([
      [1000, true],
      [1000, true],
      [500, false],
    ]);
    const lues = pages.flatMap((page) => page.activites);
    expect(new Set(lues.map((a) => a.identifiantActivite)).size).toBe(2500);
    expect(lues.map((a) => a.dateEcheance)).toEqual(lues.map((a) => a.dateEcheance).toSorted());
  });

  it("dit qu’une échéance est proche cinq jours avant", async () => {
    monde.simulateur.agir({ acte: "PROPOSER_SANCTION", numeroFranceTravail: CAMILLE.numeroFranceTravail });
    expect((await chercher({ codeActivite: "ACT366" })).corps.activites[0]).toMatchObject({
      dateEcheance: "2026-11-16T11:00:00.000Z",
      dateEcheanceProche: false,
      usager: { identifiant: CAMILLE.numeroFranceTravail, typeIdentifiant: "numeroFranceTravail" },
      attributsSpecifiques: [{ nom: "idConsequenceSanction", valeur: expect.any(String) }],
    });
    monde.simulateur.decaler(11 * 86_400_000);
    const jeton = (await demanderJeton(monde.simulateur)).json() as Promise<{ access_token: string }>;
    const lue = await monde.appeler("GET", `${CHERCHER}?codeActivite=ACT366`, { jeton: (await jeton).access_token });
    expect(lue.corps.activites[0].dateEcheanceProche).toBe(true);
  });

  it("ne montre pas qui n’est pas rattaché, et suit une réunion d’usagers", async () => {
    monde.simulateur.ajouterUsager({ ...NADIA, rattache: false });
    demander(NADIA.numeroFranceTravail);
    expect((await chercher({ codeFamille: "INSEA" })).corps.activites).toEqual([]);
    monde.simulateur.fusionner(NADIA.numeroFranceTravail, CAMILLE.numeroFranceTravail);
    expect((await chercher({ codeFamille: "INSEA" })).corps.activites[0].usager.identifiant).toBe(CAMILLE.numeroFranceTravail);
  });
});
