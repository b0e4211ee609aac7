// npm run test:attacks: the attack list S1 to S27, whole, printed as a table with what was measured. Exit code 1 when one fails, or has no test.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { parseArgs } = require("node:util");

const USAGE = `npm run test:attacks [-- S1 S24]
La liste des attaques, de S1 à S27, en entier (la suite ordinaire en joue une forme bornée), en tableau avec ce qui est mesuré.
`;

function lire() {
  try {
    return parseArgs({ allowPositionals: true, options: { help: { type: "boolean", short: "h" } } });
  } catch (error) {
    process.stderr.write(`Option inconnue : ${error.message.split("'")[1] ?? "?"}.\n${USAGE}`);
    process.exit(2);
  }
}

const { values, positionals } = lire();
if (values.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
const inconnue = positionals.find((numero) => !/^S([1-9]|1\d|2[0-7])$/.test(numero));
if (inconnue) {
  process.stderr.write(`« ${inconnue} » n’est pas une attaque : de S1 à S27.\n`);
  process.exit(2);
}

const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-attaques-"));
const mesures = path.join(dossier, "mesures.ndjson");
const resultats = path.join(dossier, "resultats.json");
const env = { ...process.env, UNEFOIS_ATTAQUES: "entieres", UNEFOIS_ATTAQUES_MESURES: mesures };
// Several tests hold one attack to its bounds of time: one at a time.
const args = ["test", "--", "test/attaques", "--runInBand", "--json", `--outputFile=${resultats}`];
if (positionals.length > 0) args.push("-t", `(${positionals.map((numero) => `${numero} `).join("|")})`);
const { status } = spawnSync("npm", args, { env, stdio: ["ignore", "ignore", "inherit"] });

const lignes = fs.existsSync(mesures)
  ? fs
      .readFileSync(mesures, "utf8")
      .trim()
      .split("\n")
      .filter(Boolean)
      .map((l) => JSON.parse(l))
  : [];
if (!fs.existsSync(resultats)) {
  fs.rmSync(dossier, { recursive: true });
  process.stderr.write("Les tests n’ont pas pu démarrer, aucune attaque n’a été jouée : ce qui précède dit pourquoi.\n");
  process.exit(1);
}
const tests = JSON.parse(fs.readFileSync(resultats, "utf8")).testResults.flatMap((fichier) => fichier.assertionResults);
const numeros = positionals.length > 0 ? positionals : Array.from({ length: 27 }, (_, rang) => `S${rang + 1}`);
let manque = false;
/** Collected before and after, memory that is kept may still be less than none: what stood there before was let go meanwhile. */
function ecrire(quoi, valeur, unite) {
  const dire = (n) => `${n.toLocaleString("fr-FR")} ${unite}`;
  return quoi.startsWith("mémoire gardée") && valeur < 0 ? `${dire(0)} (${dire(-valeur)} libérés)` : dire(valeur);
}
for (const numero of numeros) {
  const siens = tests.filter((test) => test.ancestorTitles[0]?.startsWith(`${numero} `) && test.status !== "pending");
  const echecs = siens.filter((test) => test.status !== "passed").length;
  const etat = siens.length === 0 ? "SANS TEST" : echecs > 0 ? `${echecs} ÉCHEC${echecs > 1 ? "S" : ""}` : "tenue";
  manque ||= siens.length === 0 || echecs > 0;
  const titre = siens[0]?.ancestorTitles[0].slice(numero.length + 1) ?? "";
  process.stdout.write(`${numero.padEnd(4)} ${etat.padEnd(10)} ${String(siens.length).padStart(4)} tests  ${titre}\n`);
  for (const { quoi, valeur, unite } of lignes.filter((ligne) => ligne.numero === numero)) {
    process.stdout.write(`                             ${quoi} : ${ecrire(quoi, valeur, unite)}\n`);
  }
}
fs.rmSync(dossier, { recursive: true });
process.exit(status !== 0 || manque ? 1 : 0);
