import { codes, type SmallHub } from "../gateway/small-hub";
import { attaque, ENTIERE } from "./attaque";
import { AUSSITOT, arrondi, cible, memoire } from "./cible";

const enLigne = (etages: number): string =>
  etages === 0 ? "nom" : `a: voisin @include(if: true) { ${enLigne(etages - 1)} } b: voisin @skip(if: false) { ${enLigne(etages - 1)} }`;

const mesure = async (hub: SmallHub, nom: string): Promise<number> =>
  Number(new RegExp(`^${nom} (\\S+)$`, "m").exec((await hub.raw({ path: "/metrics" })).text)?.[1]);
const plans = (hub: SmallHub) => mesure(hub, 'unefois_plan_secondes_count\\{issue="ok"\\}');

attaque("S2", (mesurer) => {
  const c = cible();

  it("derrière @include et @skip, est refusée", async () => {
    const { reply, ms } = await c.chrono(() => c.hub.ask(`{ personne(id: "1") { ${enLigne(7)} } }`));
    expect(codes(reply)).toEqual(["DOCUMENT_REFUSE"]);
    expect(ms).toBeLessThan(AUSSITOT);
    expect(c.appels()).toBe(0);
    mesurer("temps de refus", arrondi(ms), "ms");
    await c.honnete();
  });

  it("petite, sous mille noms différents, ne fait ni grandir la mémoire ni oublier le plan d’une requête qui revient", async () => {
    const honnete = 'query Honnete { personne(id: "1") { nom voisin { nom } } }';
    await c.hub.ask(honnete);
    await c.hub.ask(honnete);
    const vague = ENTIERE ? 1_000 : 300;
    const inonder = async (lettre: string) => {
      for (let i = 0; i < vague; i += 20)
        await Promise.all(
          Array.from({ length: 20 }, (_, k) => c.hub.ask(`query ${lettre}${i + k} { personne(id: "1") { ${enLigne(2)} } }`)),
        );
    };
    await inonder("A");
    const apresUne = memoire();
    await inonder("B");
    const apresDeux = memoire();
    expect(apresDeux - apresUne).toBeLessThan(20);
    expect(await mesure(c.hub, "unefois_documents_gardes")).toBeLessThanOrEqual(1_000);
    expect(await mesure(c.hub, "unefois_documents_octets")).toBeLessThanOrEqual(96 * 1024 * 1024);
    const avant = await plans(c.hub);
    const { reply, ms } = await c.chrono(() => c.hub.ask(honnete));
    expect([reply.errors, await plans(c.hub)]).toEqual([undefined, avant]);
    mesurer(`mémoire gardée par ${vague} documents de plus`, arrondi(apresDeux - apresUne), "Mo");
    mesurer("documents gardés", await mesure(c.hub, "unefois_documents_gardes"));
    mesurer("mémoire qu’ils prennent, estimée", arrondi((await mesure(c.hub, "unefois_documents_octets")) / 1e6), "Mo");
    mesurer("la requête honnête qui suit, sans nouveau plan", arrondi(ms), "ms");
  }, 120_000);
});
