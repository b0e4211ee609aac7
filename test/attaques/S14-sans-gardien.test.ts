import { buildSchema } from "graphql";
import { assertEnforced } from "../../gateway/access-rules";
import { createGateway } from "../../gateway/gateway";
import { ClassRules } from "../../subgraphs/shared/droits/class-rules";
import { createLog } from "../../subgraphs/shared/log";
import { SECRET, testVerifier } from "../gateway/small-hub";
import { PERSONNES, smallSubgraphs } from "../gateway/small-subgraphs";
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

  it("une classe de donnée que rien n’applique l’arrête aussi, sur un champ, un argument ou un champ d’entrée", () => {
    const directive = "directive @donnee(classe: ClasseDonnee!) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION";
    for (const [porteur, sdl] of [
      ["Query.a", "type Query { a(x: Int): Int @donnee(classe: SANTE) }"],
      ["Query.a(x:)", "type Query { a(x: Int @donnee(classe: SANTE)): Int }"],
      ["F.g", "type Query { a: Int } input F { g: Int @donnee(classe: SANTE) }"],
    ]) {
      const sansElle = [{ enforces: ["authenticated", "requiresScopes"] }];
      expect(() => assertEnforced(`${directive} ${sdl}`, sansElle)).toThrow(`@donnee (sur ${porteur})`);
      expect(() => assertEnforced(`${directive} ${sdl}`, [{ enforces: ["donnee"] }])).not.toThrow();
    }
  });

  it("une classe inconnue, absente ou dite deux fois l’arrête, et dit où elle est", () => {
    const directive = "directive @donnee(classe: ClasseDonnee!) repeatable on FIELD_DEFINITION enum ClasseDonnee { SANTE SECRETE }";
    const schema = (a: string) =>
      buildSchema(`${directive} type Query { a: Int ${a} b: Int @donnee(classe: SANTE) }`, { assumeValidSDL: true });
    expect(() => new ClassRules(schema("@donnee(classe: SANTE)"))).not.toThrow();
    for (const a of ["", "@donnee(classe: SECRETE)", "@donnee(classe: SANTE) @donnee(classe: SANTE)"])
      expect(() => new ClassRules(schema(a))).toThrow("Query.a");
    expect(() => assertEnforced(`${directive} type Query { a: Int @donnee(classe: SECRETE) }`, [{ enforces: ["donnee"] }])).toThrow(
      "classe de donnée inconnue sur Query.a",
    );
  });

  it("une passerelle ne se fait pas d’un sous-graphe dont les coordonnées n’ont pas de classe ; classées, elle se fait", async (): Promise<void> => {
    const { all } = smallSubgraphs();
    const gateway = (subgraphs: typeof all) =>
      createGateway({
        subgraphs,
        verifier: testVerifier({}),
        gatewaySecret: SECRET,
        production: true,
        log: createLog("silent", "test"),
        corsOrigins: [],
        ready: async () => true,
      });
    const nus = [{ ...all[0]!, sdl: PERSONNES }];
    await expect(gateway(nus as typeof all)).rejects.toThrow(/Classe de donnée absente, inconnue ou dite deux fois : .*Personne\.nom/);
    await (await gateway(all)).close();
  });
});
