import fs from "node:fs";
import path from "node:path";
import { DELAYS, LIMITS } from "../../gateway/limits";
import { GATEWAY_CODES } from "../../gateway/refusal";

const page = fs.readFileSync(path.join(__dirname, "../../docs/erreurs.md"), "utf8");

describe("docs/erreurs.md", () => {
  it.each(GATEWAY_CODES)("explique %s", (code) => {
    expect(page).toContain(`| \`${code}\` |`);
  });

  it.each(Object.entries(LIMITS).filter(([name]) => !["listSize", "page"].includes(name)))("donne la limite « %s »", (_name, limit) => {
    expect(page).toMatch(new RegExp(`(^|\\D)${limit.toLocaleString("fr-FR").replaceAll(/\s/g, " ")}(\\D|$)`, "m"));
  });

  it("donne le délai d’une opération", () => {
    expect(page).toContain(`dépasse ${DELAYS.operation / 1000} s`);
  });
});
