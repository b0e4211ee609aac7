import { randomUUID } from "node:crypto";
import { Writable } from "node:stream";
import { parse } from "graphql";
import { tenirRegistre } from "../../subgraphs/echanges/registre/registre";
import { sousGraphe } from "../../subgraphs/echanges/sous-graphe";
import { empreinteDeLigne } from "../../subgraphs/shared/chaine/empreinte";
import { sceller } from "../../subgraphs/shared/chaine/sceller.repository";
import { type Verification, verifierJournal } from "../../subgraphs/shared/chaine/verifier.repository";
import { createLog } from "../../subgraphs/shared/log";
import { type SmallHub, smallHub } from "../gateway/small-hub";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { attaque, ENTIERE } from "./attaque";

/** What tries to end a line, to begin another, to paint a terminal or to close a JSON text. */
const CHARGES = [
  'a\r\n{"level":60,"msg":"faux"}',
  "\u001b[2J\u001b[31mfaux",
  'x","client":"innocent","y":"',
  "\u2028\u2029faux\u0085",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a payload, not a template.
  "${jndi:ldap://x}",
  "'); delete from journal.consultation; --",
];
const LIGNES = ENTIERE ? 500_000 : 5_000;
const LE = new Date("2026-11-20T10:00:00Z");

attaque("S24", (mesurer) => {
  describe("injection dans les traces", () => {
    let hub: SmallHub;
    let ecrit = "";
    beforeAll(async () => {
      const sortie = new Writable({
        write(morceau, _encodage, suite) {
          ecrit += morceau;
          suite();
        },
      });
      hub = await smallHub({ log: createLog("info", "essai", sortie) });
    });
    afterAll(() => hub.close());

    it("quoi que le client écrive, chaque trace reste une ligne, et dit ce qu’elle doit", async () => {
      const essais = CHARGES.flatMap((charge) => [
        hub.ask("query Honnete { livre(id: 1) { titre } }", { operationName: charge }),
        hub.ask(`query { livre(id: ${JSON.stringify(charge)}) { titre } }`),
        hub.ask(`{ livre(id: 1) { titre } } # ${charge}`),
        hub.ask(charge),
        hub.ask("query ($id: ID!) { livre(id: $id) { titre } }", { variables: { id: charge, [charge]: charge } }),
        hub.raw({
          method: "POST",
          path: `/graphql?${encodeURIComponent(charge)}`,
          body: charge,
          headers: { "content-type": "application/json" },
        }),
      ]);
      await Promise.all(essais);
      const lignes = ecrit.split("\n").filter(Boolean);
      expect(lignes).toHaveLength(essais.length);
      for (const ligne of lignes) {
        expect(ligne).not.toMatch(/\p{Cc}|\p{Zl}|\p{Zp}/u);
        expect(JSON.parse(ligne)).toMatchObject({ processus: "essai", statut: expect.any(Number) });
        expect(ligne).not.toContain("faux");
      }
      mesurer("requêtes forgées", essais.length);
    });

    it("un numéro de sécurité sociale en nom d’opération ou en référence de requête ne passe pas dans les traces", async () => {
      const nir = "185039401234567";
      ecrit = "";
      await hub.ask(`query N${nir} { __typename }`, { headers: { "x-request-id": nir } });
      expect(ecrit).not.toContain(nir);
      expect(ecrit.split("\n").filter(Boolean)).toHaveLength(1);
    });

    it("la requête honnête qui suit répond", async () => {
      expect((await hub.ask("{ __typename }")).data).toEqual({ __typename: "Query" });
    });
  });

  describe("registre altéré", () => {
    let base: TestDatabase;
    let subgraph: TestSubgraph;
    let tete: NonNullable<Verification["tete"]>;
    beforeAll(async () => {
      base = await testDatabase();
      await loadFixtures(base.owner);
      subgraph = await testSubgraph(sousGraphe, base.url);
      await base.owner.query(
        `insert into journal.consultation (operation, operation_nom, requete, sous_graphe, le, departement, client, organisme, finalite, allocataires, champs, nature)
         select gen_random_uuid(), 'Suivi', 'r' || n, 'allocataires', timestamptz '2026-10-01' + n * interval '1 second', '94', 'demo-ft', 'FT94', 'ACCOMPAGNEMENT',
           array[$2::uuid], '{Allocataire.nom,Orientation.motif}', case when n % 10 = 0 then 'ECRITURE' else 'LECTURE' end from generate_series(1, $1::int) n`,
        [LIGNES, PEOPLE.amina],
      );
      await lire();
      await tenirRegistre(base.owner);
      const depart = performance.now();
      await sceller(base.owner, LE);
      mesurer("lignes scellées par seconde", Math.round(LIGNES / ((performance.now() - depart) / 1_000)));
      tete = (await verifierJournal(base.owner)).tete!;
      await base.owner.query(GARDER);
    }, 300_000);
    afterAll(async () => {
      await subgraph.close();
      await base.drop();
    }, 300_000);

    const REGISTRE = `{ _entities(representations: [{ __typename: "Allocataire", id: "${PEOPLE.amina}" }]) { ... on Allocataire { consultations { totalCount } } } }`;
    const lire = () => subgraph.run(CALLERS.dpo, REGISTRE);

    /** What a superuser does who puts the triggers aside, undone after it was looked for. */
    async function altererPuisChercher(textes: readonly string[], ancres: readonly Verification["tete"][] = []) {
      await base.owner.query("begin");
      await base.owner.query("set local session_replication_role = replica");
      for (const texte of textes) await base.owner.query(texte);
      // The verifier opens its own transaction: the alteration is committed, and the copy put back afterwards.
      await base.owner.query("commit");
      const depart = performance.now();
      const vu = await verifierJournal(base.owner, {
        ancres: ancres.map((ancre) => ({ numero: ancre!.numero, empreinte: ancre!.empreinte })),
      });
      return { vu, ms: Math.round(performance.now() - depart) };
    }

    const GARDER =
      "create schema garde; create table garde.consultation as table journal.consultation; create table garde.lot as table journal.lot";
    const REMETTRE = `begin; set local session_replication_role = replica; truncate journal.consultation, journal.lot;
      insert into journal.consultation overriding system value select * from garde.consultation; insert into journal.lot select * from garde.lot; commit`;
    afterEach(() => base.owner.query(REMETTRE), 300_000);

    it("intact, il est dit intact, à la vitesse mesurée", async () => {
      const depart = performance.now();
      const vu = await verifierJournal(base.owner);
      expect(vu).toMatchObject({ intact: true, nonScellees: 0, nombreAnomalies: 0 });
      expect(vu.lignes).toBeGreaterThan(LIGNES);
      mesurer("lignes vérifiées par seconde", Math.round(vu.lignes / ((performance.now() - depart) / 1_000)));
    });

    it.each([
      [
        "une ligne modifiée",
        ["update journal.consultation set agent = 'INNOCENT' where nature = 'LECTURE' and position = 1234"],
        { quoi: "LIGNE_MODIFIEE", position: 1234, lot: 2 },
      ],
      [
        "une ligne effacée",
        ["delete from journal.consultation where nature = 'LECTURE' and position = 1234"],
        { quoi: "LIGNE_EFFACEE", position: 1234, lot: 2 },
      ],
      [
        "mille lignes effacées",
        ["delete from journal.consultation where nature = 'LECTURE' and position between 1234 and 2233"],
        { quoi: "LIGNE_EFFACEE", position: 1234, lot: 2 },
      ],
      [
        "deux lignes échangées",
        [
          "update journal.consultation set position = -position where nature = 'LECTURE' and position in (1234, 2345)",
          "update journal.consultation set position = case position when -1234 then 2345 else 1234 end where position < 0",
        ],
        { quoi: "LIGNE_DEPLACEE", position: 1234, de: 2345, lot: 2 },
      ],
      ["tout effacé", ["truncate journal.consultation"], { quoi: "LIGNE_EFFACEE", position: 1, lot: 1 }],
      [
        "une ligne et son lot recalculés à moitié",
        [
          "update journal.consultation set agent = 'INNOCENT' where nature = 'LECTURE' and position = 1234",
          "update journal.lot set empreintes = overlay(empreintes placing sha256('x') from 233 * 32 + 1 for 32) where numero = 2",
        ],
        { quoi: "LOT_MODIFIE", lot: 2 },
      ],
      ["un lot retiré", ["delete from journal.lot where numero = 3"], { quoi: "LOT_ABSENT", lot: 3 }],
    ])("%s : vu, et où", async (quoi, textes, attendu) => {
      const { vu, ms } = await altererPuisChercher(textes);
      expect(vu.intact).toBe(false);
      expect(vu.anomalies[0]).toMatchObject(attendu);
      mesurer(`trouver ${quoi}, sur ${LIGNES} lignes`, ms, "ms");
    });

    it("la fin coupée, lignes et lots : seule la tête ancrée dehors le dit, et elle le dit", async () => {
      const textes = [
        `delete from journal.consultation c using journal.lot l where l.numero >= ${tete.numero - 1} and l.nature = c.nature and c.position between l.du and l.au`,
        `delete from journal.lot where numero >= ${tete.numero - 1}`,
      ];
      const { vu, ms } = await altererPuisChercher(textes, [tete]);
      expect(vu.anomalies).toMatchObject([{ quoi: "CHAINE_TRONQUEE", lot: tete.numero }]);
      mesurer("trouver la fin coupée, avec une ancre", ms, "ms");
    });

    it("des valeurs qui imitent le texte haché ne se confondent pas avec d’autres colonnes", () => {
      const ligne = { id: randomUUID(), client: 'a","agent":"b', agent: null };
      expect(empreinteDeLigne("consultation", ligne)).not.toEqual(empreinteDeLigne("consultation", { ...ligne, client: "a", agent: "b" }));
    });

    it("quoi que disent le client, l’opération et la requête, une lecture écrit une ligne, et la chaîne se vérifie", async () => {
      for (const charge of CHARGES) {
        const avant = await compter();
        const operation = { id: randomUUID(), name: charge, requestId: charge };
        const caller = { ...CALLERS.dpo, client: charge, agent: charge };
        const answer = await subgraph.subgraph.execute({ document: parse(REGISTRE), caller, operation });
        expect(answer.errors).toBeUndefined();
        expect(await compter()).toBe(avant + 1);
      }
      await tenirRegistre(base.owner);
      await sceller(base.owner, LE);
      expect(await verifierJournal(base.owner)).toMatchObject({ intact: true, nonScellees: 0 });
    });

    it("l’honnête lecture qui suit répond, et s’écrit", async () => {
      const avant = await compter();
      expect((await lire()).errors).toBeUndefined();
      expect(await compter()).toBe(avant + 1);
    });

    const compter = async () => (await base.owner.query("select count(*)::int as n from journal.consultation")).rows[0].n;
  });
});
