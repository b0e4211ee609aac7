import { NirCipher } from "../subgraphs/shared/nir-cipher";
import { secretsOfCommand } from "../subgraphs/shared/secrets";
import type { Settings } from "../subgraphs/shared/settings";
import type { AddCommand } from "./command";
import { openHubDatabase } from "./database";
import { progressBar } from "./progress";
import { cleDesFichiers } from "./sauvegarde/flux";
import type { Manifeste } from "./sauvegarde/manifeste";
import { restaurer, verifierDossier } from "./sauvegarde/restaurer";
import { sauvegarder } from "./sauvegarde/sauvegarder";
import { Sentence } from "./sentence";

const SCEAU = "sceau des sauvegardes";

interface Outils {
  ownerUrl: string;
  cle: ReturnType<typeof cleDesFichiers> | null;
  cleDuSceau: Buffer;
  avancement: ReturnType<typeof progressBar>["avancement"];
}

/** The database as it is: neither command migrates it first. */
async function avecLaBase(settings: Settings, work: (outils: Outils) => Promise<void>): Promise<void> {
  const secrets = secretsOfCommand(settings);
  const database = await openHubDatabase(settings, secrets, { adopt: false });
  const bar = progressBar();
  try {
    await work({
      ownerUrl: database.url,
      cle: settings.sauvegardeCle ? cleDesFichiers(settings.sauvegardeCle) : null,
      cleDuSceau: new NirCipher(secrets.nirKey).sharedSecret(SCEAU),
      avancement: bar.avancement,
    });
  } finally {
    bar.end();
    await database.stop();
  }
}

export const commandeSauvegarde: AddCommand = (program, settings) => {
  program
    .command("sauvegarde")
    .description("écrit l’état entier de la base, à un instant, pendant que le hub sert : un fichier par table, un manifeste scellé")
    .argument("<dossier>", "dossier à créer ; il prend son nom quand la sauvegarde est entière")
    .option("--en-clair", "en production, accepte d’écrire sans SAUVEGARDE_CLE : le disque doit être chiffré autrement", false)
    .option("--json", "écrit le compte rendu en JSON")
    .addHelpText("after", "\nLes secrets n’y sont pas : gardez NIR_KEY et SAUVEGARDE_CLE ailleurs, sans elles rien ne se relit.")
    .action(async (dossier: string, options: { enClair: boolean; json?: boolean }) => {
      const lus = settings();
      if (lus.production && !lus.sauvegardeCle && !options.enClair)
        throw new Sentence("Des personnes y sont nommées : donnez SAUVEGARDE_CLE, ou --en-clair si le disque est chiffré autrement.", 2);
      await avecLaBase(lus, async (outils) => {
        const manifeste = await sauvegarder({ ...outils, dossier, le: new Date() });
        process.stdout.write(
          options.json ? `${JSON.stringify(resume(manifeste))}\n` : enMots(`Sauvegarde écrite dans ${dossier}`, manifeste),
        );
      });
    });
};

export const commandeRestauration: AddCommand = (program, settings) => {
  program
    .command("restauration")
    .description("remet une sauvegarde dans une base vide, relit chaque table, vérifie la chaîne du journal")
    .argument("<dossier>", "dossier écrit par « unefois sauvegarde »")
    .option("--verifier", "vérifie le dossier seulement : aucune base n’est touchée", false)
    .option("--json", "écrit le compte rendu en JSON")
    .addHelpText(
      "after",
      "\nLa base doit être vide : DATABASE_URL d’une base neuve, ou UNEFOIS_DATA d’un dossier neuf avec la NIR_KEY d’alors.",
    )
    .action((dossier: string, options: { verifier: boolean; json?: boolean }) => {
      const lus = settings();
      return options.verifier ? verifierSeulement(lus, dossier, options) : remettre(lus, dossier, options);
    });
};

async function verifierSeulement(settings: Settings, dossier: string, { json }: { json?: boolean }): Promise<void> {
  const bar = progressBar();
  const cle = settings.sauvegardeCle ? cleDesFichiers(settings.sauvegardeCle) : null;
  const cleDuSceau = new NirCipher(secretsOfCommand(settings).nirKey).sharedSecret(SCEAU);
  const manifeste = await verifierDossier(dossier, cleDuSceau, cle, bar.avancement).finally(bar.end);
  process.stdout.write(
    json ? `${JSON.stringify(resume(manifeste))}\n` : enMots(`Sauvegarde entière et inchangée dans ${dossier}`, manifeste),
  );
}

async function remettre(settings: Settings, dossier: string, { json }: { json?: boolean }): Promise<void> {
  await avecLaBase(settings, async (outils) => {
    const manifeste = await verifierDossier(dossier, outils.cleDuSceau, outils.cle, outils.avancement);
    const { intact, lots, lignes, nonScellees, nombreAnomalies } = await restaurer({ ...outils, dossier, manifeste });
    const verifie = { intact, lots, lignes, nonScellees, anomalies: nombreAnomalies };
    process.stdout.write(
      json ? `${JSON.stringify({ ...resume(manifeste), verification: verifie })}\n` : enMots("État restauré et relu", manifeste),
    );
    if (!json) process.stdout.write(duJournal(verifie));
    // What was asked is done; what was saved is to be looked at.
    if (!intact) process.exitCode = 3;
  });
}

const resume = ({ le, tables, journal, cle }: Manifeste) => ({
  le,
  tables: tables.length,
  lignes: tables.reduce((somme, { lignes }) => somme + lignes, 0),
  octets: tables.reduce((somme, { octets }) => somme + octets, 0),
  chiffre: cle !== null,
  journal,
});

function enMots(debut: string, manifeste: Manifeste): string {
  const { le, tables, lignes, octets, chiffre, journal } = resume(manifeste);
  const poids = `${(octets / 1e6).toLocaleString("fr-FR", { maximumFractionDigits: 1 })} Mo`;
  const tete = journal ? `Tête du journal : lot ${journal.lot}, ${journal.empreinte}.\n` : "";
  return `${debut} : état du ${le}, ${tables} tables, ${lignes.toLocaleString("fr-FR")} lignes, ${poids}${chiffre ? ", chiffrés" : ""}.\n${tete}`;
}

function duJournal({
  intact,
  lots,
  lignes,
  nonScellees,
  anomalies,
}: {
  intact: boolean;
  lots: number;
  lignes: number;
  nonScellees: number;
  anomalies: number;
}) {
  const lus = `${lots.toLocaleString("fr-FR")} lots et ${lignes.toLocaleString("fr-FR")} lignes vérifiés, ${nonScellees.toLocaleString("fr-FR")} pas encore scellées`;
  return intact
    ? `Journal intact : ${lus}.\n`
    : `Journal altéré avant d’être sauvegardé (${anomalies} anomalies ; ${lus}) : « unefois journal verifier » dit où.\n`;
}
