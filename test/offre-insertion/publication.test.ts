import fs from "node:fs";
import path from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { exporterDataInclusion } from "../../hub/export-data-inclusion";
import { valeursDesReferentiels } from "../../subgraphs/offre-insertion/data-inclusion/suivi/inconnues";
import { importerDataInclusion } from "../../subgraphs/offre-insertion/import-data-inclusion";
import { type TestDatabase, testDatabase } from "../setup/database";
import { dossierTemporaire, importer, MAINTENANT, service, structure, viderCatalogue } from "./fiches";

let base: TestDatabase;
const dossier = dossierTemporaire();
beforeAll(async () => {
  base = await testDatabase();
});
beforeEach(() => viderCatalogue(base.owner));
afterAll(async () => {
  await base.drop();
  fs.rmSync(dossier, { recursive: true });
});

const contexte = () => ({ ownerUrl: base.url, now: () => MAINTENANT });
const exporter = (plus: object = {}) =>
  exporterDataInclusion({ dossier, departement: "94", sources: [], format: "json", telQuel: false, ...plus }, contexte());
const lu = (nom: string) => JSON.parse(fs.readFileSync(path.join(dossier, nom), "utf8"));
/** The catalogue but for what depends on the import itself. */
const catalogue = async () => {
  const lire = async (table: string) =>
    (await base.owner.query(`select to_jsonb(t) - 'recue_le' as ligne from offre_insertion.${table} t order by id collate "C"`)).rows.map(
      (r) => r.ligne,
    );
  return { structures: await lire("structure"), services: await lire("service") };
};

const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv);
const schema = (nom: string) =>
  ajv.compile(JSON.parse(fs.readFileSync(path.resolve(__dirname, `../../data/data-inclusion/${nom}.json`), "utf8")));
const VALIDE = { structure: schema("structure"), service: schema("service") };

const texte = (min: number, max: number) =>
  fc
    .string({
      unit: fc.oneof(
        fc.constantFrom("é", "œ", "’", "🚲", '"', ",", ";", "\n", " ", "{", "[", "\\", "'"),
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
      ),
      minLength: min,
      maxLength: max,
    })
    .filter((t) => t.isWellFormed() && !t.includes("\u0000") && [...t].length >= min && t.length <= max);
const peutEtre = <T>(a: fc.Arbitrary<T>) => fc.option(a, { nil: null, freq: 3 });
const parmi = (champ: string, min = 1) =>
  fc.uniqueArray(fc.constantFrom(...valeursDesReferentiels().get(champ)!), { minLength: min, maxLength: 6 });
const nombre = fc.double({ min: -180, max: 180, noNaN: true }).map((n) => n + 0);
const EXTRA = fc.dictionary(
  fc.constantFrom("label_local", "Clé accentuée 🚲", "extra", "doublons"),
  fc
    .jsonValue({ maxDepth: 2 })
    .filter((v) => JSON.stringify(v).isWellFormed() && !JSON.stringify(v).includes("\\u0000") && !JSON.stringify(v).includes("-0")),
);
const LIEU = {
  commune: peutEtre(texte(0, 20)),
  code_postal: peutEtre(fc.constantFrom("94000", "01000")),
  adresse: peutEtre(texte(0, 40)),
  complement_adresse: peutEtre(texte(0, 20)),
  longitude: peutEtre(nombre),
  latitude: peutEtre(nombre),
  telephone: peutEtre(texte(0, 20)),
  courriel: peutEtre(fc.constantFrom("a@exemple.fr", "prenom.nom+x@sous.exemple.org")),
  horaires_accueil: peutEtre(texte(0, 30)),
  lien_source: peutEtre(fc.webUrl({ withQueryParameters: true })),
};
const date_maj = fc.constantFrom("2000-01-01", "2024-02-29", "2026-02-10");
const STRUCTURE = fc.record({
  nom: texte(3, 60),
  date_maj,
  description: peutEtre(texte(5, 80)),
  siret: peutEtre(fc.constantFrom("12345678901234", "00000000000001")),
  site_web: peutEtre(fc.webUrl()),
  accessibilite_lieu: peutEtre(fc.webUrl()),
  reseaux_porteurs: peutEtre(parmi("reseaux_porteurs", 0)),
  ...LIEU,
});
const SERVICE = fc.record({
  nom: texte(3, 60),
  description: texte(5, 200),
  date_maj,
  type: peutEtre(fc.constantFrom(...valeursDesReferentiels().get("type")!)),
  thematiques: peutEtre(parmi("thematiques", 0)),
  frais: peutEtre(fc.constantFrom("gratuit", "payant")),
  frais_precisions: peutEtre(texte(0, 30)),
  publics: peutEtre(parmi("publics")),
  publics_precisions: peutEtre(texte(0, 30)),
  conditions_acces: peutEtre(texte(0, 30)),
  contact_nom_prenom: peutEtre(texte(0, 30)),
  modes_accueil: peutEtre(parmi("modes_accueil", 0)),
  zone_eligibilite: peutEtre(fc.uniqueArray(fc.constantFrom("94", "94028", "2A", "974", "200058006", "99100", "france"), { minLength: 1 })),
  lien_mobilisation: peutEtre(fc.webUrl()),
  modes_mobilisation: peutEtre(parmi("modes_mobilisation")),
  mobilisable_par: peutEtre(parmi("mobilisable_par")),
  mobilisation_precisions: peutEtre(texte(0, 30)),
  volume_horaire_hebdomadaire: peutEtre(fc.double({ min: 0, max: 168, noNaN: true }).map((n) => n + 0)),
  nombre_semaines: peutEtre(fc.integer({ min: 1, max: 2_147_483_647 })),
  ...LIEU,
});
const fiches = (avecExtra: boolean) => {
  const extra = avecExtra ? EXTRA : fc.constant({});
  return fc.record({
    structures: fc.array(fc.tuple(STRUCTURE, extra), { minLength: 1, maxLength: 3 }),
    services: fc.array(fc.tuple(SERVICE, extra), { minLength: 1, maxLength: 12 }),
  });
};
const enFiches = ({ structures, services }: { structures: [object, object][]; services: [object, object][] }) => ({
  structures: structures.map(([s, e], i) => ({ id: `dora--s${i}`, source: "dora", code_insee: "94028", ...s, ...e })),
  services: services.map(([s, e], i) => ({
    id: `dora--é${i}`,
    source: "dora",
    structure_id: `dora--s${i % structures.length}`,
    code_insee: "94028",
    ...s,
    ...e,
  })),
});
const relire = (format: "json" | "csv") =>
  importerDataInclusion({ structures: [`${dossier}/structures.${format}`], services: [`${dossier}/services.${format}`] }, contexte());

describe("import, export, import", () => {
  it.each(["json", "csv"] as const)("tel quel en %s, le catalogue est le même, champs hors schéma compris", async (format) => {
    await fc.assert(
      fc.asyncProperty(fiches(true), async (tirees) => {
        await viderCatalogue(base.owner);
        const { structures, services } = enFiches(tirees);
        const resultats = await importer(base, structures, services);
        expect(resultats.flatMap((r) => r.signalements.filter((s) => !s.applique))).toEqual([]);
        const avant = await catalogue();
        await exporter({ format, telQuel: true });
        expect((await relire(format)).map((r) => [r.compteurs.appliques, r.compteurs.rejetes])).toEqual([
          [0, 0],
          [0, 0],
        ]);
        await viderCatalogue(base.owner);
        await relire(format);
        expect(await catalogue()).toEqual(avant);
      }),
      { numRuns: 6 },
    );
  });

  it("strict, chaque fiche est acceptée par le JSON Schema, et revient la même", async () => {
    await fc.assert(
      fc.asyncProperty(fiches(false), async (tirees) => {
        await viderCatalogue(base.owner);
        const { structures, services } = enFiches(tirees);
        await importer(base, structures, services);
        const avant = await catalogue();
        const { fichiers, omis } = await exporter();
        expect([fichiers.map((f) => f.enregistrements), omis]).toEqual([[structures.length, services.length], {}]);
        for (const fiche of lu("structures.json")) expect([VALIDE.structure(fiche), VALIDE.structure.errors]).toEqual([true, null]);
        for (const fiche of lu("services.json")) expect([VALIDE.service(fiche), VALIDE.service.errors]).toEqual([true, null]);
        await viderCatalogue(base.owner);
        await relire("json");
        expect(await catalogue()).toEqual(avant);
      }),
      { numRuns: 6 },
    );
  });

  it("strict, ce que le schéma refuse est laissé et dit ; tel quel, il y est", async () => {
    await importer(
      base,
      [structure("s1", { reseaux_porteurs: ["inconnu"] })],
      [service("a", { thematiques: ["mobilite--voler", "famille--garde-denfants"], frais: "parfois", drone: 1 })],
    );
    const { omis } = await exporter();
    expect(omis).toEqual({
      "structure.reseaux_porteurs : inconnu": 1,
      "service.thematiques : mobilite--voler": 1,
      "service.frais : parfois": 1,
    });
    const [fiche] = lu("services.json");
    expect([fiche.thematiques, fiche.frais, fiche.drone]).toEqual([["famille--garde-denfants"], null, undefined]);
    expect(VALIDE.service(fiche)).toBe(true);
    expect(lu("structures.json")[0].reseaux_porteurs).toBeNull();
    await exporter({ telQuel: true });
    expect(lu("services.json")[0]).toMatchObject({
      thematiques: ["mobilite--voler", "famille--garde-denfants"],
      frais: "parfois",
      drone: 1,
    });
  });

  it("prend ce qui est dans le département ou pour lui, et les structures de ces offres ; par source au besoin", async () => {
    const ailleurs = { code_insee: "69123", commune: "Lyon" };
    await importer(
      base,
      [
        structure("s1"),
        structure("lyon", ailleurs),
        structure("porteuse", ailleurs),
        structure("soli", { source: "soliguide", id: "soliguide--s" }),
      ],
      [
        service("ici"),
        service("lyon", { ...ailleurs, structure_id: "dora--lyon", zone_eligibilite: ["69"] }),
        service("pour-le-94", { ...ailleurs, structure_id: "dora--porteuse" }),
        service("soli", { source: "soliguide", id: "soliguide--a", structure_id: "soliguide--s" }),
      ],
    );
    const ids = (nom: string) => lu(nom).map((f: { id: string }) => f.id);
    await exporter();
    expect([ids("structures.json"), ids("services.json")]).toEqual([
      ["dora--porteuse", "dora--s1", "soliguide--s"],
      ["dora--ici", "dora--pour-le-94", "soliguide--a"],
    ]);
    await exporter({ sources: ["soliguide"] });
    expect([ids("structures.json"), ids("services.json")]).toEqual([["soliguide--s"], ["soliguide--a"]]);
  });

  it("une source qui n’a rien dans le département est refusée, avec celles qu’il a ; rien n’est écrit", async () => {
    await importer(
      base,
      [structure("s1"), structure("lyon", { source: "soliguide", id: "soliguide--lyon", code_insee: "69123" })],
      [service("a")],
    );
    const neuf = path.join(dossier, "neuf");
    for (const source of ["nimporte", "soliguide"]) {
      const refus = exporter({ dossier: neuf, sources: ["dora", source] });
      await expect(refus).rejects.toMatchObject({
        exitCode: 2,
        message: `Le catalogue du 94 n’a rien de « ${source} ». Sources possibles : dora, cd94. Rien n’a été écrit.`,
      });
    }
    expect(fs.existsSync(neuf)).toBe(false);
    const vide = await exporter({ dossier: neuf, sources: ["cd94"] });
    expect(vide.fichiers.map(({ enregistrements }) => enregistrements)).toEqual([0, 0]);
  });
});
