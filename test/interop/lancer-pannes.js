// npm run test:faults [-- --personnes N]: the fault matrix alone, at the size asked, printed as a table. Exit code of the tests.
const { spawnSync } = require("node:child_process");
const { parseArgs } = require("node:util");

const USAGE = `npm run test:faults [-- --personnes N]
La matrice des pannes (partenaire lent, 429, 500, HTML, corps coupé, absent 72 h, processus tué) sur chaque objet, en tableau.
  --personnes N   personnes par case, de 1 à 9999 (10)
`;

function lire() {
  try {
    return parseArgs({ options: { personnes: { type: "string", default: "10" }, help: { type: "boolean", short: "h" } } }).values;
  } catch (error) {
    process.stderr.write(`Option inconnue : ${error.message.split("'")[1] ?? "?"}.\n${USAGE}`);
    process.exit(2);
  }
}

const values = lire();
if (values.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
if (!/^[1-9]\d{0,3}$/.test(values.personnes)) {
  process.stderr.write("--personnes attend un nombre entier de 1 à 9999.\n");
  process.exit(2);
}
const env = { ...process.env, UNEFOIS_PANNES_PERSONNES: values.personnes };
const { status } = spawnSync("npm", ["test", "--", "test/interop/pannes.test.ts"], { env, stdio: "inherit" });
process.exit(status ?? 1);
