import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import type { Caller } from "../../subgraphs/shared/identity";
import { agir } from "../allocataires/actes";
import { ajouterFoule, orienter } from "../allocataires/personnes";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { attaque, ENTIERE } from "./attaque";

const LUE = "... on SortieParcours { id }";
const A_LA_FOIS = ENTIERE ? 200 : 20;

attaque("S23", (mesurer) => {
  let base: TestDatabase;
  let graphes: TestSubgraph[];
  let foule: string[];
  const moi = CALLERS.departement;
  const autre: Caller = { ...CALLERS.departement, client: "autre-logiciel" };
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    foule = await ajouterFoule(base.owner, 4);
    await orienter(base.owner, foule);
    graphes = await Promise.all([testSubgraph(sousGraphe, base.url), testSubgraph(sousGraphe, base.url)]);
  });
  afterAll(async () => {
    await Promise.all(graphes.map((graphe) => graphe.close()));
    await base.drop();
  });
  const sortie = async (appelant: Caller, cle: string, autres: Record<string, unknown> = {}, ou = 0) => {
    const variables = { allocataire: foule[0], nature: "EMPLOI_DURABLE", date: "2026-01-30", cleIdempotence: cle, ...autres };
    return (await agir(graphes[ou]!, appelant, "declarerSortie", variables, LUE)).r;
  };
  const sorties = async (id: string) =>
    (await base.owner.query("select count(*)::int as n from allocataires.sortie where allocataire = $1", [id])).rows[0].n;

  it("S23 la clé d’un autre client ne rend rien de lui, et n’empêche pas le sien", async () => {
    const sienne = await sortie(moi, "cle-commune");
    expect(sienne.id).toBeDefined();
    const volee = await sortie(autre, "cle-commune");
    expect(volee.id).not.toBe(sienne.id);
    expect(volee.code).not.toBe("CLE_DEJA_UTILISEE");
  });

  it("S23 la même clé avec un autre contenu est refusée, quel que soit l’argument changé, et n’applique rien", async () => {
    const depart = performance.now();
    const contenus = [{ date: "2026-01-29" }, { nature: "AUTRE" }, { allocataire: foule[1] }, { preuve: "lettre" }];
    for (const contenu of contenus) expect(await sortie(moi, "cle-commune", contenu)).toMatchObject({ code: "CLE_DEJA_UTILISEE" });
    mesurer("temps de refus", Math.round(((performance.now() - depart) / contenus.length) * 10) / 10, "ms");
    expect(await sorties(foule[1]!)).toBe(0);
  });

  it("S23 la même demande, beaucoup de fois à la fois et par deux processus, s’applique une fois", async () => {
    const reponses = await Promise.all(
      Array.from({ length: A_LA_FOIS }, (_, rang) => sortie(moi, "cle-parallele", { allocataire: foule[2] }, rang % 2)),
    );
    expect(new Set(reponses.map((une) => une.id)).size).toBe(1);
    expect(await sorties(foule[2]!)).toBe(1);
    mesurer("demandes à la fois, appliquées", `${A_LA_FOIS}, 1`);
  });

  it("S23 deux contenus sous la même clé, au même instant : un seul s’applique", async () => {
    const deux = await Promise.all([
      sortie(moi, "cle-course", { allocataire: foule[3] }, 0),
      sortie(moi, "cle-course", { allocataire: foule[3], date: "2026-01-20" }, 1),
    ]);
    expect(deux.filter((une) => une.id !== undefined)).toHaveLength(1);
    expect(deux.filter((une) => une.code === "CLE_DEJA_UTILISEE")).toHaveLength(1);
    expect(await sorties(foule[3]!)).toBe(1);
  });

  it("S23 après un redémarrage, la clé rend le même acte ; la demande honnête suivante passe", async () => {
    const avant = await sortie(moi, "cle-parallele", { allocataire: foule[2] });
    const relance = await testSubgraph(sousGraphe, base.url);
    const variables = { allocataire: foule[2], nature: "EMPLOI_DURABLE", date: "2026-01-30", cleIdempotence: "cle-parallele" };
    expect((await agir(relance, moi, "declarerSortie", variables, LUE)).r.id).toBe(avant.id);
    await relance.close();
    expect((await sortie(moi, "cle-neuve", { allocataire: foule[1] })).id).toBeDefined();
  });
});
