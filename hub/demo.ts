import fs from "node:fs";
import path from "node:path";
import { simuler } from "../simulation/simuler";
import { importerCaf } from "../subgraphs/allocataires/caf/import-caf";
import { importerOrganismes } from "../subgraphs/allocataires/import-organismes";
import { importerAide } from "../subgraphs/allocataires/orientation/aide/import-aide";
import { importerContrat } from "../subgraphs/indicateurs/import-contrat";
import { importerTerritoires } from "../subgraphs/indicateurs/territoire/import-territoires";
import { importerPdie } from "../subgraphs/offre-insertion/fichier-pdie/import-pdie";
import { importerDataInclusion } from "../subgraphs/offre-insertion/import-data-inclusion";
import { importerWebhooks } from "../subgraphs/rendez-vous/import-webhooks";
import { analyzeFilled } from "../subgraphs/shared/analyze-filled";
import { civilDateOf } from "../subgraphs/shared/civil-date";
import type { ContexteImport, ResultatImport } from "../subgraphs/shared/import";
import { createLog } from "../subgraphs/shared/log";
import { NirCipher } from "../subgraphs/shared/nir-cipher";
import { asOwner, ownerClient } from "../subgraphs/shared/owner";
import { projectFile } from "../subgraphs/shared/project-folder";
import type { Secrets } from "../subgraphs/shared/secrets";
import type { Subgraph } from "../subgraphs/shared/subgraph";
import { importerDecisions } from "./import-decisions";
import { withoutWaiting } from "./no-wait";
import { progressBar } from "./progress";
import { closeSubgraphs, openSubgraphs } from "./subgraphs";
import { signingSecrets, webhookSecrets } from "./webhooks";

export interface DemoOptions {
  databaseUrl: string;
  dataFolder: string;
  secrets: Secrets;
  /** Foyers of the 94; the 93 gets 400 for 8 749, in proportion. */
  foyers: number;
  say: (line: string) => void;
  now?: () => Date;
}

interface Step {
  etape: string;
  title: string;
  run(files: TerritoryFiles, context: StepContext): Promise<ResultatImport[]>;
}

interface TerritoryFiles {
  departement: string;
  folder: string;
}
type StepContext = ContexteImport & { secrets: Secrets; subgraphs: Subgraph[]; nirCipher: NirCipher };

const inFolder = (folder: string, ...names: string[]) => path.join(folder, ...names);

/** The imports of a territory, in the order in which its facts stand on one another. */
const STEPS: Step[] = [
  {
    etape: "contrat",
    title: "Contrat départemental 2024",
    run: async ({ departement }, context) =>
      departement === "94" ? importerContrat(projectFile("data", "contrat-94-2024"), departement, context) : [],
  },
  {
    etape: "territoires",
    title: "EPCI et zones",
    run: ({ departement }, context) =>
      importerTerritoires(context, departement === "94" ? projectFile("data", "zonages", "zonages-94.csv") : null, departement),
  },
  {
    etape: "organismes",
    title: "Organismes et référents",
    run: ({ departement, folder }, context) => importerOrganismes(context, folder, departement),
  },
  {
    etape: "aide-orientation",
    title: "Aide à l’orientation",
    run: ({ departement }, context) => importerAide(context, projectFile("data", "aide-orientation", `${departement}.csv`), departement),
  },
  {
    etape: "caf",
    title: "Flux CAF",
    run: ({ folder }, context) => {
      const names = fs.readdirSync(inFolder(folder, "caf"));
      const ordered = [...names.filter((n) => n.startsWith("RSABEM")).sort(), ...names.filter((n) => n.startsWith("RSABEI")).sort()];
      return importerCaf(
        ordered.map((name) => inFolder(folder, "caf", name)),
        context,
      );
    },
  },
  {
    etape: "data-inclusion",
    title: "Offre d’insertion",
    run: ({ folder }, context) =>
      importerDataInclusion(
        {
          structures: [inFolder(folder, "data-inclusion", "structures.json")],
          services: [inFolder(folder, "data-inclusion", "services.json")],
        },
        context,
      ),
  },
  {
    etape: "pdie",
    title: "Programme départemental d’insertion",
    run: ({ departement }, context) => importerPdie(context, projectFile("data", `pdie-${departement}`), departement),
  },
  {
    etape: "webhooks",
    title: "Rendez-vous",
    run: ({ folder }, context) =>
      importerWebhooks(inFolder(folder, "webhooks.jsonl"), {
        ...context,
        secrets: webhookSecrets(context.secrets),
        cleNir: context.nirCipher,
      }),
  },
  {
    etape: "decisions",
    title: "Décisions de l’année",
    run: async ({ folder }, context) => [await importerDecisions(inFolder(folder, "decisions.jsonl"), context)],
  },
  {
    etape: "suites",
    title: "Prescriptions et retours à l’emploi",
    run: async ({ folder }, context) => {
      const file = inFolder(folder, "suites.jsonl");
      return fs.existsSync(file) ? [await importerDecisions(file, context)] : [];
    },
  },
  {
    etape: "creneaux",
    title: "Créneaux publiés",
    run: async ({ folder }, context) => {
      const file = inFolder(folder, "creneaux.jsonl");
      // A territory that an earlier version simulated has none.
      return fs.existsSync(file) ? [await importerDecisions(file, context)] : [];
    },
  },
];

/** Loads the demo territory through the imports that production uses; a step already done is not done again. */
export async function loadDemo(options: DemoOptions): Promise<void> {
  if (await isLoaded(options.databaseUrl)) return;
  const jusque = civilDateOf((options.now ?? (() => new Date()))());
  const territories = [
    { departement: "94", foyers: options.foyers },
    { departement: "93", foyers: Math.max(1, Math.round((options.foyers * 400) / 8749)) },
  ];
  const databaseUrl = withoutWaiting(options.databaseUrl);
  const subgraphs = await openSubgraphs({ databaseUrl, nirKey: options.secrets.nirKey, log: createLog("warn", "demo") });
  try {
    for (const territory of territories) await loadTerritory(territory, jusque, { ...options, databaseUrl, subgraphs });
  } finally {
    await closeSubgraphs(subgraphs);
  }
}

/** Every step of every territory is done: nothing to open. */
const isLoaded = (databaseUrl: string): Promise<boolean> =>
  asOwner(
    databaseUrl,
    async (client) => (await client.query("select count(*)::int as done from hub.etape_demo")).rows[0].done === 2 * STEPS.length,
  );

type LoadingOptions = DemoOptions & { subgraphs: Subgraph[] };

async function loadTerritory(
  { departement, foyers }: { departement: string; foyers: number },
  jusque: string,
  options: LoadingOptions,
): Promise<void> {
  const owner = await ownerClient(options.databaseUrl);
  const bar = progressBar();
  try {
    const done = new Set(
      (await owner.query("select etape from hub.etape_demo where departement = $1", [departement])).rows.map((row) => row.etape),
    );
    const left = STEPS.filter((step) => !done.has(step.etape));
    if (left.length === 0) return;
    const folder = path.join(options.dataFolder, "demo", departement);
    await simulateOnce({ departement, foyers, folder, jusque }, options, bar.avancement);
    bar.end();
    const now = options.now ?? (() => new Date());
    const context: StepContext = {
      ownerUrl: options.databaseUrl,
      now,
      avancement: bar.avancement,
      secrets: options.secrets,
      subgraphs: options.subgraphs,
      nirCipher: new NirCipher(options.secrets.nirKey),
    };
    for (const step of left) {
      const started = Date.now();
      const results = await step.run({ departement, folder }, context);
      bar.end();
      await analyzeFilled(owner);
      await owner.query("insert into hub.etape_demo values ($1, $2, $3)", [departement, step.etape, now()]);
      if (results.length > 0) options.say(`  ${departement} · ${step.title} : ${summary(results)} (${seconds(started)})`);
    }
  } finally {
    bar.end();
    await owner.end();
  }
}

/** Writes the files once: an interrupted load goes on with the same ones. */
async function simulateOnce(
  territory: { departement: string; foyers: number; folder: string; jusque: string },
  options: DemoOptions,
  avancement: ContexteImport["avancement"],
): Promise<void> {
  if (fs.existsSync(path.join(territory.folder, "manifeste.json"))) return;
  const started = Date.now();
  await simuler({
    departement: territory.departement,
    foyers: territory.foyers,
    graine: "demonstration",
    jusque: territory.jusque,
    dossier: territory.folder,
    secrets: signingSecrets(options.secrets),
    avancement,
  });
  options.say(`  ${territory.departement} · Simulation de ${territory.foyers} foyers (${seconds(started)})`);
}

const seconds = (since: number) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Counters of several files, added up, in one line. */
export function summary(results: ResultatImport[]): string {
  const total = (key: "lus" | "appliques" | "inchanges" | "rejetes") => results.reduce((sum, r) => sum + r.compteurs[key], 0);
  const files = results.length > 1 ? `${results.length} fichiers, ` : "";
  return `${files}${total("lus")} lus, ${total("appliques")} appliqués, ${total("inchanges")} inchangés, ${total("rejetes")} rejetés`;
}
