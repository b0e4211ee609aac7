import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { abonnerFranceTravail, type FranceTravailAbonne } from "./abonne";
import { type Monde, ouvrirMonde } from "./monde";

describe("ACTIVITES_PARCOURS, du Département vers France Travail", () => {
  let monde: Monde;
  let franceTravail: FranceTravailAbonne;
  beforeAll(async () => {
    monde = await ouvrirMonde();
    await monde.base.owner.query(
      `insert into allocataires.contrat_engagement (departement, allocataire, nature, statut, date_signature, heures_hebdomadaires, source, collectee_le, recue_le)
       values ('94', $1, 'CONTRAT_ENGAGEMENT', 'SIGNE', '2026-01-25', 15, 'DEPARTEMENT', '2026-01-25', '2026-01-25')`,
      [PEOPLE.amina],
    );
    franceTravail = await abonnerFranceTravail(monde, ["ActiviteDeclaree", "ActiviteConfirmee"]);
  });
  afterAll(async () => {
    await franceTravail.fermer();
    await monde.fermer();
  });

  it("une activité déclarée puis confirmée par le référent part dans l’ordre, et France Travail relit les heures avec ses droits", async () => {
    const { declarerActivite } = await monde.executer(
      `mutation { declarerActivite(allocataire: "${PEOPLE.amina}", date: "2026-01-30", minutes: 120, nature: "Atelier CV", mode: COLLECTIF) { ... on Activite { id } ... on Refus { message } } }`,
      {},
      CALLERS.referent,
    );
    const { confirmerActivite } = await monde.executer(
      `mutation { confirmerActivite(activite: "${declarerActivite.id}", accepter: true) { ... on Activite { statut } ... on Refus { message } } }`,
      {},
      CALLERS.referent,
    );
    expect(confirmerActivite.statut).toBeDefined();
    await franceTravail.livrer();
    const recus = await franceTravail.recus();
    expect(recus.map(({ corps }) => [corps.type, corps.donnees.activite, corps.donnees.minutes])).toEqual([
      ["ActiviteDeclaree", declarerActivite.id, 120],
      ["ActiviteConfirmee", declarerActivite.id, 120],
    ]);
    const personne = await franceTravail.lirePersonne(
      "offre-insertion",
      recus[0]!.corps.allocataire!,
      "activites { id date minutes nature statut }",
    );
    expect(personne.activites).toEqual([
      { id: declarerActivite.id, date: "2026-01-30", minutes: 120, nature: "Atelier CV", statut: confirmerActivite.statut },
    ]);
    const { echanges } = await monde.executer(
      '{ echanges(objet: "ACTIVITES_PARCOURS", sens: SORTANT) { nodes { partenaire canal statut } } }',
    );
    expect(echanges.nodes).toEqual(Array(2).fill({ partenaire: "FRANCE_TRAVAIL", canal: "ABONNEMENT", statut: "CONFIRME" }));
  });
});
