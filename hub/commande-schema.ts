import type { AddCommand } from "./command";
import { checkGoldenFiles, writeGoldenFiles } from "./schema";
import { Sentence } from "./sentence";

export const commandeSchema: AddCommand = (program) => {
  program
    .command("schema")
    .description("écrit dans schema/ le SDL de chaque sous-graphe, le supergraphe et l’API, et la page docs/droits.md")
    .option("--check", "n’écrit rien : échoue si un fichier n’est plus à jour ou si l’API casse ses clients", false)
    .action(async (o: { check: boolean }) => {
      if (!o.check) {
        for (const name of await writeGoldenFiles()) process.stdout.write(`${name}\n`);
        return;
      }
      const { stale, breaking } = await checkGoldenFiles();
      if (breaking.length > 0) throw new Sentence(`L’API casserait ses clients :\n${breaking.map((change) => `  ${change}`).join("\n")}`);
      if (stale.length > 0)
        throw new Sentence(`Ces fichiers ne sont plus à jour : ${stale.join(", ")}. Lancez « npm run schema » et relisez la différence.`);
      process.stdout.write("schema/ et docs/droits.md sont à jour.\n");
    });
};
