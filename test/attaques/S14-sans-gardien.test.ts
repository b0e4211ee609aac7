import { assertEnforced } from "../../gateway/access-rules";
import { attaque } from "./attaque";

attaque("S14", (mesurer) => {
  it("une directive d’accès que rien n’applique arrête le démarrage, et dit où elle est", () => {
    const supergraphe = `
      directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION
      type Query { allocataire: String @requiresScopes(scopes: [["allocataires.lire"]]) }`;
    const depart = performance.now();
    expect(() => assertEnforced(supergraphe, [])).toThrow("@requiresScopes (sur Query.allocataire)");
    mesurer("temps de refus", Math.round((performance.now() - depart) * 10) / 10, "ms");
  });
});
