import { createHash, randomUUID } from "node:crypto";
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
    base.owner.query(
      `truncate journal.consultation, journal.evenement, journal.lot, echanges.registre, echanges.registre_compteur,
         journal.alerte, journal.alerte_examen, journal.acces_urgence, journal.acces_urgence_fermeture`,
    ),
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
    const effacables = ["allocataire", "motif", "ferme_le", "ferme_par"];
    for (const registre of Object.keys(COLONNES) as (keyof typeof COLONNES)[]) {
      const { rows } = await base.owner.query(
        "select column_name as nom from information_schema.columns where table_schema = 'journal' and table_name = $1 and column_name <> 'position'",
        [registre],
      );
      const scellees = rows.map((r) => r.nom).filter((nom) => registre !== "acces_urgence" || !effacables.includes(nom));
      expect([...COLONNES[registre]].sort()).toEqual(scellees.sort());
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
    ["vider la table", "truncate journal.consultation", { quoi: "LIGNE_EFFACEE", position: 1, jusque: 30, lot: 1 }],
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

  describe("alertes et accès d’urgence", () => {
    beforeEach(async () => {
      await base.owner.query(
        `insert into journal.alerte (nature, gravite, client, le, details) select 'HORS_HEURES', 'ATTENTION', 'c' || n, '2026-03-01', '{"b": 1, "a": "é"}' from generate_series(1, 3) n`,
      );
      await base.owner.query(
        "insert into journal.alerte_examen (alerte, le, client, motif) select id, '2026-03-02', 'dpo', 'Vu.' from journal.alerte",
      );
      await base.owner.query(
        `insert into journal.acces_urgence (departement, allocataire, client, motif, ouvert_le, expire_le)
         select '94', $1, 'c' || n, 'Expulsion demain', '2026-03-01T09:00:00Z', '2026-03-01T10:00:00Z' from generate_series(1, 3) n`,
        [randomUUID()],
      );
      await base.owner.query("update journal.acces_urgence set ferme_le = '2026-03-01T09:30:00Z', ferme_par = 'x'");
      expect(await sceller1()).toBe(12);
    });

    it("sont scellés, et la fermeture d’un accès l’est à part ; un effacement ne rompt rien", async () => {
      expect(await verifier()).toMatchObject({ intact: true, lignes: 12, lots: 4, nonScellees: 0 });
      await base.owner.query("update journal.acces_urgence set allocataire = null, motif = 'La personne a été effacée.'");
      expect((await verifier()).intact).toBe(true);
      await base.owner.query(
        "insert into journal.alerte (nature, gravite, le, details) values ('HORS_HEURES', 'ATTENTION', '2026-03-03', '{}')",
      );
      expect((await verifier()).nonScellees).toBe(1);
      expect(await sceller1()).toBe(1);
      expect(await verifier()).toMatchObject({ intact: true, lignes: 13, lots: 5 });
    });

    it.each(["alerte", "alerte_examen", "acces_urgence", "acces_urgence_fermeture"] as const)(
      "%s : toute altération est vue, et où",
      async (table) => {
        const lot = (await base.owner.query("select numero::int as n from journal.lot where registre = $1", [table])).rows[0].n;
        const instant = table === "acces_urgence" ? "expire_le" : "le";
        const attendre = async (attendu: object) => {
          expect((await verifier()).anomalies).toEqual([expect.objectContaining({ registre: table, lot, ...attendu })]);
        };
        await alterer(`update journal.${table} set ${instant} = ${instant} + interval '1 hour' where position = 2`);
        await attendre({ quoi: "LIGNE_MODIFIEE", position: 2 });
        await alterer(`update journal.${table} set ${instant} = ${instant} - interval '1 hour' where position = 2`);
        expect((await verifier()).intact).toBe(true);
        await alterer(`update journal.${table} set position = 99 where position = 3`);
        await attendre({ quoi: "LIGNE_EFFACEE", position: 3 });
        await alterer(`update journal.${table} set position = -1 where position = 99`);
        expect((await verifier()).anomalies.map(({ quoi, position }) => [quoi, position])).toEqual([
          ["LIGNE_EFFACEE", 3],
          ["LIGNE_AJOUTEE", -1],
        ]);
        await alterer(`update journal.${table} set position = 3 where position = -1`);
        await alterer(`delete from journal.${table} where position = 2`);
        await attendre({ quoi: "LIGNE_EFFACEE", position: 2 });
      },
    );

    it("PostgreSQL les refuse à leur propriétaire : modifier, effacer, vider", async () => {
      const proprietaire = await testConnection(base.url);
      for (const texte of [
        "update journal.alerte set gravite = 'INFORMATION'",
        "update journal.acces_urgence set client = 'autre'",
        "update journal.acces_urgence_fermeture set par = 'autre'",
        "delete from journal.alerte_examen",
        "truncate journal.acces_urgence_fermeture",
      ])
        await expect(proprietaire.query(texte)).rejects.toMatchObject({ code: "42501" });
      await proprietaire.end();
    });

    it("un autre outil retrouve les empreintes d’après docs/journal.md", async () => {
      const hex = (texte: string) => createHash("sha256").update(texte).digest();
      const { rows } = await base.owner.query(
        `select json_build_object('id', id, 'rang', rang::text, 'nature', nature, 'gravite', gravite, 'client', client, 'le', '2026-03-01T00:00:00.000000Z',
           'details', details::text)::text as texte from journal.alerte order by position`,
      );
      const lignes = rows.map(({ texte }) => hex(JSON.stringify(JSON.parse(texte))));
      const lot = (await base.owner.query("select empreintes, racine from journal.lot where registre = 'alerte'")).rows[0];
      expect(lot.empreintes.equals(Buffer.concat(lignes))).toBe(true);
      expect(lot.racine.equals(createHash("sha256").update(Buffer.concat(lignes)).digest())).toBe(true);
    });
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
