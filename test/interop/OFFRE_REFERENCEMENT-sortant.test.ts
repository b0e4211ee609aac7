import { importer, service, structure } from "../offre-insertion/fiches";
import { CALLERS } from "../setup/subgraph";
import { abonnerFranceTravail, type FranceTravailAbonne } from "./abonne";
import { type Monde, ouvrirMonde } from "./monde";

describe("OFFRE_REFERENCEMENT, du Département vers France Travail", () => {
  let monde: Monde;
  let franceTravail: FranceTravailAbonne;
  beforeAll(async () => {
    monde = await ouvrirMonde();
    franceTravail = await abonnerFranceTravail(monde, ["OffreModifiee"]);
  });
  afterAll(async () => {
    await franceTravail.fermer();
    await monde.fermer();
  });

  it("chaque offre importée part une fois, dans l’ordre ; France Travail en relit la fiche, et une coupure ne la double pas", async () => {
    const services = Array.from({ length: 120 }, (_, n) => service(`o${n}`));
    await importer(monde.base, [structure("s1")], services, monde.horloge.now());
    monde.simulateur.panne({ api: "abonnements", nature: "COUPE", fois: 1, moment: "APRES" });
    await franceTravail.livrer();
    monde.horloge.advance(5_000);
    await franceTravail.livrer();
    const recus = await franceTravail.recus();
    expect(recus.map(({ corps }) => corps.donnees.offre).sort()).toEqual(services.map(({ id }) => id).sort());
    const positions = recus.map(({ corps }) => Number(corps.position));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(monde.simulateur.appels.abonnements).toBe(121);
    const { offre } = await monde.executer(
      `{ offre(id: "${recus[0]!.corps.donnees.offre}") { id nom structure { nom } } }`,
      {},
      CALLERS.franceTravail,
    );
    expect(offre).toEqual({
      id: recus[0]!.corps.donnees.offre,
      nom: expect.stringMatching(/^Service o/),
      structure: { nom: "Structure s1" },
    });
    const { echanges } = await monde.executer('{ echanges(objet: "OFFRE_REFERENCEMENT", sens: SORTANT, statut: CONFIRME) { totalCount } }');
    expect(echanges.totalCount).toBe(120);
  });
});
