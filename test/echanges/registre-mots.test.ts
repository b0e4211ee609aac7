import { type DonneesParCategorie, donneesConsultees } from "../../subgraphs/echanges/registre/donnees-consultees";
import { libellesDesChamps } from "../../subgraphs/echanges/registre/libelles";

const dites = (...champs: string[]): DonneesParCategorie[] => donneesConsultees(champs, libellesDesChamps());

describe("les données d’une consultation, en français", () => {
  it("sont groupées par ce dont elles parlent, chacune dite une fois", () => {
    expect(dites("Allocataire.nom", "Sanction.nature", "Allocataire.dateNaissance", "Allocataire.nom")).toEqual([
      { categorie: "Votre identité et vos coordonnées", libelles: ["Date de naissance", "Nom de naissance"] },
      { categorie: "Votre situation et votre parcours", libelles: [expect.any(String)] },
    ]);
  });

  it("ce qui n’est plus au schéma, ou vient d’un événement, se dit par son nom ; ce qui ne dit rien d’elle se tait", () => {
    expect(dites("Evenement.PlaceAttribuee", "Organisme.nom")).toEqual([
      { categorie: "Votre situation et votre parcours", libelles: ["Place attribuee"] },
    ]);
  });
});
