import { sousGraphe } from "../../subgraphs/rendez-vous/sous-graphe";
import type { Caller } from "../../subgraphs/shared/identity";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const CHAMPS = `id debut dureeMinutes famille modalite motif lieu organisme { id } collectif capacite nombreParticipants enConflit
  participations { allocataire { id } statut convocation { rang canal envoyeeLe } } liens { systeme identifiant } provenance { source organisme certifiee }`;
const ANSWER = `... on RendezVous { __typename ${CHAMPS} } ... on Refus { __typename code message champ }`;
const PRENDRE = `mutation ($allocataire: ID!, $organisme: ID!, $famille: FamilleMotif!, $debut: Horodatage!, $duree: Int!, $convocation: Boolean, $cle: String) {
  r: prendreRendezVous(allocataire: $allocataire, organisme: $organisme, famille: $famille, modalite: PHYSIQUE, debut: $debut, dureeMinutes: $duree,
    convocation: $convocation, cleIdempotence: $cle) { ${ANSWER} } }`;
const DEPLACER = `mutation ($rendezVous: ID!, $debut: Horodatage!, $duree: Int, $motif: String!, $cle: String) {
  r: deplacerRendezVous(rendezVous: $rendezVous, debut: $debut, dureeMinutes: $duree, motif: $motif, cleIdempotence: $cle) { ${ANSWER} } }`;
const PRESENCE = `mutation ($rendezVous: ID!, $allocataire: ID!, $statut: StatutParticipation!, $cle: String) {
  r: renseignerPresence(rendezVous: $rendezVous, allocataire: $allocataire, statut: $statut, cleIdempotence: $cle) { ${ANSWER} } }`;
const DE_PERSONNES = `query ($r: [_Any!]!, $depuis: Date, $jusque: Date, $first: Int) { _entities(representations: $r) { ... on Allocataire {
  rendezVous(depuis: $depuis, jusque: $jusque, first: $first) { id debut famille participations { statut allocataire { __typename } } } } } }`;

const personnes = (...ids: string[]) => ids.map((id) => ({ __typename: "Allocataire", id }));

describe("sous-graphe rendez-vous", () => {
  let database: TestDatabase;
  let graphe: TestSubgraph;
  const now = new Date("2026-03-10T12:00:00Z");
  const lire = async (sql: string, values: unknown[] = []) => (await database.owner.query(sql, values)).rows;
  const appeler = async (caller: Caller, document: string, variables: object, at = now) => {
    const answer = await graphe.run(caller, document, variables as Record<string, unknown>, at);
    expect(answer.errors).toBeUndefined();
    return answer.data.r;
  };
  const demande = {
    allocataire: PEOPLE.amina as string,
    organisme: "94-CD94",
    famille: "ORIENTATION",
    debut: "2026-03-12T09:00:00Z",
    duree: 60,
  };
  const prendre = (plus: object = {}, caller: Caller = CALLERS.departement, at = now) =>
    appeler(caller, PRENDRE, { ...demande, ...plus }, at);
  const renseigner = (
    rendezVous: string,
    statut: string,
    plus: object = {},
    caller: Caller = CALLERS.departement,
    at = new Date("2026-03-12T10:00:00Z"),
  ) => appeler(caller, PRESENCE, { rendezVous, allocataire: PEOPLE.amina, statut, ...plus }, at);

  beforeAll(async () => {
    database = await testDatabase();
    await loadFixtures(database.owner);
    graphe = await testSubgraph(sousGraphe, database.url);
  });
  afterAll(async () => {
    await graphe.close();
    await database.drop();
  });
  beforeEach(() =>
    database.owner.query(`truncate rendez_vous.rendez_vous, rendez_vous.participation, rendez_vous.convocation, rendez_vous.historique_presence,
      rendez_vous.deplacement, rendez_vous.lien_externe, rendez_vous.cle_idempotence, journal.evenement, journal.consultation`),
  );

  describe("prendre un rendez-vous", () => {
    it("écrit le fait, l’événement et la trace, et rend le rendez-vous", async () => {
      const pris = await prendre({ convocation: true });
      expect(pris).toMatchObject({
        __typename: "RendezVous",
        debut: "2026-03-12T09:00:00.000Z",
        dureeMinutes: 60,
        famille: "ORIENTATION",
        organisme: { id: "94-CD94" },
        nombreParticipants: 1,
        enConflit: false,
        participations: [
          {
            allocataire: { id: PEOPLE.amina },
            statut: "PREVU",
            convocation: { rang: 1, canal: "NON_RENSEIGNE", envoyeeLe: now.toISOString() },
          },
        ],
        liens: [],
        provenance: { source: "DEPARTEMENT", organisme: "94-CD94", certifiee: true },
      });
      expect(await lire("select type, allocataire, donnees, survenu_le from journal.evenement")).toEqual([
        {
          type: "RendezVousPlanifie",
          allocataire: PEOPLE.amina,
          donnees: {
            rendezVous: pris.id,
            famille: "ORIENTATION",
            debut: "2026-03-12T09:00:00.000Z",
            organisme: "94-CD94",
            convocationRang: 1,
          },
          survenu_le: now,
        },
      ]);
      expect((await lire("select client, allocataires from journal.consultation")).every((c) => c.client === "demo-departement")).toBe(
        true,
      );
    });

    it.each([
      ["DEBUT_PASSE", { debut: "2026-03-10T12:00:00Z" }],
      ["DEBUT_TROP_LOIN", { debut: "2036-03-10T12:00:00Z" }],
      ["DUREE_INVALIDE", { duree: 4 }],
      ["DUREE_INVALIDE", { duree: 481 }],
      ["ORGANISME_INCONNU", { organisme: "93-CD93" }],
      ["ORGANISME_INCONNU", { organisme: "94-RIEN" }],
      ["ALLOCATAIRE_INCONNU", { allocataire: PEOPLE.elodie }],
      ["ALLOCATAIRE_INCONNU", { allocataire: "personne" }],
      ["ALLOCATAIRE_INCONNU", { allocataire: "00000000-0000-4000-8000-00000000ffff" }],
    ])("refuse : %s %j", async (code, plus) => {
      expect(await prendre(plus)).toMatchObject({ __typename: "Refus", code });
      expect(await lire("select * from rendez_vous.rendez_vous")).toEqual([]);
      expect(await lire("select * from journal.evenement")).toEqual([]);
    });

    it.each([
      [5, "RendezVous"],
      [480, "RendezVous"],
    ])("accepte %i minutes", async (duree, type) => expect((await prendre({ duree })).__typename).toBe(type));

    it("refuse deux rendez-vous à la même heure, accepte l’un après l’autre", async () => {
      await prendre();
      expect((await prendre({ debut: "2026-03-12T09:59:00Z" })).code).toBe("RENDEZ_VOUS_SIMULTANE");
      expect((await prendre({ debut: "2026-03-12T10:00:00Z" })).__typename).toBe("RendezVous");
      expect((await prendre({ debut: "2026-03-12T09:30:00Z", allocataire: PEOPLE.bruno })).__typename).toBe("RendezVous");
    });

    it("deux demandes simultanées à la même heure n’en font qu’un", async () => {
      const answers = await Promise.all([prendre(), prendre(), prendre()]);
      expect(answers.map((a) => a.__typename).sort()).toEqual(["Refus", "Refus", "RendezVous"]);
    });

    it("la même clé rend le même rendez-vous ; avec d’autres arguments, elle est refusée", async () => {
      const [a, b] = [await prendre({ cle: "k1" }), await prendre({ cle: "k1" })];
      expect(b.id).toBe(a.id);
      expect(await lire("select count(*) from journal.evenement")).toEqual([{ count: 1 }]);
      expect((await prendre({ cle: "k1", duree: 30 })).code).toBe("CLE_DEJA_UTILISEE");
      expect((await prendre({ cle: "k1" }, CALLERS.franceTravail)).code).toBe("RENDEZ_VOUS_SIMULTANE");
    });

    it("un référent ne prend rendez-vous que pour les personnes qu’il suit", async () => {
      expect((await prendre({ allocataire: PEOPLE.bruno }, CALLERS.referent)).code).toBe("ALLOCATAIRE_INCONNU");
      expect(await prendre({}, CALLERS.referent)).toMatchObject({
        __typename: "RendezVous",
        provenance: { source: "ORGANISME_REFERENT", organisme: "94-REMOB-1" },
      });
    });

    it("après une absence à une convocation, la suivante est de rang 2", async () => {
      const premier = await prendre({ convocation: true });
      await renseigner(premier.id, "ABSENT");
      const second = await prendre(
        { convocation: true, debut: "2026-03-20T09:00:00Z" },
        CALLERS.departement,
        new Date("2026-03-13T09:00:00Z"),
      );
      expect(second.participations[0].convocation.rang).toBe(2);
      await renseigner(premier.id, "ABSENT_JUSTIFIE");
      expect(await lire("select rang from rendez_vous.convocation where rendez_vous = $1", [second.id])).toEqual([{ rang: 1 }]);
    });
  });

  describe("renseigner la présence", () => {
    it.each([
      ["une minute avant", "2026-03-12T08:59:00Z", "Refus"],
      ["à l’heure", "2026-03-12T09:00:00Z", "RendezVous"],
      ["une minute après", "2026-03-12T09:01:00Z", "RendezVous"],
    ])("%s", async (_, at, type) => {
      const { id } = await prendre();
      const answer = await renseigner(id, "HONORE", {}, CALLERS.departement, new Date(at));
      expect(answer.__typename).toBe(type);
      if (type === "Refus") expect(answer.code).toBe("RENDEZ_VOUS_A_VENIR");
      else expect(answer.participations[0].statut).toBe("HONORE");
    });

    it("publie la présence avec le rang, garde l’historique des corrections", async () => {
      const { id } = await prendre({ convocation: true });
      await renseigner(id, "ABSENT");
      await renseigner(id, "ABSENT");
      await renseigner(id, "HONORE", {}, CALLERS.franceTravail);
      expect(await lire("select type, donnees from journal.evenement where type <> 'RendezVousPlanifie' order by rang")).toEqual(
        ["ABSENT", "HONORE"].map((statut) => ({
          type: "PresenceRenseignee",
          donnees: { rendezVous: id, famille: "ORIENTATION", debut: "2026-03-12T09:00:00.000Z", statut, convocationRang: 1 },
        })),
      );
      expect(await lire("select avant, apres, source from rendez_vous.historique_presence order by le, apres")).toEqual([
        { avant: null, apres: "PREVU", source: "DEPARTEMENT" },
        { avant: "PREVU", apres: "ABSENT", source: "DEPARTEMENT" },
        { avant: "ABSENT", apres: "HONORE", source: "FRANCE_TRAVAIL" },
      ]);
    });

    it("une annulation avant l’heure est un événement RendezVousAnnule, et ne devient pas une absence", async () => {
      const { id } = await prendre();
      expect((await renseigner(id, "ANNULE_SERVICE", {}, CALLERS.departement, now)).nombreParticipants).toBe(0);
      expect((await renseigner(id, "ABSENT")).code).toBe("TRANSITION_INTERDITE");
      expect(await lire("select type from journal.evenement order by rang")).toEqual([
        { type: "RendezVousPlanifie" },
        { type: "RendezVousAnnule" },
      ]);
    });

    it("refuse un statut qui se déduit, un rendez-vous ou une personne hors périmètre, tous du même mot", async () => {
      const { id } = await prendre();
      expect((await renseigner(id, "PREVU")).code).toBe("STATUT_NON_SAISISSABLE");
      expect((await renseigner(id, "A_RENSEIGNER")).code).toBe("STATUT_NON_SAISISSABLE");
      const inconnus = [
        await renseigner("rien", "HONORE"),
        await renseigner("00000000-0000-4000-8000-00000000ffff", "HONORE"),
        await renseigner(id, "HONORE", { allocataire: PEOPLE.bruno }),
        await renseigner(id, "HONORE", {}, CALLERS.departement93),
        await renseigner(id, "HONORE", { allocataire: PEOPLE.elodie }),
      ];
      expect(new Set(inconnus.map((refus) => `${refus.code} ${refus.message}`)).size).toBe(1);
      expect(inconnus[0].code).toBe("RENDEZ_VOUS_INCONNU");
    });

    it("la même clé ne renseigne qu’une fois", async () => {
      const { id } = await prendre();
      await renseigner(id, "ABSENT", { cle: "p1" });
      await renseigner(id, "HONORE");
      expect((await renseigner(id, "ABSENT", { cle: "p1" })).participations[0].statut).toBe("HONORE");
    });

    it("montre A_RENSEIGNER, l’heure passée, et enregistre PREVU", async () => {
      const { id } = await prendre();
      const answer = await graphe.run(
        CALLERS.departement,
        `{ rendezVous(id: "${id}") { participations { statut } } }`,
        {},
        new Date("2026-03-12T09:00:00Z"),
      );
      expect(answer.data.rendezVous.participations).toEqual([{ statut: "A_RENSEIGNER" }]);
      expect(await lire("select statut from rendez_vous.participation")).toEqual([{ statut: "PREVU" }]);
      expect(await lire("select statut from publie.presence")).toEqual([{ statut: "PREVU" }]);
    });
  });

  describe("déplacer un rendez-vous", () => {
    const deplacer = (rendezVous: string, plus: object = {}, caller: Caller = CALLERS.departement, at = now) =>
      appeler(caller, DEPLACER, { rendezVous, debut: "2026-03-13T09:00:00Z", motif: "agent absent", ...plus }, at);

    it("change l’heure, dit pourquoi, et le publie pour chaque personne attendue", async () => {
      const { id } = await prendre();
      expect(await deplacer(id, { duree: 30 })).toMatchObject({ debut: "2026-03-13T09:00:00.000Z", dureeMinutes: 30 });
      expect(await lire("select avant, apres, motif, client from rendez_vous.deplacement")).toEqual([
        {
          avant: new Date("2026-03-12T09:00:00Z"),
          apres: new Date("2026-03-13T09:00:00Z"),
          motif: "agent absent",
          client: "demo-departement",
        },
      ]);
      expect(await lire("select type, donnees ->> 'debut' as debut from journal.evenement order by rang offset 1")).toEqual([
        { type: "RendezVousDeplace", debut: "2026-03-13T09:00:00.000Z" },
      ]);
    });

    it("refuse selon le cas", async () => {
      const { id } = await prendre();
      const autre = await prendre({ debut: "2026-03-13T09:30:00Z" });
      expect((await deplacer(id)).code).toBe("RENDEZ_VOUS_SIMULTANE");
      expect((await deplacer(id, { motif: "  " })).code).toBe("MOTIF_INVALIDE");
      expect((await deplacer(id, { debut: "2026-03-10T11:00:00Z" })).code).toBe("DEBUT_PASSE");
      expect((await deplacer(id, { duree: 1 })).code).toBe("DUREE_INVALIDE");
      expect((await deplacer("rien")).code).toBe("RENDEZ_VOUS_INCONNU");
      expect((await deplacer(id, {}, CALLERS.departement93)).code).toBe("RENDEZ_VOUS_INCONNU");
      expect((await deplacer(id, { debut: "2026-03-15T09:00:00Z" }, CALLERS.departement, new Date("2026-03-12T09:00:00Z"))).code).toBe(
        "RENDEZ_VOUS_PASSE",
      );
      await renseigner(autre.id, "ANNULE_USAGER", {}, CALLERS.departement, now);
      expect((await deplacer(autre.id)).code).toBe("RENDEZ_VOUS_CLOS");
      expect((await deplacer(id)).__typename).toBe("RendezVous");
    });
  });

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
});
