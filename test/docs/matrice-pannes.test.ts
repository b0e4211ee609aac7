import fs from "node:fs";
import path from "node:path";
import { ROOT } from "./codes-du-source";
import { duplicates, page, rows } from "./tables-markdown";

/** The product that quality.md asks for: each fault, on each link, at each moment. */
const LIENS = [
  "Passerelle et sous-graphe",
  "Sous-graphe et PostgreSQL",
  "File d’envoi et France Travail",
  "Messages reçus",
  "Livraisons aux abonnés",
];
const PANNES = [
  "processus tué",
  "PostgreSQL tué et relancé",
  "partenaire lent",
  "partenaire absent 72 h",
  "429 et Retry-After",
  "erreur 500",
  "page HTML",
  "corps coupé",
  "sous-graphe absent",
  "disque plein",
  "saut d’horloge",
];
const MOMENTS = ["avant l’écriture", "pendant l’envoi", "après la validation, avant la réponse"];

const LIGNES = rows(page("docs/pannes.md"));
const TESTS = LIGNES.filter(({ section }) => section === "Les tests de la matrice").map(({ cells }) => cells);
const SANS_OBJET = /^sans objet : \p{L}.{8,}$/u;
/** What happens, then the test that shows it. */
const MONTREE = /^.{3,} \(([A-Z]\d+)\)$/;

describe("la matrice des pannes de docs/pannes.md", () => {
  it.each(LIENS)("%s : chaque panne à chaque moment a son issue et son test, ou dit pourquoi elle est sans objet", (lien) => {
    const lignes = LIGNES.filter(({ section }) => section === lien);
    expect(lignes.map(({ cells }) => cells.panne)).toEqual(PANNES);
    const noms = new Set(TESTS.map(({ nom }) => nom));
    for (const { cells } of lignes)
      for (const moment of MOMENTS) {
        const dit = cells[moment] ?? "";
        const vue = SANS_OBJET.test(dit) || noms.has(MONTREE.exec(dit)?.[1]);
        expect([lien, cells.panne, moment, vue ? "vue" : dit]).toEqual([lien, cells.panne, moment, "vue"]);
      }
  });

  it.each(TESTS)("$nom : $fichier existe et porte ce titre", ({ fichier, titre }) => {
    const chemin = path.join(ROOT, fichier!);
    expect(fs.existsSync(chemin)).toBe(true);
    expect(fs.readFileSync(chemin, "utf8")).toContain(`"${titre}"`);
  });

  it("chaque test de la liste sert, et n’y est qu’une fois", () => {
    const cases = LIGNES.filter(({ section }) => LIENS.includes(section)).flatMap(({ cells }) => MOMENTS.map((moment) => cells[moment]));
    const cites = new Set(cases.map((dit) => MONTREE.exec(dit ?? "")?.[1]));
    expect(TESTS.filter(({ nom }) => !cites.has(nom)).map(({ nom }) => nom)).toEqual([]);
    expect(duplicates(TESTS.map(({ nom }) => nom!))).toEqual([]);
  });
});
