import { amina, effets, gestes, vus } from "./gestes";
import { type Monde, ouvrirMonde } from "./monde";

describe("CONTRAT_ENGAGEMENT : le contrat signé ou refusé auprès du Département", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrirMonde();
  });
  afterEach(() => monde.fermer());

  const NUMERO = amina.numeroFranceTravail;
  const contrat = () => monde.simulateur.etat(NUMERO)!.contrat;
  const conseiller = (acte: "PREPARER_CONTRAT" | "SIGNER_CONTRAT", plus: object = {}) =>
    monde.simulateur.agir({ acte, numeroFranceTravail: NUMERO, ...plus } as never);
  const signer = (jour = "2026-02-02") => gestes(monde).signer(amina.allocataire, jour);
  const LE_2 = "2026-02-01T23:00:00.000Z";

  it("aucun là-bas : il est créé signé, au jour de la signature", async () => {
    await signer();
    await monde.vider();
    expect(contrat()).toMatchObject({ etat: "SIGNE", dateSignature: LE_2 });
    expect(await vus(monde, "CONTRAT_ENGAGEMENT")).toEqual(["CONFIRME"]);
    expect(effets(monde, NUMERO)).toEqual(["POST /signer"]);
    expect(monde.simulateur.appliques.map((e) => e.corps)).toEqual([{ dateSignature: expect.any(String) }]);
  });

  it("à signer là-bas : il est signé", async () => {
    conseiller("PREPARER_CONTRAT");
    await signer();
    await monde.vider();
    expect(contrat()).toMatchObject({ etat: "SIGNE", dateSignature: LE_2 });
    expect(effets(monde, NUMERO)).toEqual(["PATCH /signer"]);
  });

  it("refusé ici, à signer là-bas : il est refusé, et le motif ne part pas", async () => {
    conseiller("PREPARER_CONTRAT");
    await gestes(monde).refuser(amina.allocataire, "2026-02-02");
    await monde.vider();
    expect(contrat()).toMatchObject({ etat: "REFUSE", dateRefus: LE_2 });
    expect(await vus(monde, "CONTRAT_ENGAGEMENT")).toEqual(["CONFIRME"]);
    expect(JSON.stringify(monde.simulateur.appliques)).not.toContain("ne veut pas");
  });

  it("refusé ici, aucun là-bas : rien à refuser, et l’échange le dit", async () => {
    await gestes(monde).refuser(amina.allocataire, "2026-02-02");
    await monde.vider();
    expect(await vus(monde, "CONTRAT_ENGAGEMENT")).toEqual([
      "IGNORE France Travail n’a pas de contrat d’engagement pour cette personne : il n’y a rien à refuser chez lui.",
    ]);
    expect(effets(monde, NUMERO)).toEqual([]);
  });

  it("signé là-bas un autre jour : une divergence avec les deux jours, rien d’écrasé", async () => {
    monde.horloge.advance(5 * 86_400_000);
    conseiller("SIGNER_CONTRAT", { dateSignature: "2026-02-05T09:00:00Z" });
    await signer("2026-02-03");
    await monde.vider();
    const { rows } = await monde.base.owner.query("select champ, valeur_hub, valeur_partenaire from echanges.divergence");
    expect(rows).toEqual([{ champ: "dateSignature", valeur_hub: "2026-02-03", valeur_partenaire: "2026-02-05" }]);
    expect(contrat()).toMatchObject({ dateSignature: "2026-02-05T09:00:00.000Z" });
    expect(effets(monde, NUMERO)).toEqual([]);
  });

  it("suspendu là-bas : l’échange attend, et dit pourquoi", async () => {
    conseiller("PREPARER_CONTRAT");
    monde.simulateur.agir({ acte: "CHANGER_STATUT", numeroFranceTravail: NUMERO, statut: "Cessé" });
    await signer();
    await monde.vider();
    expect(await vus(monde, "CONTRAT_ENGAGEMENT")).toEqual(["A_ENVOYER CONTRAT_SUSPENDU"]);
  });

  it("envoyé, appliqué, sans réponse : il n’est pas signé deux fois", async () => {
    monde.simulateur.panne({ api: "contrat-engagement", nature: "COUPE", moment: "APRES", fois: 1 });
    await signer();
    await monde.vider();
    expect(await vus(monde, "CONTRAT_ENGAGEMENT")).toEqual(["CONFIRME"]);
    expect(effets(monde, NUMERO)).toEqual(["POST /signer"]);
  });
});
