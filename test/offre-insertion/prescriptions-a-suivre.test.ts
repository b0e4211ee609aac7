import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { MAINTENANT } from "./fiches";
import { personneN, prescripteur, SESSION, territoireAvecSession } from "./prescriptions";
import type { Territoire } from "./territoire";

let t: Territoire;
let p: ReturnType<typeof prescripteur>;
beforeAll(async () => {
  t = await territoireAvecSession(1, 50);
  p = prescripteur(t);
});
afterAll(() => t.fermer());

const LISTE = `query($first: Int, $after: String) { prescriptionsASuivre(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
  nodes { raison depuis prescription { id statut allocataire { id } offre { id } rangAttente } } } }`;
const lire = async (appelant = CALLERS.departement, variables: Record<string, unknown> = {}) => {
  const { data, errors, statements } = await t.executer(appelant, LISTE, variables, MAINTENANT);
  expect(errors).toBeUndefined();
  return { ...data.prescriptionsASuivre, statements };
};

describe("les prescriptions à suivre", () => {
  it("chacune dit ce qu’elle attend ; celles qui sont closes n’y sont pas", async () => {
    const faire = async (n: number, plus: object, ...etapes: string[]) => {
      const { id } = await p.prescrire(personneN(n), plus);
      for (const etape of etapes) await p.avancer(id, etape, { motif: "m" });
    };
    await faire(1, { brouillon: true });
    await faire(2, { session: SESSION });
    await faire(3, { session: SESSION, listeAttente: true });
    await faire(4, {}, "VALIDEE");
    await faire(5, {}, "VALIDEE", "DEMARREE");
    await faire(6, {}, "REFUSEE");
    const { nodes, totalCount } = await lire();
    expect(totalCount).toBe(5);
    expect(nodes.map((n: any) => n.raison).sort()).toEqual(
      ["ATTEND_UNE_PLACE", "ATTEND_UNE_REPONSE", "A_DEMARRER", "A_OUVRIR", "A_TERMINER"].sort(),
    );
    expect(nodes.find((n: any) => n.raison === "ATTEND_UNE_PLACE").prescription.rangAttente).toBe(1);
  });

  it("un référent lit celles des personnes qu’il suit, le 93 aucune du 94, et un jeton sans droit rien", async () => {
    const { id } = await p.prescrire(PEOPLE.amina);
    await p.prescrire(PEOPLE.bruno);
    expect((await lire(CALLERS.referent)).nodes.map((n: any) => n.prescription.id)).toEqual([id]);
    expect((await lire(CALLERS.departement93)).totalCount).toBe(0);
    const { errors } = await t.executer(CALLERS.pilotage, LISTE, {}, MAINTENANT);
    expect(errors![0]!.extensions.code).toBe("FORBIDDEN");
    const { rows } = await t.base.owner.query(
      "select client from journal.consultation where $1 = any(allocataires) and client = 'demo-referent'",
      [PEOPLE.amina],
    );
    expect(rows).toHaveLength(1);
  });

  it("cinquante prescriptions coûtent ce que coûte une, et les pages se suivent sans trou", async () => {
    for (let n = 10; n <= 50; n++) await p.prescrire(personneN(n));
    const une = await lire(CALLERS.departement, { first: 1 });
    const toutes = await lire(CALLERS.departement, { first: 200 });
    expect(toutes.nodes.length).toBeGreaterThan(40);
    expect(toutes.statements.length).toBeLessThanOrEqual(une.statements.length + 1);
    expect(toutes.statements.length).toBeLessThanOrEqual(5);
    const vues: string[] = [];
    for (let after: string | null = null, suite = true; suite; ) {
      const page: any = await lire(CALLERS.departement, { first: 7, after });
      vues.push(...page.nodes.map((n: any) => n.prescription.id));
      after = page.pageInfo.endCursor;
      suite = page.pageInfo.hasNextPage;
    }
    expect(vues).toEqual(toutes.nodes.map((n: any) => n.prescription.id));
  });
});
