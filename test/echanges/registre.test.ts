import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { parse } from "graphql";
import pg from "pg";
import { reprendreFusions, suivreRegistre, tenirRegistre } from "../../subgraphs/echanges/registre/registre";
import { sousGraphe } from "../../subgraphs/echanges/sous-graphe";
import type { Caller } from "../../subgraphs/shared/identity";
import { createLog } from "../../subgraphs/shared/log";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const { amina, bruno, elodie } = PEOPLE;
const FIELDS = "totalCount nodes { id le par agent organisme finalite operation champs } pageInfo { hasNextPage endCursor }";
const query = (people: readonly string[], args = "", fields = FIELDS) =>
  `{ _entities(representations: [${people.map((id) => `{ __typename: "Allocataire", id: "${id}" }`)}]) { ... on Allocataire { consultations${args} { ${fields} } } } }`;

interface Look {
  people: string[];
  operation?: string;
  le?: string;
  departement?: string;
  client?: string;
  agent?: string | null;
  organisme?: string | null;
  champs?: string[];
}

describe("registre des consultations", () => {
  let base: TestDatabase;
  let subgraph: TestSubgraph;
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    subgraph = await testSubgraph(sousGraphe, base.url);
  });
  afterAll(async () => {
    await subgraph.close();
    await base.drop();
  });
  beforeEach(() => base.owner.query("truncate journal.consultation, echanges.registre, echanges.registre_compteur"));

  /** What another subgraph writes when it answers a part of an operation. */
  async function look(l: Look): Promise<string> {
    const operation = l.operation ?? randomUUID();
    await base.owner.query(
      `insert into journal.consultation (operation, operation_nom, requete, sous_graphe, le, departement, client, agent, organisme, finalite, allocataires, champs)
       values ($1, 'Suivi', 'r', 'allocataires', $2, $3, $4, $5, $6, 'ACCOMPAGNEMENT', $7, $8)`,
      [
        operation,
        l.le ?? "2026-02-01T10:00:00Z",
        l.departement ?? "94",
        l.client ?? "demo-ft",
        l.agent ?? null,
        l.organisme === undefined ? "FT94" : l.organisme,
        l.people,
        l.champs ?? ["Allocataire.nom"],
      ],
    );
    return operation;
  }
  const read = async (caller: Caller, people: readonly string[], args = "", fields = FIELDS) => {
    const answer = await subgraph.run(caller, query(people, args, fields));
    expect(answer.errors).toBeUndefined();
    return answer.data._entities.map((entity: any) => entity?.consultations ?? null);
  };
  const total = async (person: string, caller: Caller = CALLERS.dpo) =>
    (await read(caller, [person], "(first: 1)", "totalCount"))[0].totalCount;

  it("une lecture validée compte pour la suivante, et ne se compte pas elle-même", async () => {
    const totals = [];
    for (let i = 0; i < 4; i++) {
      totals.push(await total(amina));
      if (i === 1) await tenirRegistre(base.owner);
    }
    expect(totals).toEqual([0, 1, 2, 3]);
  });

  it("une opération compte une fois, et joint les champs que les sous-graphes ont lus", async () => {
    const operation = await look({ people: [amina], champs: ["Allocataire.nom", "Orientation.motif"] });
    await tenirRegistre(base.owner);
    await look({ people: [amina, bruno], operation, le: "2026-02-01T10:00:00.040Z", champs: ["RendezVous.debut", "Allocataire.nom"] });
    const pending = await read(CALLERS.dpo, [amina, bruno]);
    await base.owner.query("delete from journal.consultation where position is null and operation <> $1", [operation]);
    await tenirRegistre(base.owner);
    const kept = await read(CALLERS.dpo, [amina, bruno]);
    const [ofAmina, ofBruno] = pending;
    expect(ofAmina).toMatchObject({
      totalCount: 1,
      nodes: [
        {
          le: "2026-02-01T10:00:00.000Z",
          par: "demo-ft",
          organisme: "FT94",
          finalite: "ACCOMPAGNEMENT",
          operation: "Suivi",
          champs: ["Allocataire.nom", "Orientation.motif", "RendezVous.debut"],
        },
      ],
    });
    expect(ofBruno).toMatchObject({ totalCount: 1, nodes: [{ champs: ["Allocataire.nom", "RendezVous.debut"] }] });
    expect(kept).toEqual(pending);
  });

  it.each([
    ["aucune de ses lectures n’est inscrite", [] as string[], ["en attente"]],
    ["toutes sont inscrites", ["inscrite"], []],
    ["une est inscrite, l’autre non", ["inscrite"], ["en attente"]],
  ])("l’opération en cours n’est pas comptée : %s", async (_case, inscribed, pending) => {
    const operation = randomUUID();
    await look({ people: [amina] });
    for (const _look of inscribed) await look({ people: [amina], operation });
    await tenirRegistre(base.owner);
    for (const _look of pending) await look({ people: [amina], operation });
    const running = { id: operation, name: "Suivi", requestId: "r" };
    const answer: any = await subgraph.subgraph.execute({ document: parse(query([amina])), caller: CALLERS.dpo, operation: running });
    const { consultations } = answer.data._entities[0];
    expect(consultations).toMatchObject({ totalCount: 1, nodes: [expect.anything()] });
    expect(consultations.nodes[0].id).not.toContain(operation);
  });

  it("hors du périmètre : exactement comme une personne qui n’existe pas", async () => {
    await look({ people: [amina, bruno, elodie] });
    const unknown = randomUUID();
    expect(await read(CALLERS.departement, [elodie, unknown, "rien"])).toEqual([null, null, null]);
    expect(await read(CALLERS.departement93, [amina])).toEqual([null]);
    const [ofAmina, ofBruno] = await read(CALLERS.referent, [amina, bruno]);
    expect(ofAmina.totalCount).toBe(1);
    expect(ofBruno).toBeNull();
  });

  it("le nom de l’agent ne se lit qu’avec le droit journal.lire", async () => {
    await look({ people: [amina], client: "demo-referent", agent: "REF-1", organisme: "REMOB-1" });
    const line = { par: "demo-referent", organisme: "REMOB-1" };
    expect((await read(CALLERS.referent, [amina]))[0].nodes[0]).toMatchObject({ ...line, agent: null });
    expect((await read(CALLERS.dpo, [amina]))[0].nodes.at(-1)).toMatchObject({ ...line, agent: "REF-1" });
  });

  it("sans allocataires.lire ni journal.lire, le registre est refusé", async () => {
    const answer = await subgraph.run(CALLERS.pilotage, query([amina]));
    expect(answer.data._entities[0].consultations).toBeNull();
    expect(answer.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });

  it("un client de tout le territoire figure au registre de chaque département, avant et après l’inscription", async () => {
    await look({ people: [amina, elodie], departement: "*", client: "national", organisme: null });
    for (const _round of ["en attente", "inscrite"]) {
      const [ofAmina] = await read(CALLERS.departement, [amina]);
      const [ofElodie] = await read(CALLERS.departement93, [elodie]);
      expect([ofAmina.nodes.at(-1), ofElodie.nodes.at(-1)]).toMatchObject([
        { par: "national", organisme: "*" },
        { par: "national", organisme: "*" },
      ]);
      await tenirRegistre(base.owner);
    }
    const { rows } = await base.owner.query(
      "select r.departement, r.allocataire from echanges.registre r join journal.consultation c on c.rang = any (r.rangs) where c.client = 'national' order by 1",
    );
    expect(rows).toEqual([
      { departement: "93", allocataire: elodie },
      { departement: "94", allocataire: amina },
    ]);
  });

  it("l’identifiant d’une personne est donné canonique, et à qui peut la lire", async () => {
    const identites = async (caller: Caller) =>
      (
        await subgraph.run(caller, "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Allocataire { id } } }", {
          r: [amina, bruno, elodie, randomUUID(), "rien"].map((id) => ({ __typename: "Allocataire", id })),
        })
      ).data._entities;
    await base.owner.query("update allocataires.allocataire set canonique = $1 where id = $2", [amina, bruno]);
    const lues = await identites(CALLERS.departement);
    await base.owner.query("update allocataires.allocataire set canonique = null where id = $1", [bruno]);
    expect(lues).toEqual([{ id: amina }, { id: amina }, null, null, null]);
    expect(await identites(CALLERS.referent)).toEqual([{ id: amina }, null, null, null, null]);
  });

  it("une fusion réunit les registres : chaque opération une fois, sous la personne qui reste", async () => {
    const both = await look({ people: [amina] });
    await look({ people: [bruno], operation: both });
    await look({ people: [bruno] });
    await tenirRegistre(base.owner);
    await base.owner.query("update allocataires.allocataire set canonique = $1 where id = $2", [amina, bruno]);
    await reprendreFusions(base.owner);
    expect(await total(amina)).toBe(2);
    await tenirRegistre(base.owner);
    const [ofBruno] = await read(CALLERS.dpo, [bruno], "", "totalCount");
    await base.owner.query("update allocataires.allocataire set canonique = null where id = $1", [bruno]);
    expect(ofBruno.totalCount).toBe(3);
  });

  it("quel que soit le moment de l’inscription, le compte et les pages disent toutes les opérations, une fois, de la plus récente à la plus ancienne", async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ op: fc.integer({ min: 0, max: 9 }), mine: fc.boolean(), ms: fc.integer({ min: 0, max: 5 }) }) },
      { weight: 1, arbitrary: fc.constant("inscrire" as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.integer({ min: 1, max: 4 }), async (steps, first) => {
        await base.owner.query("truncate journal.consultation, echanges.registre, echanges.registre_compteur");
        const operations: string[] = Array.from({ length: 10 }, () => randomUUID());
        const expected = new Set<string>();
        for (const s of steps) {
          if (s === "inscrire") await tenirRegistre(base.owner);
          else {
            await look({
              people: s.mine ? [bruno, amina] : [bruno],
              operation: operations[s.op]!,
              le: new Date(Date.UTC(2026, 1, 1) + s.op * 1000 + s.ms).toISOString(),
            });
            if (s.mine) expected.add(operations[s.op]!);
          }
        }
        const seen: string[] = [];
        let after: string | null = null;
        for (let page = 0; page < 12; page++) {
          // The DPO of these pages looks at `amina` each time: her own looks are after 2026-02-02 and left out here.
          const args: string = after === null ? `(first: ${first})` : `(first: ${first}, after: "${after}")`;
          const [connection]: any[] = await read(CALLERS.dpo, [amina], args);
          const own = connection.nodes.filter((node: any) => node.par === "demo-dpo").length;
          expect(own === 0 || after === null).toBe(true);
          seen.push(...connection.nodes.filter((node: any) => node.par === "demo-ft").map((node: any) => node.id.split(".")[0]));
          if (page === 0) expect(connection.totalCount).toBe(expected.size);
          after = connection.pageInfo.endCursor;
          if (!connection.pageInfo.hasNextPage) break;
        }
        expect(seen).toEqual([...expected].sort((a, b) => operations.indexOf(b) - operations.indexOf(a)));
      }),
      { numRuns: 25 },
    );
  });

  it("deux teneurs à la fois n’inscrivent rien deux fois", async () => {
    for (let i = 0; i < 60; i++) await look({ people: i % 2 ? [amina] : [amina, bruno] });
    const clients = [new pg.Client({ connectionString: base.url }), new pg.Client({ connectionString: base.url })];
    await Promise.all(clients.map((client) => client.connect()));
    await Promise.all(clients.map((client) => tenirRegistre(client)));
    await Promise.all(clients.map((client) => tenirRegistre(client)));
    await Promise.all(clients.map((client) => client.end()));
    const { rows } = await base.owner.query("select allocataire, nombre::int from echanges.registre_compteur order by 1");
    expect(rows).toEqual([
      { allocataire: amina, nombre: 60 },
      { allocataire: bruno, nombre: 30 },
    ]);
  });

  it("le teneur inscrit de lui-même", async () => {
    const running = suivreRegistre(base.url, createLog("silent", "test"));
    await look({ people: [amina] });
    const pending = async () =>
      (await base.owner.query("select count(*)::int as n from journal.consultation where position is null")).rows[0].n;
    for (const end = Date.now() + 5_000; (await pending()) > 0; ) {
      expect(Date.now()).toBeLessThan(end);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await running.stop();
    expect(await total(amina)).toBe(1);
  });

  it("se cherche par période, organisme et nature, inscrite ou en attente ; le compte suit le filtre", async () => {
    await look({ people: [amina], le: "2026-01-10T22:59:00Z" });
    await look({ people: [amina], le: "2026-01-10T23:01:00Z", organisme: "REMOB-1" });
    await look({ people: [amina], le: "2026-01-12T10:00:00Z" });
    await base.owner.query("update journal.consultation set nature = 'EXPORT' where organisme = 'REMOB-1'");
    for (const _moment of ["en attente", "inscrite"]) {
      const compter = async (filtre: string) => {
        const [registre] = await read(CALLERS.dpo, [amina], `(filtre: { ${filtre} })`, "totalCount nodes { le }");
        expect(registre.nodes).toHaveLength(registre.totalCount);
        return registre.totalCount;
      };
      expect(await compter('du: "2026-01-10", au: "2026-01-10"')).toBe(1);
      expect(await compter('du: "2026-01-11", au: "2026-01-12"')).toBe(2);
      expect(await compter('organisme: "REMOB-1"')).toBe(1);
      expect(await compter('nature: EXPORT, organisme: "FT94"')).toBe(0);
      expect(await compter("nature: EXPORT")).toBe(1);
      await tenirRegistre(base.owner);
    }
  });

  it("refuse une page hors de 1 à 200 et un curseur qui n’est pas le sien", async () => {
    for (const first of [0, -1, 201]) {
      const answer = await subgraph.run(CALLERS.dpo, query([amina], `(first: ${first})`));
      expect(answer.errors?.[0]?.extensions.code).toBe("PAGE_INVALIDE");
    }
    const forged = await subgraph.run(CALLERS.dpo, query([amina], '(after: "bidon")'));
    expect(forged.errors?.[0]?.extensions.code).toBe("CURSEUR_INVALIDE");
  });
});
