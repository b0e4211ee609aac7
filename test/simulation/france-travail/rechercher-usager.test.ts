import { CAMILLE, type Monde, NADIA, ouvrir } from "./appeler";

describe("rechercher-usager v2", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrir();
  });
  afterEach(() => monde.simulateur.arreter());
  const parNir = (nir: string, dateNaissance: string) =>
    monde.appeler("POST", "/partenaire/rechercher-usager/v2/usagers/par-datenaissance-et-nir", { corps: { nir, dateNaissance } });
  const parNumero = (numeroFranceTravail: string) =>
    monde.appeler("POST", "/partenaire/rechercher-usager/v2/usagers/par-numero-francetravail", { corps: { numeroFranceTravail } });

  it("trouve par NIR de 13 ou de 15 caractères, et par numéro", async () => {
    const attendu = { codeRetour: "S001", numeroFranceTravail: CAMILLE.numeroFranceTravail, topIdentiteCertifiee: "O" };
    expect((await parNir(CAMILLE.nir, CAMILLE.dateNaissance)).corps).toMatchObject(attendu);
    expect((await parNir(`${CAMILLE.nir}42`, CAMILLE.dateNaissance)).corps).toMatchObject(attendu);
    expect((await parNumero(CAMILLE.numeroFranceTravail)).corps).toMatchObject(attendu);
  });

  it("ne trouve personne : S002 sous un 200", async () => {
    expect(await parNir(CAMILLE.nir, "1985-06-15")).toMatchObject({ statut: 200, corps: { codeRetour: "S002" } });
    expect(await parNumero("12345678901")).toMatchObject({ statut: 200, corps: { codeRetour: "S002" } });
  });

  it("trouve plusieurs usagers : S003 sous un 200, mais un seul par son numéro", async () => {
    monde.simulateur.ajouterUsager({ ...CAMILLE, numeroFranceTravail: "90000000009" });
    expect(await parNir(CAMILLE.nir, CAMILLE.dateNaissance)).toMatchObject({ statut: 200, corps: { codeRetour: "S003" } });
    expect((await parNumero("90000000009")).corps.codeRetour).toBe("S001");
  });

  it.each([
    ["un NIR trop court", { nir: "12", dateNaissance: "1985-06-14" }],
    ["une date qui n’existe pas", { nir: CAMILLE.nir, dateNaissance: "1985-02-30" }],
    ["un champ absent", { nir: CAMILLE.nir }],
  ])("%s : R997 sous un 400", async (_, corps) => {
    const reponse = await monde.appeler("POST", "/partenaire/rechercher-usager/v2/usagers/par-datenaissance-et-nir", { corps });
    expect(reponse).toMatchObject({ statut: 400, corps: { codeRetour: "R997" } });
    expect(JSON.stringify(reponse.corps)).not.toContain(CAMILLE.nir);
  });

  it("un accès non autorisé : R001 sous un 403 ; un usager non rattaché : R002 sous un 403 ; un usager sans adresse : R998 sous un 500", async () => {
    monde.simulateur.ajouterUsager({ ...NADIA, accesRefuse: true });
    expect(await parNumero(NADIA.numeroFranceTravail)).toMatchObject({ statut: 403, corps: { codeRetour: "R001" } });
    monde.simulateur.ajouterUsager({ ...NADIA, rattache: false });
    expect(await parNumero(NADIA.numeroFranceTravail)).toMatchObject({ statut: 403, corps: { codeRetour: "R002" } });
    monde.simulateur.ajouterUsager({ ...NADIA, adresse: null });
    expect(await parNumero(NADIA.numeroFranceTravail)).toMatchObject({ statut: 500, corps: { codeRetour: "R998" } });
  });

  it("après une réunion de dossiers, le numéro et le NIR perdus répondent l’usager gardé", async () => {
    monde.simulateur.fusionner(NADIA.numeroFranceTravail, CAMILLE.numeroFranceTravail);
    expect((await parNumero(NADIA.numeroFranceTravail)).corps.numeroFranceTravail).toBe(CAMILLE.numeroFranceTravail);
    expect((await parNir(NADIA.nir, NADIA.dateNaissance)).corps.numeroFranceTravail).toBe(CAMILLE.numeroFranceTravail);
  });
});
