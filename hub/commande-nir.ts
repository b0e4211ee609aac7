import { clesDe } from "../subgraphs/shared/trousseau";
import { type AddCommand, withDatabase } from "./command";
import { type RotationNir, tournerNir } from "./tourner-nir";

export const commandeNir: AddCommand = (program, settings) => {
  const nir = program.command("nir").description("la clé qui chiffre les NIR (NIR_KEY)");
  nir
    .command("tourner")
    .description("remet sous la clé en usage tout ce qui est chiffré, pendant que le hub sert ; interrompue, la commande se relance")
    .option("--json", "écrit le résultat en JSON", false)
    .addHelpText(
      "after",
      "\nDonnez d’abord NIR_KEY=nouvelle,ancienne à toutes les parties du hub (docs/cles.md dit l’ordre).\nCode de sortie : 0, l’ancienne clé peut être retirée ; 3, pas encore : la commande dit pourquoi.",
    )
    .action((o: { json: boolean }) =>
      withDatabase(settings(), async ({ ownerUrl, secrets, now, avancement }) => {
        const faite = await tournerNir(ownerUrl, secrets.nirKey, now, avancement);
        process.exitCode = faite.ancienneRetirable ? 0 : 3;
        if (o.json) process.stdout.write(`${JSON.stringify({ codeSortie: process.exitCode, ...faite }, null, 2)}\n`);
        else dire(faite, clesDe(secrets.nirKey).length > 1);
      }),
    );
};

function dire({ empreintes, colonnes, reste, abonnements, liensJusquau, ancienneRetirable }: RotationNir, deux: boolean): void {
  const dit = (ligne: string) => process.stdout.write(`${ligne}\n`);
  dit(`Empreintes recalculées : ${empreintes}`);
  for (const { colonne, scellees } of colonnes) if (scellees > 0) dit(`${colonne} : ${scellees} rechiffrés`);
  for (const { colonne, scellees } of reste)
    dit(`${colonne} : ${scellees} encore sous l’ancienne clé (modifiés pendant le passage) : relancez`);
  if (abonnements > 0)
    dit(
      `${abonnements} abonnement(s) signé(s) aussi avec l’ancienne clé : leurs abonnés renouvellent leur secret (renouvelerSecretAbonnement)`,
    );
  if (liensJusquau)
    dit(`Des liens faits avant la rotation s’ouvrent avec l’ancienne clé jusqu’au ${liensJusquau.toISOString().slice(0, 10)}`);
  if (!deux) dit("NIR_KEY ne porte qu’une clé : tout est sous elle.");
  else if (ancienneRetirable) dit("L’ancienne clé peut être retirée : laissez la nouvelle seule dans NIR_KEY.");
}
