import fs from "node:fs";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { enJsonLine, enLigneCsv, enTeteCsv } from "../../subgraphs/allocataires/fichier-departement/ecrire";
import {
  CHAMPS,
  type Champ,
  CONTRAINTE,
  type Enregistrement,
  TYPES,
  type TypeEnregistrement,
} from "../../subgraphs/allocataires/fichier-departement/format";
import { lireCsv, lireJsonLines } from "../../subgraphs/allocataires/fichier-departement/lire";
import { schemaDe } from "../../subgraphs/allocataires/fichier-departement/schema-json";
import { defautDe } from "../../subgraphs/allocataires/fichier-departement/valider";
import { addDays } from "../../subgraphs/shared/civil-date";
import { Frein } from "../../subgraphs/shared/contrat/enums";
import { projectFile } from "../../subgraphs/shared/project-folder";

const jour = fc.nat(9_000).map((n) => addDays("2010-01-01", n));
const texte = (maximum: number) =>
  fc
    .string({ unit: fc.constantFrom(...'aéœ’Z9;,"| \n-ß漢'.split(""), "«", "=", "\t"), minLength: 1, maxLength: Math.min(maximum, 40) })
    .map((t) => t.trim())
    .filter((t) => t !== "" && t.length <= maximum);

function valeur(champ: Champ): fc.Arbitrary<unknown> {
  switch (champ.nature) {
    case "texte":
      return texte(champ.maximum!);
    case "code":
      return fc.constantFrom("REMOB-1", "A", "x.9_z");
    case "date":
      return jour;
    case "instant":
      return fc.oneof(
        jour,
        jour.map((j) => `${j}T08:30:00+02:00`),
      );
    case "entier":
      return fc.integer({ min: -99, max: 99 });
    case "nombre":
      return fc.integer({ min: 0, max: 4_000 }).map((n) => n / 100);
    case "booleen":
      return fc.boolean();
    case "choix":
      return fc.constantFrom(...champ.valeurs!);
    case "liste":
      return fc.array(fc.constantFrom("maçon", "aide à domicile", "vente ; caisse", 'dit "volant"'), { minLength: 1, maxLength: 3 });
    case "contraintes":
      return fc.uniqueArray(
        fc.record(
          { frein: fc.constantFrom(...CONTRAINTE.frein), impact: fc.constantFrom(...CONTRAINTE.impact), prioritaire: fc.constant(true) },
          { requiredKeys: ["frein", "impact"] },
        ),
        {
          selector: (c) => c.frein,
          maxLength: 8,
        },
      );
  }
}

/** Any record of a kind that the format accepts. */
const enregistrement = (type: TypeEnregistrement): fc.Arbitrary<Enregistrement> => {
  const champs = Object.entries(CHAMPS[type]).filter(([nom]) => nom !== "version");
  const modele = Object.fromEntries(champs.map(([nom, champ]) => [nom, valeur(champ)]));
  const requises = champs.filter(([, champ]) => champ.requis).map(([nom]) => nom);
  return fc
    .record(modele, { requiredKeys: requises })
    .map((e) => ({ type, version: 1, ...e }) as unknown as Enregistrement)
    .filter((e) => defautDe(e) === null);
};

describe("le format des fichiers d’un Département", () => {
  it.each(TYPES)("%s : écrit en CSV ou en JSON Lines, il se relit le même", (type) => {
    fc.assert(
      fc.property(enregistrement(type), (e) => {
        expect(lireJsonLines(enJsonLine(e))).toEqual([{ ligne: 1, enregistrement: e }]);
        const [lu, ...reste] = lireCsv(`\uFEFF${enTeteCsv(type)}\r\n${enLigneCsv(e)}\r\n`, type, "f.csv");
        expect(reste).toEqual([]);
        expect((lu as { enregistrement: unknown }).enregistrement).toEqual(e);
        expect(enJsonLine((lu as unknown as { enregistrement: Enregistrement }).enregistrement)).toBe(enJsonLine(e));
      }),
      { numRuns: 60 },
    );
  });

  it.each(TYPES)("%s : le schéma publié est celui que le hub applique, et se lit sans le hub", (type) => {
    const publie = JSON.parse(fs.readFileSync(projectFile("schema", "fichier-departement", "v1", `${type}.json`), "utf8"));
    expect(publie).toEqual(schemaDe(type));
    const valide = addFormats(new Ajv({ strict: false })).compile(publie);
    fc.assert(
      fc.property(enregistrement(type), (e) => valide(e)),
      { numRuns: 30 },
    );
    expect(valide({ type })).toBe(false);
  });

  it("les freins du format sont ceux de l’API", () => {
    expect([...CONTRAINTE.frein]).toEqual(Object.keys(Frein));
  });

  it.each([
    ["une signature et un refus", { dateSignature: "2026-01-02", dureeMois: 6, dateRefus: "2026-01-02", motifRefus: "non" }],
    ["ni signature ni refus", {}],
    ["une signature sans durée", { dateSignature: "2026-01-02" }],
  ])("refuse un contrat avec %s", (_titre, champs) => {
    const contrat = { type: "contrat", version: 1, cle: "c", collecteLe: "2026-01-02", personneType: "HUB", personneValeur: "x" };
    expect(defautDe({ ...contrat, ...champs })?.message).toMatch(/jamais les deux/);
  });

  it("refuse une adresse incomplète", () => {
    const coordonnees = {
      type: "coordonnees",
      version: 1,
      cle: "c",
      collecteLe: "2026-01-02",
      personneType: "HUB",
      personneValeur: "x",
      voie: "1 rue des Lilas",
    };
    expect(defautDe(coordonnees)?.message).toMatch(/adresse entière/);
  });

  it("une ligne CSV qui n’a pas le compte de cellules est gardée, les autres se lisent", () => {
    const lues = lireCsv(
      "version;cle;collecteLe;organisme;code;nom\n1;a;2026-01-01;X;Y\n\n1;b;2026-01-01;X;Y;Z\n",
      "referent",
      "referents.csv",
    );
    expect(lues).toMatchObject([
      { ligne: 2, message: "5 cellules au lieu de 6." },
      { ligne: 4, enregistrement: { cle: "b" } },
    ]);
  });
});
