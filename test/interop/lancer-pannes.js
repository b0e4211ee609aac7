// npm run test:faults [-- --personnes N]: the fault matrix alone, at the size asked, printed as a table. Exit code of the tests.
const { spawnSync } = require("node:child_process");
const { parseArgs } = require("node:util");

const { values } = parseArgs({ options: { personnes: { type: "string", default: "10" } } });
if (!/^[1-9]\d{0,3}$/.test(values.personnes)) {
  process.stderr.write("--personnes attend un nombre entier de 1 à 9999.\n");
  process.exit(2);
}
const env = { ...process.env, UNEFOIS_PANNES_PERSONNES: values.personnes };
const { status } = spawnSync("npm", ["test", "--", "test/interop/pannes.test.ts"], { env, stdio: "inherit" });
process.exit(status ?? 1);
