import { lectureContrat } from "../../hub/lectures-par-personne";
import { sousGraphe as allocataires } from "../../subgraphs/allocataires/sous-graphe";
import { PEOPLE } from "../setup/fixtures";
import { demander, type MondeEntrant, NUMEROS, ouvrirMondeEntrant } from "./entrant";

const PLAN = "query ($id: ID!) { allocataire(id: $id) { contratEngagement { planAction { rang libelle } } } }";

describe("ACTIVITES_PARCOURS : ce à quoi la personne s’engage chez France Travail", () => {
  let monde: MondeEntrant;
  beforeEach(async () => {
    monde = await ouvrirMondeEntrant(lectureContrat);
  });
  afterEach(() => monde.arreter());

  const signer = (...libelles: string[]) =>
    monde.simulateur.agir({
      acte: "SIGNER_CONTRAT",
      numeroFranceTravail: NUMEROS.chantal,
      dateSignature: "2026-03-05",
      engagementsUsager: [{ titre: "Mes démarches", libelles }],
    });
  const plan = async () =>
    (await demander(monde, allocataires, PLAN, { id: PEOPLE.chantal })).allocataire.contratEngagement.planAction.map(
      (action: { libelle: string }) => action.libelle,
    );

  it("entre dans le plan d’action du contrat, chaque engagement une fois", async () => {
    signer("Actualiser mon CV", "Suivre l’atelier numérique");
    await monde.lectures.lireTout();
    await monde.lectures.lireTout();
    expect(await plan()).toEqual(["Actualiser mon CV", "Suivre l’atelier numérique"]);
    const recus = (await monde.recus()).filter(({ objet }) => objet === "ACTIVITES_PARCOURS");
    expect(recus).toEqual([
      { objet: "ACTIVITES_PARCOURS", statut: "TRAITE", code: null },
      { objet: "ACTIVITES_PARCOURS", statut: "TRAITE", code: null },
    ]);
  });

  it("un engagement ajouté ensuite complète le plan, sans redire les autres", async () => {
    signer("Actualiser mon CV");
    await monde.lectures.lireTout();
    signer("Actualiser mon CV", "Chercher une garde d’enfant");
    await monde.lectures.lireTout();
    expect(await plan()).toEqual(["Actualiser mon CV", "Chercher une garde d’enfant"]);
    const evenements = await monde.lignes("select donnees from journal.evenement where type = 'PlanActionModifie'");
    expect(JSON.stringify(evenements)).not.toContain("CV");
  });
});
