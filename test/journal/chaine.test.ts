import { randomUUID } from "node:crypto";
import { tenirRegistre } from "../../subgraphs/echanges/registre/registre";
import { direAnomalie } from "../../subgraphs/shared/chaine/anomalie";
import { COLONNES } from "../../subgraphs/shared/chaine/registres";
import { sceller } from "../../subgraphs/shared/chaine/sceller.repository";
import { verifierJournal } from "../../subgraphs/shared/chaine/verifier.repository";
import { numberEvents } from "../../subgraphs/shared/sequencer";
import { type TestDatabase, testDatabase } from "../setup/database";

const MAINTENANT = new Date("2026-03-01T10:00:00Z");

describe("chaîne du journal", () => {
  let base: TestDatabase;
  beforeAll(async () => {
    base = await testDatabase();
  });
  afterAll(() => base.drop());
  beforeEach(() =>
    base.owner.query("truncate journal.consultation, journal.evenement, journal.lot, echanges.registre, echanges.registre_compteur"),
  );

  const ecrire = (combien: number, nature = "LECTURE") =>
    base.owner.query(
      `insert into journal.consultation (operation, operation_nom, requete, sous_graphe, le, departement, client, organisme, finalite, allocataires, champs, nature)
       select gen_random_uuid(), 'Suivi', 'r' || n, 'allocataires', timestamptz '2026-03-01' + n * interval '1 second', '94', 'demo-ft', 'FT94', 'ACCOMPAGNEMENT',
         array[$3::uuid], '{Allocataire.nom}', $2 from generate_series(1, $1::int) n`,
      [combien, nature, randomUUID()],
    );
  const sceller1 = async () => {
    await numberEvents(base.owner);
    await tenirRegistre(base.owner);
    return sceller(base.owner, MAINTENANT);
  };
  const verifier = (options = {}) => verifierJournal(base.owner, options);
  /** A superuser who puts the triggers aside. */
  const alterer = async (texte: string, valeurs: unknown[] = []) => {
    await base.owner.query("set session_replication_role = replica");
    const { rowCount } = await base.owner.query(texte, valeurs).finally(() => base.owner.query("set session_replication_role = origin"));
    expect(rowCount).not.toBe(0);
  };
  const vu = async (options = {}) =>
    (await verifier(options)).anomalies.map(({ quoi, position, jusque, lot, de }) => ({ quoi, position, jusque, lot, de }));

  it("scelle les lignes par nature, et les événements, en lots chaînés", async () => {
    await ecrire(1_500);
    await ecrire(3, "ECRITURE");
    await base.owner.query(
      "insert into journal.evenement (type, departement, allocataire, donnees, survenu_le) values ('ContratSigne', '94', null, '{\"b\": 1, \"a\": \"é\"}', '2026-03-01')",
    );
    expect(await sceller1()).toBe(1_504);
    expect(await sceller1()).toBe(0);
    const { rows } = await base.owner.query("select registre, nature, du::int, au::int, nombre::int from journal.lot order by numero");
    expect(rows).toEqual([
      { registre: "consultation", nature: "LECTURE", du: 1, au: 1_000, nombre: 1_000 },
      { registre: "consultation", nature: "LECTURE", du: 1_001, au: 1_500, nombre: 500 },
      { registre: "consultation", nature: "ECRITURE", du: 1, au: 3, nombre: 3 },
      { registre: "evenement", nature: "", du: 1, au: 1, nombre: 1 },
    ]);
    await ecrire(2);
    expect(await verifier()).toMatchObject({ intact: true, lignes: 1_504, lots: 4, nonScellees: 2, anomalies: [] });
  });

  it("l’empreinte couvre toutes les colonnes, sauf la place, que le lot dit", async () => {
    for (const registre of ["consultation", "evenement"] as const) {
      const { rows } = await base.owner.query(
        "select column_name as nom from information_schema.columns where table_schema = 'journal' and table_name = $1 and column_name <> 'position'",
        [registre],
      );
      expect([...COLONNES[registre]].sort()).toEqual(rows.map((r) => r.nom).sort());
    }
  });

  it.each([
    ["modifier", "update journal.consultation set client = 'autre' where position = 7", { quoi: "LIGNE_MODIFIEE", position: 7, lot: 1 }],
    [
      "modifier d’une microseconde",
      "update journal.consultation set le = le + interval '1 microsecond' where position = 7",
      { quoi: "LIGNE_MODIFIEE", position: 7, lot: 1 },
    ],
    [
      "effacer",
      "delete from journal.consultation where position between 7 and 9",
      { quoi: "LIGNE_EFFACEE", position: 7, jusque: 9, lot: 1 },
    ],
    ["tout effacer", "delete from journal.consultation", { quoi: "LIGNE_EFFACEE", position: 1, jusque: 30, lot: 1 }],
    [
      "glisser une ligne avant les autres",
      "insert into journal.consultation (operation, operation_nom, requete, sous_graphe, le, departement, client, allocataires, champs, position) select operation, operation_nom, requete, sous_graphe, le, departement, client, allocataires, champs, 0 from journal.consultation where position = 7",
      { quoi: "LIGNE_AJOUTEE", position: 0, lot: null },
    ],
    ["retirer un lot", "delete from journal.lot where numero = 1", { quoi: "LOT_ABSENT", lot: 1 }],
    [
      "changer ce que dit un lot",
      "update journal.lot set clos_le = clos_le + interval '1 day' where numero = 2",
      { quoi: "LOT_MODIFIE", lot: 2, position: 21, jusque: 30 },
    ],
  ])("%s : vu, et où", async (_quoi, texte, attendu) => {
    await ecrire(20);
    await sceller1();
    await ecrire(10);
    await sceller1();
    await alterer(texte);
    expect(await vu()).toContainEqual({ position: undefined, jusque: undefined, de: undefined, ...attendu });
  });

  it("changer deux lignes de place : vu, avec la place de chacune", async () => {
    await ecrire(20);
    await sceller1();
    await alterer("update journal.consultation set position = 1000 - position where position in (7, 12)");
    await alterer("update journal.consultation set position = case position when 993 then 12 else 7 end where position > 900");
    expect(await vu()).toEqual([
      { quoi: "LIGNE_DEPLACEE", position: 7, jusque: undefined, lot: 1, de: 12 },
      { quoi: "LIGNE_DEPLACEE", position: 12, jusque: undefined, lot: 1, de: 7 },
    ]);
  });

  it("couper la fin, lignes et lots : la chaîne qui reste se tient, la tête ancrée dehors le dit", async () => {
    await ecrire(20);
    await sceller1();
    await ecrire(10);
    await sceller1();
    const tete = (await verifier()).tete!;
    await alterer("delete from journal.consultation where position > 20");
    await alterer("delete from journal.lot where numero = 2");
    expect((await verifier()).intact).toBe(true);
    for (const ancre of [tete, { numero: null, empreinte: tete.empreinte }]) {
      expect(await vu({ ancres: [ancre] })).toMatchObject([{ quoi: "CHAINE_TRONQUEE", lot: ancre.numero }]);
    }
    await ecrire(4);
    await sceller1();
    expect(await vu({ ancres: [tete] })).toMatchObject([{ quoi: "CHAINE_REECRITE", lot: 2 }]);
  });

  it("une ligne validée tard entre dans le lot suivant : aucune n’est oubliée", async () => {
    const lente = await testConnection(base.url);
    await lente.query("begin");
    await lente.query(
      `insert into journal.consultation (operation, operation_nom, requete, sous_graphe, le, departement, client, allocataires, champs)
       values (gen_random_uuid(), 'Lente', 'r', 'allocataires', '2026-03-01', '94', 'demo-ft', '{}', '{}')`,
    );
    await ecrire(5);
    expect(await sceller1()).toBe(5);
    await lente.query("commit");
    await lente.end();
    expect(await sceller1()).toBe(1);
    expect(await verifier()).toMatchObject({ intact: true, lignes: 6, nonScellees: 0 });
  });

  it("retirée entre son numéro et son scellement : le lot dit le trou", async () => {
    await ecrire(5);
    await tenirRegistre(base.owner);
    await alterer("delete from journal.consultation where position = 3");
    await sceller(base.owner, MAINTENANT);
    expect(await vu()).toMatchObject([{ quoi: "LIGNE_ABSENTE_AU_SCELLEMENT", position: 3, lot: 1 }]);
    expect(direAnomalie((await verifier()).anomalies[0]!)).toBe(
      "LIGNE_ABSENTE_AU_SCELLEMENT consultation/LECTURE, position 3, lot 1 : ligne numérotée, puis retirée avant le scellement.",
    );
  });

  it("le propriétaire de la base lui-même ne peut ni modifier, ni effacer, ni vider", async () => {
    await ecrire(2);
    await sceller1();
    await base.owner.query(
      "insert into journal.evenement (type, departement, donnees, survenu_le) values ('ContratSigne', '94', '{}', '2026-03-01')",
    );
    const proprietaire = await testConnection(base.url);
    for (const texte of [
      "update journal.consultation set client = 'x'",
      "delete from journal.consultation",
      "truncate journal.consultation",
      "update journal.evenement set type = 'x'",
      "delete from journal.evenement",
      "truncate journal.evenement",
      "update journal.lot set racine = ''",
      "delete from journal.lot",
      "truncate journal.lot",
    ])
      await expect(proprietaire.query(texte)).rejects.toMatchObject({ code: "42501" });
    await proprietaire.end();
    expect((await verifier()).intact).toBe(true);
  });
});

async function testConnection(url: string) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
