import fs from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";

const RACINE = path.resolve(__dirname, "../..");
const lignes: { code: string; sens: string }[] = parse(fs.readFileSync(path.join(RACINE, "data/contrat-94-2024/interoperabilite.csv")), {
  columns: true,
});
const tests = fs.readdirSync(__dirname);
const page = fs.readFileSync(path.join(RACINE, "docs/echanges-france-travail.md"), "utf8");

describe("les lignes de interoperabilite.csv", () => {
  it.each(lignes.map(({ code, sens }) => [code, sens]))("%s (%s) a ses tests, et sa ligne dans la page", (code, sens) => {
    // One file tells both directions, or each has its own.
    const siens = tests.filter((nom) => nom === `${code}.test.ts` || nom.startsWith(`${code}-`));
    const deux = siens.some((nom) => nom.includes("-entrant")) && siens.some((nom) => nom.includes("-sortant"));
    expect(sens === "LES_DEUX" && !siens.includes(`${code}.test.ts`) ? deux : siens.length > 0).toBe(true);
    for (const nom of siens) expect(fs.readFileSync(path.join(__dirname, nom), "utf8")).toMatch(new RegExp(`describe\\(\\s*"${code}`));
    expect(page.split("## Ce qui part")[0]).toMatch(new RegExp(`^\\|[^|]*\\b${code}\\b`, "m"));
  });
});
