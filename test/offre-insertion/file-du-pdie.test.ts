import { passerLeJour } from "../../subgraphs/offre-insertion/pdie/executer-suivi";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { MAINTENANT } from "./fiches";
import { OFFRES, pdieDeTest, TOUT } from "./pdie";

describe("la liste d’attente d’une offre du PDIE", () => {
  const banc = pdieDeTest();
  const importerAvec = (places: number) => banc.importer({ ...TOUT, "offres.csv": OFFRES.replace(";20;1200,50", `;${places};1200,50`) });
  const prescrire = async (personne: string): Promise<number | null> => {
    const document = `mutation($p: ID!) { prescrire(allocataire: $p, offre: "pdie-94--AUTO", motif: "Permis", listeAttente: true) { ... on Prescription { rangAttente } } }`;
    return (await banc.t.executer(CALLERS.departement, document, { p: personne }, MAINTENANT)).data.prescrire.rangAttente;
  };
  const places = async () =>
    (
      await banc.t.base.owner.query(
        `select x.places_occupees as occupees, (select count(*)::int from offre_insertion.prescription p where p.offre = x.offre and p.place) as tenues,
           (select count(attente)::int from offre_insertion.prescription p where p.offre = x.offre) as attendent
         from offre_insertion.pdie x where x.offre = 'pdie-94--AUTO'`,
      )
    ).rows[0];

  it("un fichier qui ajoute des places sert la file, dans la transaction de l’import", async () => {
    await importerAvec(1);
    expect([await prescrire(PEOPLE.amina), await prescrire(PEOPLE.bruno), await prescrire(PEOPLE.chantal)]).toEqual([null, 1, 2]);
    expect(await places()).toEqual({ occupees: 1, tenues: 1, attendent: 2 });
    await importerAvec(2);
    expect(await places()).toEqual({ occupees: 2, tenues: 2, attendent: 1 });
    const { rows } = await banc.t.base.owner.query(
      "select allocataire from journal.evenement where type = 'PlaceAttribuee' order by survenu_le desc limit 1",
    );
    expect(rows).toEqual([{ allocataire: PEOPLE.bruno }]);
  });

  it("qui attend ne tient pas de place de l’exercice qui s’ouvre", async () => {
    await importerAvec(1);
    await prescrire(PEOPLE.amina);
    await prescrire(PEOPLE.bruno);
    await passerLeJour(banc.t.base.owner, new Date("2027-01-02T10:00:00Z"));
    expect(await places()).toMatchObject({ occupees: 1, tenues: 1, attendent: 1 });
  });
});
