import type { Caller } from "../../subgraphs/shared/identity";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { DE_PERSONNES, database, demande, graphe, lire, now, PRENDRE, personnes, prendre, preparer } from "./appels";

preparer();

describe("droits", () => {
  const lireRdv = async (caller: Caller, id: string) =>
    (await graphe.run(caller, `{ rendezVous(id: "${id}") { id participations { allocataire { id } } } }`, {}, now)).data?.rendezVous;

  it("le 93 ne lit rien du 94, ni par l’identifiant, ni par la référence, ni par la personne", async () => {
    const { id } = await prendre();
    expect(await lireRdv(CALLERS.departement93, id)).toBeNull();
    const refs = [{ __typename: "RendezVous", id }, ...personnes(PEOPLE.amina)];
    const answer = await graphe.run(
      CALLERS.departement93,
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on RendezVous { id } ... on Allocataire { id rendezVous { id } } } }`,
      { r: refs },
      now,
    );
    expect(answer.data._entities).toEqual([null, null]);
    expect(
      (
        await graphe.run(
          CALLERS.departement93,
          DE_PERSONNES,
          { r: personnes(PEOPLE.amina, "00000000-0000-4000-8000-00000000ffff", "rien") },
          now,
        )
      ).data._entities,
    ).toEqual([{ rendezVous: null }, { rendezVous: null }, null]);
  });

  it("un référent lit ses personnes, et d’un rendez-vous collectif ses personnes seulement", async () => {
    const { id } = await prendre();
    const bruno = await prendre({ allocataire: PEOPLE.bruno, debut: "2026-03-14T09:00:00Z" });
    await database.owner.query(
      "insert into rendez_vous.participation (departement, rendez_vous, allocataire, statut, maj_le) values ('94', $1, $2, 'PREVU', now())",
      [id, PEOPLE.bruno],
    );
    expect(await lireRdv(CALLERS.referent, id)).toEqual({ id, participations: [{ allocataire: { id: PEOPLE.amina } }] });
    expect(await lireRdv(CALLERS.referent, bruno.id)).toBeNull();
    expect((await lireRdv(CALLERS.departement, id)).participations).toHaveLength(2);
    const answer = await graphe.run(CALLERS.referent, `{ rendezVous(id: "${id}") { nombreParticipants } }`, {}, now);
    expect(answer.data.rendezVous.nombreParticipants).toBe(2);
    const others = await graphe.run(CALLERS.referent, DE_PERSONNES, { r: personnes(PEOPLE.amina, PEOPLE.bruno) }, now);
    expect(others.data._entities.map((e: any) => e.rendezVous?.length ?? null)).toEqual([1, null]);
  });

  it("après une fusion, la personne garde ses rendez-vous et sa référence donne l’identifiant canonique", async () => {
    const { id } = await prendre();
    await database.owner.query("update allocataires.allocataire set canonique = $2 where id = $1", [PEOPLE.amina, PEOPLE.driss]);
    try {
      const answer = await graphe.run(
        CALLERS.departement,
        `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Allocataire { id rendezVous { id participations { allocataire { id } } } } } }`,
        { r: personnes(PEOPLE.amina, PEOPLE.driss) },
        now,
      );
      const attendu = { id: PEOPLE.driss, rendezVous: [{ id, participations: [{ allocataire: { id: PEOPLE.driss } }] }] };
      expect(answer.data._entities).toEqual([attendu, attendu]);
    } finally {
      await database.owner.query("update allocataires.allocataire set canonique = null");
    }
  });

  it("sans le droit, le champ est nul et la mutation refusée ; sans jeton, rien", async () => {
    const { id } = await prendre();
    for (const [caller, code] of [
      [CALLERS.pilotage, "FORBIDDEN"],
      [CALLERS.dpo, "FORBIDDEN"],
      [null, "UNAUTHENTICATED"],
    ] as const) {
      const answer = await graphe.run(
        caller,
        `{ rendezVous(id: "${id}") { id } creneaux(departement: "94", famille: AUTRE, du: "2026-03-01", au: "2026-03-02") { debut } }`,
        {},
        now,
      );
      expect(answer.data).toEqual({ rendezVous: null, creneaux: null });
      expect(answer.errors?.map((e) => e.extensions.code)).toEqual([code, code]);
      const mutation = await graphe.run(caller, PRENDRE, { ...demande, debut: "2026-03-20T09:00:00Z" }, now);
      expect(mutation.errors?.[0]?.extensions.code).toBe(code);
    }
    const reference = await graphe.run(
      CALLERS.pilotage,
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on RendezVous { id } } }`,
      { r: [{ __typename: "RendezVous", id }] },
      now,
    );
    expect(reference.data._entities).toEqual([null]);
    expect(await lire("select count(*) from rendez_vous.rendez_vous")).toEqual([{ count: 1 }]);
  });

  it("note qui a été lu", async () => {
    const { id } = await prendre();
    await database.owner.query("truncate journal.consultation");
    await lireRdv(CALLERS.departement, id);
    await graphe.run(CALLERS.departement, DE_PERSONNES, { r: personnes(PEOPLE.bruno) }, now);
    expect((await lire("select allocataires from journal.consultation order by rang")).map((c) => c.allocataires)).toEqual([
      [PEOPLE.amina],
      [PEOPLE.bruno],
    ]);
  });

  it("d’un rendez-vous collectif, les autres participants ne sont notés que s’ils sont nommés", async () => {
    const { id } = await prendre();
    await database.owner.query(
      "insert into rendez_vous.participation (departement, rendez_vous, allocataire, statut, maj_le) values ('94', $1, $2, 'PREVU', now())",
      [id, PEOPLE.bruno],
    );
    const lireChamps = async (champs: string) => {
      await database.owner.query("truncate journal.consultation");
      const document = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Allocataire { rendezVous { participations { ${champs} } } } } }`;
      const { data } = await graphe.run(CALLERS.departement, document, { r: personnes(PEOPLE.amina) }, now);
      const [notes] = await lire("select array(select unnest(allocataires) order by 1) as vus from journal.consultation");
      return { participations: data._entities[0].rendezVous[0].participations, vus: notes.vus };
    };
    const prevu = { statut: "PREVU" };
    expect(await lireChamps("statut")).toEqual({ participations: [prevu, prevu], vus: [PEOPLE.amina] });
    expect((await lireChamps("statut allocataire { id }")).vus).toEqual([PEOPLE.amina, PEOPLE.bruno]);
    expect((await lireChamps("... on Participation { convocation { canal } }")).vus).toEqual([PEOPLE.amina, PEOPLE.bruno]);
  });

  it("un créneau que personne n’a donné n’est pas inventé", async () => {
    const answer = await graphe.run(
      CALLERS.departement,
      `{ creneaux(departement: "94", famille: AUTRE, du: "2026-03-01", au: "2026-03-02") { debut } }`,
      {},
      now,
    );
    expect(answer.data).toEqual({ creneaux: [] });
  });
});

describe("les rendez-vous de cinquante personnes", () => {
  const ids = Array.from({ length: 50 }, (_, i) => `00000000-0000-4000-9000-${String(i).padStart(12, "0")}`);
  beforeAll(async () => {
    for (const id of ids) {
      await database.owner.query(
        `insert into allocataires.allocataire (id, departement, nom, prenoms, date_naissance, nom_tri, source, collectee_le, recue_le)
         values ($1, '94', 'Nom', array['P'], '1990-01-01', 'NOM P', 'CAF', '2026-01-10', '2026-01-10')`,
        [id],
      );
    }
  });

  it("se lisent en deux requêtes : une pour les rendez-vous, une pour les participations", async () => {
    await database.owner.query(
      `with r as (
         insert into rendez_vous.rendez_vous (departement, debut, duree_minutes, modalite, famille, motif, source, collectee_le, recue_le)
         select '94', '2026-03-01T09:00Z'::timestamptz + n * interval '1 day', 30, 'PHYSIQUE', 'AUTRE', (i - 1)::text, 'CAF', '2026-01-10', '2026-01-10'
         from generate_series(1, 50) i, generate_series(0, 3) n returning id, motif)
       insert into rendez_vous.participation (departement, rendez_vous, allocataire, statut, maj_le)
       select '94', id, ($1::uuid[])[motif::int + 1], 'PREVU', '2026-01-10' from r`,
      [ids],
    );
    const answer = await graphe.run(
      CALLERS.departement,
      DE_PERSONNES,
      { r: personnes(...ids), first: 3, depuis: "2026-03-01", jusque: "2026-03-03" },
      now,
    );
    expect(
      answer.data._entities.every((e: any) => e.rendezVous.length === 3 && e.rendezVous.every((r: any) => r.participations.length === 1)),
    ).toBe(true);
    expect(answer.data._entities[0].rendezVous.map((r: any) => r.debut)).toEqual([
      "2026-03-03T09:00:00.000Z",
      "2026-03-02T09:00:00.000Z",
      "2026-03-01T09:00:00.000Z",
    ]);
    expect(answer.statements).toHaveLength(2);
    const first = await graphe.run(CALLERS.departement, DE_PERSONNES, { r: personnes(...ids), first: 1 }, now);
    expect(first.data._entities.every((e: any) => e.rendezVous.length === 1)).toBe(true);
  });

  it("« depuis » et « jusque » sont des jours de Paris", async () => {
    const { id } = await prendre({ debut: "2026-03-11T23:30:00Z" }); // 12 March, 00:30 in Paris
    const jour = async (depuis: string, jusque: string) =>
      (
        await graphe.run(CALLERS.departement, DE_PERSONNES, { r: personnes(PEOPLE.amina), depuis, jusque }, now)
      ).data._entities[0].rendezVous.map((r: any) => r.id);
    expect(await jour("2026-03-12", "2026-03-12")).toEqual([id]);
    expect(await jour("2026-03-11", "2026-03-11")).toEqual([]);
  });

  it.each([0, -1, 201])("first: %i est refusé", async (first) => {
    const answer = await graphe.run(CALLERS.departement, DE_PERSONNES, { r: personnes(PEOPLE.amina), first }, now);
    expect(answer.errors?.[0]?.extensions.code).toBe("PAGE_INVALIDE");
  });
});
