import { CATALOGUE } from "../../../../subgraphs/indicateurs/mesure/catalogue";
import { sousGraphe } from "../../../../subgraphs/indicateurs/sous-graphe";
import { CALLERS, type TestSubgraph, testSubgraph } from "../../../setup/subgraph";
import { charger, db, preparer } from "../../mesures";
import { entree, etat, id, organismes, orientee } from "./etat";

preparer();
let masque: TestSubgraph;
beforeAll(async () => {
  await organismes();
  masque = await testSubgraph(sousGraphe, db.url, { seuilIndicateurs: 5 });
});
afterAll(() => masque.close());

const lire = async (code: string, version: number | null = null) =>
  (
    await masque.run(
      CALLERS.pilotage,
      `query ($code: String!, $version: Int) { indicateur(code: $code, version: $version, territoire: "94", debut: "2026-01-01", fin: "2026-12-31") { numerateur masquee } }`,
      { code, version },
    )
  ).data.indicateur as { numerateur: number | null; masquee: boolean };

describe("petits nombres, d’une ligne à l’autre d’un tableau", () => {
  it("deux personnes suivies par la CAF : ni leur ligne, ni une différence de lignes ne les rend", async () => {
    const nombre: Record<string, number> = { FRANCE_TRAVAIL: 12, DEPARTEMENT: 9, CCAS: 7, DELEGATAIRE: 8, CAF: 2 };
    await charger(
      ...Object.entries(nombre).flatMap(([type, n]) => Array.from({ length: n }, id).flatMap((x) => [entree(x), orientee(x, type)])),
    );
    const { classes } = CATALOGUE.get("OARSA.T1.14")![0]!.calcul.somme!;
    const vues = new Map<string, number>([[classes.join(), (await lire("OARSA.T1.01")).numerateur!]]);
    for (const [code, [ligne]] of CATALOGUE) {
      if (!code.startsWith("OARSA.T1.") || !ligne!.calcul.somme || ligne!.calcul.somme.sur) continue;
      const { numerateur } = await lire(code);
      if (numerateur !== null) vues.set(ligne!.calcul.somme.cles.join(), numerateur);
    }
    expect((await lire("OARSA.T1.14")).masquee).toBe(true);
    // Whatever sum is told, the lines told inside it never leave the CAF alone.
    const dites = [...vues.keys()].map((cles) => cles.split(","));
    const seules = dites.filter((tout) => {
      const dedans = dites.filter((ligne) => ligne.length === 1 && tout.includes(ligne[0]!)).flat();
      const reste = tout.filter((classe) => !dedans.includes(classe));
      return reste.length === 1 && reste[0] === "CAF";
    });
    expect(seules).toEqual([]);
    expect(vues.get("FRANCE_TRAVAIL")).toBe(12);
  });

  it("version 2 moins version 3 ne rend pas les suspendus", async () => {
    const gens = Array.from({ length: 20 }, id);
    await charger(...gens.flatMap((x, i) => [entree(x, { dossier: x }), ...(i < 3 ? [etat(x, x, "OUVERT_SUSPENDU", "2026-06-01")] : [])]));
    const [avec, sans] = [await lire("PP.A2.01", 2), await lire("PP.A2.01", 3)];
    expect([avec.numerateur, sans]).toEqual([20, { numerateur: null, masquee: true }]);
  });
});
