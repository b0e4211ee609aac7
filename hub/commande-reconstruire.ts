import { reconstruire } from "../subgraphs/indicateurs/projection";
import { type AddCommand, withDatabase } from "./command";

export const commandeReconstruire: AddCommand = (program, settings) => {
  program
    .command("reconstruire")
    .description(
      "recalcule les faits des indicateurs depuis le journal des événements ; les lecteurs gardent les anciens chiffres jusqu’à la fin",
    )
    .action(() =>
      withDatabase(settings(), async ({ ownerUrl }) => {
        process.stdout.write(`${await reconstruire(ownerUrl)} événements relus.\n`);
      }),
    );
};
