import { PEOPLE } from "../setup/fixtures";
import { abonnerFranceTravail, type FranceTravailAbonne } from "./abonne";
import { type Monde, ouvrirMonde, USAGERS } from "./monde";

describe("SORTIE_PARCOURS, du Département vers France Travail", () => {
  let monde: Monde;
  let franceTravail: FranceTravailAbonne;
  beforeAll(async () => {
    monde = await ouvrirMonde();
    franceTravail = await abonnerFranceTravail(monde, ["SortieDeclaree", "SortieAnnulee"]);
  });
  afterAll(async () => {
    await franceTravail.fermer();
    await monde.fermer();
  });

  it("la sortie déclarée part signée chez France Travail, qui en relit la raison avec ses droits ; l’échange est confirmé", async () => {
    const { declarerSortie } = await monde.executer(
      `mutation { declarerSortie(allocataire: "${PEOPLE.amina}", nature: EMPLOI_DURABLE, date: "2026-02-01") { ... on SortieParcours { id } ... on Refus { message } } }`,
    );
    monde.simulateur.panne({ api: "abonnements", nature: "503", fois: 1 });
    await franceTravail.livrer();
    expect(await franceTravail.recus()).toEqual([]);
    monde.horloge.advance(5_000);
    expect(await franceTravail.livrer()).toBe(1);
    const [message] = await franceTravail.recus();
    expect(message!.corps).toMatchObject({
      type: "SortieDeclaree",
      departement: "94",
      allocataire: PEOPLE.amina,
      donnees: { sortie: declarerSortie.id, nature: "EMPLOI_DURABLE", date: "2026-02-01" },
    });
    const personne = await franceTravail.lirePersonne("allocataires", message!.corps.allocataire!, "id sorties { id nature date }");
    expect(personne.sorties).toEqual([{ id: declarerSortie.id, nature: "EMPLOI_DURABLE", date: "2026-02-01" }]);
    const { echanges } = await monde.executer(
      '{ echanges(objet: "SORTIE_PARCOURS", sens: SORTANT) { nodes { partenaire canal statut tentatives abonnement allocataire { id } } } }',
    );
    expect(echanges.nodes).toEqual([
      {
        partenaire: "FRANCE_TRAVAIL",
        canal: "ABONNEMENT",
        statut: "CONFIRME",
        tentatives: 2,
        abonnement: franceTravail.abonnement,
        allocataire: { id: PEOPLE.amina },
      },
    ]);
  });

  it("la sortie que le hub a lue chez France Travail ne lui est pas redite", async () => {
    const { numeroFranceTravail, allocataire } = USAGERS.bruno;
    const avant = (await franceTravail.recus()).length;
    monde.simulateur.agir({
      acte: "DECIDER_ORIENTATION",
      numeroFranceTravail,
      parcours: "PSP",
      referent: { organisme: { code: "CD" } },
      dateDecision: "2026-01-20",
    });
    await monde.lireTout();
    monde.simulateur.agir({ acte: "CLORE_ORIENTATION", numeroFranceTravail, dateSortie: "2026-01-31" });
    await monde.lireTout();
    await monde.lireTout();
    const { rows } = await monde.base.owner.query(
      "select source from journal.evenement where type = 'SortieDeclaree' and allocataire = $1",
      [allocataire],
    );
    expect(rows).toEqual([{ source: "FRANCE_TRAVAIL" }]);
    expect(await franceTravail.livrer()).toBe(0);
    expect(await franceTravail.recus()).toHaveLength(avant);
  });
});
