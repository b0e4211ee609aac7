import { STRICT } from "../../subgraphs/shared/clients/client-enregistre";
import { RegistreClients } from "../../subgraphs/shared/clients/registre-clients";
import { caller, type SmallHub, smallHub } from "./small-hub";

// What the gate refuses is in test/attaques (S1 to S10); here, how it says it.
let hub: SmallHub;
beforeAll(async () => {
  hub = await smallHub();
});
afterAll(() => hub.close());

describe("les messages", () => {
  it.each([
    ["{ mo }", "Le champ « mo » n’existe pas sur « Query »."],
    ["{ moi(a: 1) }", "L’argument « a » n’existe pas sur « Query.moi »."],
    ["{ personnes }", "Le champ « personnes » est un objet « PersonneConnection » : choisissez ses champs entre accolades."],
    ["query ($n: Int) { moi }", "La variable « $n » ne sert pas : retirez-la."],
    ["{ moi", "Erreur de syntaxe : Name attendu, <EOF> trouvé."],
    ['{ personnes(first: "x") { nodes { nom } } }', "Une valeur de type « Int » est attendue."],
  ])("de validation sont en français : %s", async (query, message) => {
    const reply = await hub.ask(query);
    expect(reply.errors![0]).toMatchObject({ message, extensions: { code: "DOCUMENT_INVALIDE" } });
  });

  it("d’une variable fausse ne répètent pas sa valeur", async () => {
    const reply = await hub.ask("query ($n: Int!) { personnes(first: $n) { nodes { nom } } }", {
      variables: { n: "1 90 05 75 111 222 33" },
    });
    expect(reply.errors).toMatchObject([
      { message: "La variable « $n » n’a pas la forme voulue : « Int! » est attendu.", extensions: { code: "ARGUMENT_INVALIDE" } },
    ]);
    expect(reply.text).not.toContain("1 90 05");
  });

  it.each([
    ["dans le document", '{ personne(id: "a\\u0000b") { nom } }', {}, "Un texte du document"],
    ["dans une variable", "query ($id: ID) { personne(id: $id) { nom } }", { id: "a\u0000b" }, "Une variable"],
  ])("d’un texte que le hub ne garde pas (U+0000), %s : avant que rien ne tourne", async (_ou, query, variables, sujet) => {
    const reply = await hub.ask(query, { variables });
    const message = `${sujet} contient un caractère que le hub ne garde pas (U+0000) : retirez-le.`;
    expect([reply.data, reply.errors]).toMatchObject([undefined, [{ message, extensions: { code: "ARGUMENT_INVALIDE" } }]]);
  });
});

describe("un refus", () => {
  it("porte le coût dès que le client est connu, sa porte fût-elle close", async () => {
    const clients = RegistreClients.of([{ ...STRICT, client: "clos", nom: "Clos", enregistre: true, suspendu: true }]);
    const ferme = await smallHub({ clients, callers: { clos: caller("clos") } });
    const reply = await ferme.ask("{ moi }", { as: "clos" });
    expect(reply.errors).toMatchObject([{ extensions: { code: "CLIENT_SUSPENDU" } }]);
    expect(reply.cout).toEqual({ demande: null, reel: 0, reste: STRICT.budgetCoutParSeconde });
    await ferme.close();
  });
});
