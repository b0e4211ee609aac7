import { type Reconstruction, reconstruire } from "../subgraphs/indicateurs/projection/reconstruire.repository";
import { type AddCommand, withDatabase } from "./command";

/** Exit code of a verification that found differences: what was asked is done, and something is to be looked at. */
const DIFFERENT = 3;

export const commandeReconstruire: AddCommand = (program, settings) => {
  program
    .command("reconstruire")
    .description(
      "recalcule les faits des indicateurs depuis le journal des événements ; les lecteurs gardent les anciens chiffres jusqu’à la fin",
    )
    .option("--verifier", "compare avec les faits en place sans les remplacer ; code de sortie 3 s’ils diffèrent")
    .option("--json", "écrit le compte rendu en JSON")
    .action((options: { verifier?: boolean; json?: boolean }) =>
      withDatabase(settings(), async ({ ownerUrl, avancement }) => {
        const verifier = options.verifier ?? false;
        const faite = await reconstruire(ownerUrl, { verifier, avancement });
        process.stdout.write(options.json ? `${JSON.stringify(faite)}\n` : compteRendu(faite, verifier));
        if (verifier && faite.differences.length > 0) process.exitCode = DIFFERENT;
      }),
    );
};

function compteRendu({ lus, differences }: Reconstruction, verifier: boolean): string {
  const lignes = differences.map(({ table, enTrop, manquantes }) => `  ${table} : ${enTrop} lignes en trop, ${manquantes} manquantes\n`);
  const suite = differences.length === 0 ? "Les faits en place étaient ceux du journal.\n" : verifier ? "Différences :\n" : "Corrigé :\n";
  return `${lus} événements relus.\n${suite}${lignes.join("")}`;
}
