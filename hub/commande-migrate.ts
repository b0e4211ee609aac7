import { migrationModules } from "../migrations";
import { migrateDown, migrateUp } from "../subgraphs/shared/migrations";
import { secretsOfCommand } from "../subgraphs/shared/secrets";
import type { AddCommand } from "./command";
import { openHubDatabase } from "./database";
import { Sentence } from "./sentence";

export const commandeMigrate: AddCommand = (program, settings) => {
  program
    .command("migrate")
    .description("met la base à jour (up) ou la défait entièrement (down)")
    .argument("[sens]", "up ou down", "up")
    .option("--oui", "confirme « down », qui efface toutes les données", false)
    .action(async (sens: string, options: { oui: boolean }) => {
      if (sens !== "up" && sens !== "down") throw new Sentence(`« ${sens} » n’est pas un sens : écrivez « up » ou « down ».`, 2);
      if (sens === "down" && !options.oui)
        throw new Sentence("« migrate down » efface toutes les données. Ajoutez --oui pour confirmer.", 2);
      const read = settings();
      const database = await openHubDatabase(read, secretsOfCommand(read), { adopt: false });
      try {
        const names = sens === "up" ? await migrateUp(database.url, migrationModules) : await migrateDown(database.url, migrationModules);
        for (const name of names) process.stdout.write(`${sens === "up" ? "appliquée" : "défaite"} ${name}\n`);
        process.stdout.write(`${names.length} migration(s).\n`);
      } finally {
        await database.stop();
      }
    });
};
