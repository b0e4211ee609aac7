import { type AddCommand, withDatabase } from "./command";
import { loadDemo } from "./demo";

export const commandeDemo: AddCommand = (program, settings) => {
  program
    .command("demo")
    .description("charge le territoire de démonstration dans la base, par les imports de la production")
    .action(() =>
      withDatabase(settings(), (context) =>
        loadDemo({
          databaseUrl: context.ownerUrl,
          dataFolder: context.settings.dataFolder,
          secrets: context.secrets,
          foyers: context.settings.demoFoyers,
          say: (line) => void process.stdout.write(`${line}\n`),
        }),
      ),
    );
};
