// npm run test:faults: the fault matrix of the partner, and the campaign that kills the hub and PostgreSQL, whole, printed as tables.
// Exit code of the tests.
const { spawnSync } = require("node:child_process");
const { parseArgs } = require("node:util");

const USAGE = `npm run test:faults [-- --coupures N --mutations N --graine G --personnes N --seulement campagne|partenaire]
Les pannes, en entier (la suite ordinaire en joue une forme bornée), en tableaux avec ce qui est mesuré.
  --coupures N    coupures à des moments tirés au sort : un hub ou les deux, PostgreSQL ou une de ses connexions tués (-9), de 1 à 9999 (100)
  --mutations N   modifications que les clients envoient jusqu’à ce qu’elles soient acquittées, de 1 à 999999 (20000)
  --graine G      la même graine rejoue les mêmes coupures (l’heure, si elle est absente ; le tableau la dit)
  --personnes N   personnes par case de la matrice de France Travail, de 1 à 9999 (10)
  --seulement     la campagne de coupures, ou la matrice du partenaire (lent, 429, 500, HTML, corps coupé, absent 72 h, processus tué)
`;
const OPTIONS = {
  coupures: { type: "string", default: "100" },
  mutations: { type: "string", default: "20000" },
  graine: { type: "string", default: String(Date.now() % 1_000_000) },
  personnes: { type: "string", default: "10" },
  seulement: { type: "string" },
  help: { type: "boolean", short: "h" },
};
const LONGUEURS = { coupures: 4, mutations: 6, graine: 9, personnes: 4 };

const refuser = (phrase) => {
  process.stderr.write(`${phrase}\n`);
  process.exit(2);
};

function lire() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    return refuser(`Option inconnue : ${error.message.split("'")[1] ?? "?"}.\n${USAGE}`);
  }
}

const values = lire();
if (values.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
for (const [nom, chiffres] of Object.entries(LONGUEURS)) {
  if (!new RegExp(`^[1-9]\\d{0,${chiffres - 1}}$`).test(values[nom]))
    refuser(`--${nom} attend un nombre entier de 1 à ${"9".repeat(chiffres)}.`);
}
if (values.seulement !== undefined && !["campagne", "partenaire"].includes(values.seulement))
  refuser("--seulement attend campagne ou partenaire.");

const env = {
  ...process.env,
  UNEFOIS_PANNES: "entieres",
  UNEFOIS_PANNES_COUPURES: values.coupures,
  UNEFOIS_PANNES_MUTATIONS: values.mutations,
  UNEFOIS_PANNES_GRAINE: values.graine,
  UNEFOIS_PANNES_PERSONNES: values.personnes,
};
const FICHIERS = { partenaire: ["test/interop/pannes.test.ts"], campagne: ["test/pannes/campagne.test.ts"] };
const fichiers = values.seulement ? FICHIERS[values.seulement] : [...FICHIERS.partenaire, "test/pannes"];
const { status } = spawnSync("npm", ["test", "--", ...fichiers, "--runInBand"], { env, stdio: "inherit" });
process.exit(status ?? 1);
