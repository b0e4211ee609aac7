import fs from "node:fs";
import path from "node:path";
import { buildSchema, type GraphQLSchema, isObjectType } from "graphql";
import { contractDifferences } from "./contract-differences";
import { apiSchema, fiveSubgraphs } from "./five-subgraphs";

const CONTRACT = fs.readFileSync(path.join(__dirname, "../../schema/contrat.graphql"), "utf8");
const contract = buildSchema(CONTRACT);

describe("le contrat public", () => {
  let served: GraphQLSchema;
  beforeAll(async () => {
    served = apiSchema(await fiveSubgraphs());
  });

  it("l’API servie porte tout le contrat : rien ne manque, rien n’est renommé, mêmes types, mêmes arguments, mêmes défauts", () => {
    expect(contractDifferences(contract, served)).toEqual([]);
  });

  it("ce qui est interne n’est pas servi", () => {
    expect(served.getType("CriteresOffre")).toBeUndefined();
    const allocataire = served.getType("Allocataire");
    expect(isObjectType(allocataire) && allocataire.getFields().criteresOffre).toBeUndefined();
    expect(served.getQueryType()?.getFields()).not.toHaveProperty("_entities");
    expect(served.getQueryType()?.getFields()).not.toHaveProperty("_service");
  });
});

describe("la comparaison avec le contrat", () => {
  const changed = (from: string | RegExp, to: string) => {
    const text = CONTRACT.replace(from, to);
    if (text === CONTRACT) throw new Error(`le contrat ne contient pas ${from}`);
    return contractDifferences(contract, buildSchema(text));
  };

  it("accepte le contrat lui-même, et ce qui s’y ajoute", () => {
    expect(contractDifferences(contract, contract)).toEqual([]);
    expect(changed("type Refus {", "type Refus { plus: String ")).toEqual([]);
    expect(changed("abonnements: [Abonnement!]", "abonnements(etat: String): [Abonnement!]  autre: Int")).toEqual([]);
    expect(changed("enum Instance { IOP", "enum Instance { IOP AUTRE")).toEqual([]);
  });

  it.each([
    ["un champ retiré", "type Refus { code: String!", "type Refus {", ["Refus.code manque"]],
    ["un champ devenu nul", "type Refus { code: String!", "type Refus { code: String", ["Refus.code : String au lieu de String!"]],
    [
      "un champ devenu non nul",
      "abonnements: [Abonnement!]",
      "abonnements: [Abonnement!]!",
      ["Query.abonnements : [Abonnement!]! au lieu de [Abonnement!]"],
    ],
    ["une valeur d’énumération retirée", "enum Instance { IOP", "enum Instance {", ["Instance.IOP manque"]],
    ["un argument retiré", "offresProposees(first: Int = 10)", "offresProposees", ["Allocataire.offresProposees(first) manque"]],
    [
      "un défaut changé",
      "offresProposees(first: Int = 10)",
      "offresProposees(first: Int = 20)",
      ["Allocataire.offresProposees(first) : Int = 20 au lieu de Int = 10"],
    ],
    ["un argument obligatoire ajouté", "offre(id: ID!)", "offre(id: ID!, zone: String!)", ["Query.offre(zone) est devenu obligatoire"]],
    [
      "un membre d’union retiré",
      "union AbonnerResultat = Abonnement | Refus",
      "union AbonnerResultat = Abonnement",
      ["AbonnerResultat.Refus manque"],
    ],
    [
      "un champ d’entrée changé",
      "rayonKm: Float = 50",
      "rayonKm: Float = 30",
      ["FiltreOffres(rayonKm) : Float = 30 au lieu de Float = 50"],
    ],
    ["un type changé de nature", "scalar JSON", "type JSON { a: Int }", ["JSON a changé de nature"]],
  ])("voit %s", (_name, from, to, expected) => {
    expect(changed(from, to)).toEqual(expected);
  });
});
