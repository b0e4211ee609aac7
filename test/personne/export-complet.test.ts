import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { fichiersDe } from "../../hub/personne/ecrire-export";
import { exporterPersonne } from "../../hub/personne/exporter-personne";
import { personneDesignee } from "../../hub/personne/lire-personne.repository";
import { PARTS } from "../../hub/personne/tables-du-hub";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { type TestDatabase, testDatabase } from "../setup/database";
import { CALLERS, NIR_KEY } from "../setup/subgraph";
import { colonnesDuHub, poserCanaris } from "./canaris";

const valide = addFormats(new Ajv({ strict: true, allowUnionTypes: true })).compile(
  JSON.parse(fs.readFileSync(path.resolve(__dirname, "../../schema/export-personne.json"), "utf8")),
);
const cipher = new NirCipher(NIR_KEY);
const LE = new Date("2026-04-01T10:00:00Z");
const TABLES = PARTS.flatMap((part) => part.tables);
const SANS = PARTS.flatMap((part) =>
  part.sans.flatMap(({ raison, tables }) => tables.map((nom) => ({ nom: `${part.schema}.${nom}`, raison }))),
);

describe("ce que le hub remet à une personne est complet", () => {
  let base: TestDatabase;
  beforeAll(async () => {
    base = await testDatabase();
  });
  afterAll(() => base.drop());

  it("chaque table qui peut porter une personne est remise, ou dite sans personne avec sa raison : une table nouvelle doit choisir", async () => {
    const colonnes = await colonnesDuHub(base.owner);
    const duHub = [...new Set(colonnes.map((c) => c.table))].sort();
    const dites = [...TABLES.map((t) => t.table), ...SANS.map((t) => t.nom)].sort();
    // A person is named by a uuid; a document or bytes may hold anything; these names hold words.
    const porte = colonnes.filter(
      (c) => /^(uuid|jsonb?|bytea)/.test(c.type) || /^(original|nom|prenoms?|adresse|telephone|courriel)$/.test(c.colonne),
    );
    expect([...new Set(porte.map((c) => c.table))].filter((nom) => !dites.includes(nom))).toEqual([]);
    expect(dites.filter((nom) => !duHub.includes(nom))).toEqual([]);
    expect(dites.filter((nom, i) => dites[i + 1] === nom)).toEqual([]);
    expect(SANS.filter(({ raison }) => raison.length < 20)).toEqual([]);
  });

  it("aucune table dite sans personne n’a une colonne qui désigne une personne", async () => {
    const designe = /^(allocataires?|personnes?|canonique|candidats|dossiers?)$/;
    const fautives = (await colonnesDuHub(base.owner))
      .filter((c) => c.type.startsWith("uuid") && designe.test(c.colonne) && SANS.some(({ nom }) => nom === c.table))
      .map((c) => `${c.table}.${c.colonne}`);
    expect(fautives).toEqual([]);
  });

  it("chaque colonne retenue, chiffrée ou calculée existe", async () => {
    const colonnes = new Set((await colonnesDuHub(base.owner)).map((c) => `${c.table}.${c.colonne}`));
    const citees = TABLES.flatMap((t) =>
      [...Object.keys(t.retenues ?? {}), ...Object.keys(t.chiffrees ?? {})].map((c) => `${t.table}.${c}`),
    );
    expect(citees.filter((c) => !colonnes.has(c))).toEqual([]);
  });

  it("un canari dans chaque colonne de chaque table : tous sont remis, sauf ceux qui sont retenus avec leur raison", async () => {
    const elle = randomUUID();
    const poses = await poserCanaris(base.owner, cipher, TABLES, elle);
    expect(poses.length).toBeGreaterThan(900);
    const personne = await personneDesignee(base.owner, cipher, { id: elle }, null);
    expect(personne).toEqual({ departement: "94", id: elle, fiches: [elle] });
    const lu = await exporterPersonne(base.owner, cipher, { personne: personne!, caller: CALLERS.dpo, nirEnClair: true, le: LE });
    const parTable = new Map(lu.export.rubriques.flatMap(({ tables }) => tables).map((t) => [t.table, t]));
    const perdus = poses.filter(({ table, colonne, cherche }) => {
      const decrite = TABLES.find((t) => t.table === table)!;
      return decrite.retenues?.[colonne] === undefined && !JSON.stringify(parTable.get(table)!.lignes).includes(cherche);
    });
    expect(perdus.map(({ table, colonne }) => `${table}.${colonne}`)).toEqual([]);
    const remis = poses.filter(({ table, colonne, type, cherche }) => {
      const decrite = TABLES.find((t) => t.table === table)!;
      return (
        decrite.retenues?.[colonne] &&
        type !== "boolean" &&
        !type.startsWith("uuid") &&
        JSON.stringify(parTable.get(table)!.lignes).includes(cherche)
      );
    });
    expect(remis.map(({ table, colonne }) => `${table}.${colonne}`)).toEqual([]);
    expect([...parTable.values()].filter((t) => t.lignes.length === 0).map((t) => t.table)).toEqual([]);
    const masque = await exporterPersonne(base.owner, cipher, { personne: personne!, caller: CALLERS.dpo, nirEnClair: false, le: LE });
    const nirs = poses.filter(({ table, colonne }) => TABLES.find((t) => t.table === table)!.chiffrees?.[colonne]);
    expect(nirs.length).toBeGreaterThan(1);
    for (const { cherche } of nirs) expect(JSON.stringify(masque.export)).not.toContain(cherche);
    expect(valide(lu.export) || valide.errors).toBe(true);
    expect(fichiersDe(lu).html).toContain("Combien de temps nous gardons");
  });
});
