import net from "node:net";
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { type Monde, monde, TEMOINS } from "../rights/traversee/monde";
import { type Reserve, reserve, valeur } from "../rights/traversee/valeurs";
import { attaque, ENTIERE } from "./attaque";

interface Charge {
  ou: string;
  texte: string;
  variables: Record<string, unknown>;
}

/** Every place of this input where a text goes, as the value with the payload there. */
function* places(
  type: GraphQLInputType,
  nom: string,
  champ: string,
  ids: Reserve,
  charge: string,
  chemin: string,
): Generator<[string, unknown]> {
  const sans = isNonNullType(type) ? type.ofType : type;
  if (isListType(sans)) {
    for (const [ou, une] of places(sans.ofType as GraphQLInputType, nom, champ, ids, charge, chemin)) yield [ou, [une]];
    return;
  }
  const nomme = getNamedType(sans);
  if (nomme.name === "String" || nomme.name === "ID" || nomme.name === "Date" || nomme.name === "Horodatage") yield [chemin, charge];
  if (!isInputObjectType(nomme)) return;
  const base = valeur(type, nom, champ, ids) as Record<string, unknown>;
  for (const f of Object.values(nomme.getFields()))
    for (const [ou, une] of places(f.type, f.name, nom, ids, charge, `${chemin}.${f.name}`)) yield [ou, { ...base, [f.name]: une }];
}

attaque("S17", (mesurer) => {
  let m: Monde;
  let ids: Reserve;
  let ecoute: net.Server;
  let touchee = 0;
  let port: number;
  beforeAll(async () => {
    m = await monde({ foyers: 25 });
    ids = await reserve(m.base.owner, m.suivie);
    ecoute = net.createServer((socket) => {
      touchee++;
      socket.destroy();
    });
    await new Promise<void>((resolve) => ecoute.listen(0, "127.0.0.1", resolve));
    port = (ecoute.address() as net.AddressInfo).port;
  }, 180_000);
  afterAll(async () => {
    await new Promise((resolve) => ecoute.close(resolve));
    await m.fermer();
  });

  const charges = (): string[] => [
    "'; drop table allocataires.allocataire cascade; --",
    `x\r\nSet-Cookie: pris=1\r\n\r\n{"data":{"pris":true}}`,
    `http://127.0.0.1:${port}/ssrf`,
    "1' or '1'='1' union select null, valeur_chiffree from allocataires.identifiant -- ",
    "%27%20OR%201=1;--\\\"';$$ select pg_sleep(10) $$",
    "a\u0000b",
    "../../../../etc/passwd",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a payload, not a template.
    "${jndi:ldap://127.0.0.1/a}{{7*7}}<script>alert(1)</script>",
    "\u202e\ufeff\ud83d\ude00\uffff".repeat(20),
    "é".repeat(5_000),
  ];

  // In the ordinary suite each place takes two payloads, in turn; whole, all of them.
  let rang = 0;
  const aSonTour = (): string[] => {
    const toutes = charges();
    rang++;
    return ENTIERE ? toutes : [toutes[rang % toutes.length]!, toutes[(rang + 3) % toutes.length]!];
  };

  function* requetes(): Generator<Charge> {
    for (const [operation, racine] of [
      ["query", m.schema.getQueryType()!],
      ["mutation", m.schema.getMutationType()!],
    ] as const)
      for (const champ of Object.values(racine.getFields())) {
        for (const argument of champ.args)
          for (const charge of aSonTour())
            for (const [ou, une] of places(argument.type, argument.name, champ.name, ids, charge, `${champ.name}(${argument.name})`))
              yield demande(operation, champ, argument, une, ou);
      }
    // Arguments of the fields of a person.
    for (const champ of Object.values((m.schema.getType("Allocataire") as import("graphql").GraphQLObjectType).getFields()))
      for (const argument of champ.args)
        for (const charge of aSonTour())
          for (const [ou, une] of places(
            argument.type,
            argument.name,
            champ.name,
            ids,
            charge,
            `Allocataire.${champ.name}(${argument.name})`,
          )) {
            const { texte, variables } = demande("query", champ, argument, une, ou);
            yield {
              ou,
              texte: texte.replace(/^query T\((.*?)\) \{ (.*) \}$/s, "query T($moi: ID!, $1) { allocataire(id: $moi) { $2 } }"),
              variables: { ...variables, moi: m.suivie },
            };
          }
  }

  function demande(operation: string, champ: GraphQLField<unknown, unknown>, vise: GraphQLArgument, charge: unknown, ou: string): Charge {
    const voulus = champ.args.filter((argument) => argument === vise || isNonNullType(argument.type));
    const variables = Object.fromEntries(
      voulus.map((argument) => [argument.name, argument === vise ? charge : valeur(argument.type, argument.name, champ.name, ids)]),
    );
    const declarees = voulus.map((argument) => `$${argument.name}: ${argument.type}`).join(", ");
    const donnes = voulus.map((argument) => `${argument.name}: $${argument.name}`).join(", ");
    const type = getNamedType(champ.type);
    const feuilles = isObjectType(type)
      ? Object.values(type.getFields())
          .filter((un) => isLeafType(getNamedType(un.type)) && un.args.length === 0)
          .map((un) => un.name)
          .slice(0, 8)
          .join(" ")
      : "";
    const corps = isLeafType(type) ? "" : ` { __typename ${feuilles} ${isObjectType(type) ? "" : "... on Refus { code message }"} }`;
    return { ou, texte: `${operation} T(${declarees}) { ${champ.name}(${donnes})${corps} }`, variables };
  }

  it("chaque argument et champ de texte, d’identifiant ou de date : refusé ou gardé comme un texte, sans erreur interne, sans SQL, sans en-tête, sans appel sortant", async () => {
    const connexions: string[] = [];
    const vers = net.Socket.prototype.connect;
    const espion = jest.spyOn(net.Socket.prototype, "connect").mockImplementation(function (this: net.Socket, ...args: any[]) {
      const cible = JSON.stringify(args[0]?.[0] ?? args[0]);
      const connues = [new URL(m.url).port, new URL(m.base.url).port];
      if (!connues.some((une) => cible.includes(une)) && !/path":"/.test(cible)) connexions.push(cible);
      return (vers as any).apply(this, args);
    });
    const personnes = async () => (await m.base.owner.query("select count(*)::int as n from allocataires.allocataire")).rows[0].n as number;
    const avant = await personnes();
    const fautes: unknown[] = [];
    let total = 0;
    let pire = 0;
    try {
      for (const { ou, texte, variables } of requetes()) {
        const debut = performance.now();
        const reponse = await fetch(`${m.url}/graphql`, {
          method: "POST",
          headers: { "content-type": "application/json", authorization: "Bearer departement" },
          body: JSON.stringify({ query: texte, variables }),
        });
        const corps = await reponse.text();
        pire = Math.max(pire, performance.now() - debut);
        total++;
        const dit = corps.replace(/"(?:message|data)":/g, "");
        if (reponse.status >= 500 || /INTERNAL_SERVER_ERROR/.test(corps))
          fautes.push([ou, Object.values(variables).map(String).join(" | ").slice(0, 80), corps.slice(0, 250)]);
        if (/syntax error|does not exist|violates|invalid input syntax|pg_catalog|node_modules|at \w+ \(/.test(dit))
          fautes.push([ou, "dit", corps.slice(0, 250)]);
        if (reponse.headers.has("set-cookie")) fautes.push([ou, "en-tête"]);
      }
    } finally {
      espion.mockRestore();
    }
    mesurer("charges envoyées", total);
    mesurer("réponse la plus lente", Math.round(pire), "ms");
    expect(fautes).toEqual([]);
    expect([touchee, connexions]).toEqual([0, []]);
    expect(await personnes()).toBe(avant);
  }, 580_000);

  it("la demande suivante de qui y a droit est servie", async () => {
    expect(Object.keys(TEMOINS)).toContain("departement");
    const { data } = await m.demander("departement", "query ($id: ID) { allocataire(id: $id) { id } }", { id: m.suivie });
    expect(data.allocataire.id).toBe(m.suivie);
  });
});
