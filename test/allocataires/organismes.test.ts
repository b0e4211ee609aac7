import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { agir } from "./actes";
import { ajouterFoule, orienter } from "./personnes";

let base: TestDatabase;
let graphe: TestSubgraph;
const { departement, departement93, franceTravail, referent } = CALLERS;
const lire = (document: string, jour = "2026-02-01", appelant: any = departement) =>
  graphe.run(appelant, document, {}, new Date(`${jour}T10:00:00Z`));

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  const foule = await ajouterFoule(base.owner, 6);
  await orienter(base.owner, foule.slice(0, 3));
  await orienter(base.owner, foule.slice(3, 5), "PARCOURS_INSERTION");
  await orienter(base.owner, foule.slice(5), "REMOBILISATION_EMPLOI", "94-REMOB-1", null as never);
  await base.owner.query(
    `insert into allocataires.intervention (departement, orientation, allocataire, organisme, referent, role, du)
     select departement, id, allocataire, '94-REMOB-1', '94-REMOB-1-REF-2', 'CO_REFERENT', '2026-01-25' from allocataires.orientation where allocataire = any ($1)`,
    [foule.slice(0, 2)],
  );
  graphe = await testSubgraph(sousGraphe, base.url);
});
afterAll(async () => {
  await graphe.close();
  await base.drop();
});

const FILES = "filesActives { parcours { code } effectif effectifReferentUnique effectifAutresRoles maximum depassee }";
const file = (code: string, effectif: number, unique: number, maximum: number | null = null) => ({
  parcours: { code },
  effectif,
  effectifReferentUnique: unique,
  effectifAutresRoles: effectif - unique,
  maximum,
  depassee: maximum !== null && effectif > maximum,
});

describe("files actives", () => {
  const definir = (variables: Record<string, unknown>, appelant: any = departement) =>
    agir(
      graphe,
      appelant,
      "definirCapacite",
      { referent: "94-REMOB-1-REF-1", parcours: "REMOBILISATION_EMPLOI", maximum: 4, ...variables },
      `... on Referent { ${FILES} }`,
    );

  it("comptent les personnes suivies, comme référent unique et autrement, par parcours, pour un référent et son organisme", async () => {
    const { data, statements, errors } = await lire(`{ organismes(type: DELEGATAIRE) { ${FILES} referents { nom fileActive ${FILES} } } }`);
    expect(errors).toBeUndefined();
    expect(data.organismes).toEqual([
      {
        filesActives: [file("PARCOURS_INSERTION", 2, 2), file("REMOBILISATION_EMPLOI", 6, 6)],
        referents: [
          { nom: "Lefèvre", fileActive: 6, filesActives: [file("PARCOURS_INSERTION", 2, 2), file("REMOBILISATION_EMPLOI", 4, 4)] },
          { nom: "Moreau", fileActive: 3, filesActives: [file("REMOBILISATION_EMPLOI", 3, 1)] },
        ],
      },
    ]);
    for (const table of ["file_active where", "file_active_organisme", "from allocataires.referent r where", "parcours_local"])
      expect(statements.filter(({ text }) => text.includes(table))).toHaveLength(1);
    expect(statements).toHaveLength(5);
  });

  it("un maximum passé alerte sans rien refuser, et se retire", async () => {
    const juste = await definir({ cleIdempotence: "capacite" });
    expect(juste.errors).toBeUndefined();
    expect(juste.r.filesActives[1]).toEqual(file("REMOBILISATION_EMPLOI", 4, 4, 4));
    expect((await definir({ cleIdempotence: "capacite" })).r).toEqual(juste.r);
    expect((await definir({ maximum: 3 })).r.filesActives[1]).toMatchObject({ maximum: 3, depassee: true });
    await definir({ referent: "94-REMOB-1-REF-2", maximum: 2 });
    const lu = await lire(`{ organismes(type: DELEGATAIRE) { ${FILES} } }`);
    expect(lu.data.organismes[0].filesActives[1]).toEqual(file("REMOBILISATION_EMPLOI", 6, 6, 5));
    expect((await definir({ maximum: null })).r.filesActives[1].maximum).toBeNull();
    await definir({ referent: "94-REMOB-1-REF-2", maximum: null });
    const { rows } = await base.owner.query("select donnees from journal.evenement where type = 'CapaciteDefinie' order by rang limit 1");
    expect(rows[0].donnees).toEqual({ referent: "94-REMOB-1-REF-1", parcours: "REMOBILISATION_EMPLOI", maximum: 4 });
  });

  it.each([
    ["NON_HABILITE", {}, { ...franceTravail, scopes: departement.scopes }],
    ["REFERENT_INCONNU", { referent: "94-REMOB-1-REF-9" }, departement],
    ["REFERENT_INCONNU", {}, departement93],
    ["PARCOURS_INCONNU", { parcours: "ABSENT" }, departement],
    ["MAXIMUM_INVALIDE", { maximum: 0 }, departement],
    ["MAXIMUM_INVALIDE", { maximum: 1001 }, departement],
  ])("refuse un maximum : %s", async (code, variables, appelant) => {
    expect((await definir(variables, appelant)).r.code).toBe(code);
  });

  it("sont les mêmes pour un référent, et nulles pour un autre département", async () => {
    const document = `{ organismes(type: DELEGATAIRE) { ${FILES} } }`;
    const siennes = await lire(document, "2026-02-01", referent);
    expect(siennes.data).toEqual((await lire(document)).data);
    expect((await lire(document, "2026-02-01", departement93)).data.organismes).toEqual([]);
  });
});

describe("organismes et professionnels partis", () => {
  it("ne se lisent que si on le demande, et rien de ce qu’ils ont suivi n’est perdu", async () => {
    await base.owner.query(
      `insert into allocataires.organisme (id, departement, code, nom, type, du, au) values
         ('94-PIE', '94', 'PIE', 'Projet', 'DELEGATAIRE', null, '2025-12-31'), ('94-ALI', '94', 'ALI', 'Agence', 'DELEGATAIRE', '2026-03-01', null)`,
    );
    await base.owner.query(
      "insert into allocataires.referent (departement, id, organisme, code, nom, au) values ('94', '94-REMOB-1-REF-8', '94-REMOB-1', 'REF-8', 'Zola', '2026-01-31')",
    );
    const codes = async (jour: string, inactifs: boolean) =>
      (await lire(`{ organismes(departement: "94", type: DELEGATAIRE, inactifs: ${inactifs}) { code } }`, jour)).data.organismes.map(
        (o: any) => o.code,
      );
    expect(await codes("2026-02-01", false)).toEqual(["REMOB-1"]);
    expect(await codes("2025-12-31", false)).toEqual(["PIE", "REMOB-1"]);
    expect(await codes("2026-03-01", false)).toEqual(["ALI", "REMOB-1"]);
    expect(await codes("2026-02-01", true)).toEqual(["ALI", "PIE", "REMOB-1"]);
    const { data } = await lire(
      '{ organismes(departement: "94", type: DELEGATAIRE) { actifs: referents { nom } tous: referents(inactifs: true) { nom du au } } }',
    );
    expect(data.organismes[0].actifs).toEqual([{ nom: "Lefèvre" }, { nom: "Moreau" }]);
    expect(data.organismes[0].tous.at(-1)).toEqual({ nom: "Zola", du: null, au: "2026-01-31" });
  });
});
