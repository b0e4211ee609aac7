import type { Command } from "commander";
import { type ContexteImport, exitCode, type ResultatImport } from "../subgraphs/shared/import";
import { createLog, type Log } from "../subgraphs/shared/log";
import { auNomDe, type Operateur } from "../subgraphs/shared/operateur";
import { type Secrets, secretsOfCommand } from "../subgraphs/shared/secrets";
import type { Settings } from "../subgraphs/shared/settings";
import { migrateHub, openHubDatabase } from "./database";
import { operateurDe } from "./operateur";
import { progressBar } from "./progress";

/** What the environment says, and the command that runs, as it is typed: `export departement`. */
export interface CommandSettings extends Settings {
  commande: string;
}

/** Adds a command to the program. Settings are read when the command runs, not before. */
export type AddCommand = (program: Command, settings: () => CommandSettings) => void;

export interface CommandContext extends ContexteImport {
  /** Who runs the command; its connections say it (`auNomDe`). */
  operateur: Operateur;
  settings: Settings;
  secrets: Secrets;
  log: Log;
}

/** Runs an import on the hub's database, and tells what it did. */
export type Run = (
  options: { json?: boolean },
  work: (context: CommandContext) => Promise<ResultatImport[]>,
  /** False: what is rejected stays in the file alone, and nothing of it can be replayed. */
  rejectsKept?: boolean,
) => Promise<void>;

/** Runs work on the hub's database (embedded when DATABASE_URL is not set), migrated, with a progress bar. */
export async function withDatabase<T>(settings: CommandSettings, work: (context: CommandContext) => Promise<T>): Promise<T> {
  const secrets = secretsOfCommand(settings);
  const database = await openHubDatabase(settings, secrets, { adopt: false });
  const bar = progressBar();
  try {
    await migrateHub(database.url);
    const operateur = operateurDe(settings.commande);
    return await work({
      ownerUrl: auNomDe(database.url, operateur),
      operateur,
      now: () => new Date(),
      avancement: bar.avancement,
      settings,
      secrets,
      log: createLog(settings.logLevel, "commande"),
    });
  } finally {
    bar.end();
    await database.stop();
  }
}

const SHOWN_MAX = 20;

const GAPS: Record<string, string> = {
  mensuelSeul: "du mensuel seul",
  quotidienSeul: "des quotidiens seuls",
  different: "différents",
};

/** One line on where a monthly file and the days before it do not agree. */
function reportGaps(gaps: NonNullable<ResultatImport["ecarts"]>): void {
  const told = Object.entries(gaps).filter(([, count]) => count > 0);
  if (told.length === 0) process.stdout.write("  aucun écart avec les quotidiens\n");
  else
    process.stdout.write(
      `  écarts avec les quotidiens : ${told.map(([kind, count]) => `${count} ${GAPS[kind] ?? kind}`).join(", ")} (« unefois ecarts » les liste)\n`,
    );
}

/** Tells the counters, and what becomes of the rejects, for a person or for a program, and sets the exit code. */
export function report(results: ResultatImport[], json: boolean, rejectsKept = true): void {
  process.exitCode = exitCode(results);
  if (json) {
    process.stdout.write(`${JSON.stringify({ codeSortie: process.exitCode, resultats: results }, null, 2)}\n`);
    return;
  }
  for (const { fichier, compteurs, signalements, ecarts, contactsSansAccord } of results) {
    const announced = compteurs.annonces === null ? "" : `${compteurs.annonces} annoncés, `;
    const { lus, appliques, inchanges, rejetes } = compteurs;
    process.stdout.write(`${fichier} : ${announced}${lus} lus, ${appliques} appliqués, ${inchanges} inchangés, ${rejetes} rejetés\n`);
    if (ecarts) reportGaps(ecarts);
    if (contactsSansAccord) process.stdout.write(`  ${contactsSansAccord} moyens de contact sans l’accord de la personne, non gardés\n`);
    for (const s of signalements.slice(0, SHOWN_MAX)) {
      process.stdout.write(
        `  ${s.applique || rejetes === 0 ? "signalé" : "rejeté "} ${s.cle} · ${s.code}${s.champ ? ` (${s.champ})` : ""} : ${s.message}\n`,
      );
    }
    if (signalements.length > SHOWN_MAX) process.stdout.write(`  … et ${signalements.length - SHOWN_MAX} autres (--json les donne tous)\n`);
  }
  if (results.some(({ compteurs }) => compteurs.rejetes > 0)) {
    process.stdout.write(
      rejectsKept
        ? "« unefois rejets » montre ceux qui sont gardés, et les rejoue une fois leur cause levée.\n"
        : "Rien n’est gardé de ce qui est rejeté : corrigez le fichier, puis importez-le de nouveau.\n",
    );
  }
}
