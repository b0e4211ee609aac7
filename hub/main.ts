import "reflect-metadata";
import { CommanderError } from "commander";
import { outageOf } from "../subgraphs/shared/database-errors";
import { ImportRefuse } from "../subgraphs/shared/import";
import { SettingsError } from "../subgraphs/shared/settings";
import { isNoRoom, withoutRoom } from "../subgraphs/shared/whole-file";
import { createProgram } from "./cli";
import { Sentence } from "./sentence";

/** Runs the command line and turns each way to end into an exit code: 0, 1 (failed), 2 (usage), 3 (done, with rejects). */
async function main(): Promise<void> {
  try {
    await createProgram().parseAsync(process.argv);
  } catch (error) {
    // What was half started must not hold the process: its supervisor starts it again once it has ended.
    process.exit(exitCodeOf(error));
  }
}

function exitCodeOf(thrown: unknown): number {
  const error = isNoRoom(thrown) ? withoutRoom(thrown, (thrown as NodeJS.ErrnoException).path ?? "sur ce disque") : thrown;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Sentence) {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof ImportRefuse) {
    process.stderr.write(`Refusé (${error.code}) : ${error.message}\nRien n’a été appliqué.\n`);
    return 1;
  }
  if (outageOf(error)?.extensions.code === "BASE_INDISPONIBLE") {
    process.stderr.write(`PostgreSQL ne répond plus (${(error as Error).message}) : quand il est revenu, relancez la commande.\n`);
    return 1;
  }
  const expected = error instanceof SettingsError || (error instanceof Error && /^[A-ZÉÀ].*[.:]/.test(error.message) && !("code" in error));
  process.stderr.write(`${expected ? (error as Error).message : `Erreur inattendue : ${(error as Error).stack ?? error}`}\n`);
  return 1;
}

void main();
