import fs from "node:fs";
import { InvalidArgumentError } from "commander";
import { clePublique } from "../subgraphs/echanges/depot/signature";
import { tenirRegistre } from "../subgraphs/echanges/registre/registre";
import { oublierPurgees } from "../subgraphs/echanges/registre/registre-purge";
import { direAnomalie } from "../subgraphs/shared/chaine/anomalie";
import { purgerJournal } from "../subgraphs/shared/chaine/purger.repository";
import { sceller } from "../subgraphs/shared/chaine/sceller.repository";
import { type Verification, verifierJournal } from "../subgraphs/shared/chaine/verifier.repository";
import { isCivilDate } from "../subgraphs/shared/civil-date";
import { asOwner } from "../subgraphs/shared/owner";
import { numberEvents } from "../subgraphs/shared/sequencer";
import { type AddCommand, type CommandContext, withDatabase } from "./command";
import { outilsDepot } from "./depots";
import { ancrer, lireAncres } from "./journal-ancres";
import { Sentence } from "./sentence";

interface Verifier {
  ancre: string[];
  cle?: string;
  depuis?: string;
  json: boolean;
}

export const commandeJournal: AddCommand = (program, settings) => {
  const journal = program.command("journal").description("vérifie, ancre et purge le journal des accès (docs/journal.md)");
  journal
    .command("verifier")
    .description("relit toute la chaîne et chaque ligne scellée ; dit où elle rompt, et comment (code de sortie 1)")
    .option("--ancre <fichier, dossier ou empreinte>", "tête écrite au-dehors, à retrouver dans la chaîne (répétable)", plusieurs, [])
    .option("--cle <fichier>", "clé publique qui signe les ancres (PEM) ; par défaut celle de ce hub")
    .option("--depuis <AAAA-MM-JJ>", "ne relit que les lignes des lots clos depuis ce jour ; la chaîne l’est toujours en entier", jour)
    .option("--json", "écrit le résultat en JSON", false)
    .action((o: Verifier) => withDatabase(settings(), (context) => verifier(context, o)));
  journal
    .command("ancrer")
    .description("écrit la tête de la chaîne, signée, dans un fichier hors de la base")
    .option("--vers <fichier ou dossier>", "où l’écrire (par défaut : JOURNAL_ANCRES, sinon le dossier courant)")
    .option("--json", "écrit l’ancre en JSON", false)
    .action((o: { vers?: string; json: boolean }) => withDatabase(settings(), (context) => ecrireAncre(context, o)));
  journal
    .command("purger")
    .description("retire les lignes que JOURNAL_CONSERVATION ne garde plus ; le travailleur le fait aussi, toutes les six heures")
    .option("--json", "écrit le résultat en JSON", false)
    .action((o: { json: boolean }) => withDatabase(settings(), (context) => purger(context, o.json)));
};

const plusieurs = (valeur: string, valeurs: string[]) => [...valeurs, valeur];

function jour(valeur: string): string {
  if (!isCivilDate(valeur)) throw new InvalidArgumentError("une date AAAA-MM-JJ est attendue.");
  return valeur;
}

async function verifier({ ownerUrl, secrets, avancement }: CommandContext, { ancre, cle, depuis, json }: Verifier): Promise<void> {
  const attendue = ancre.length === 0 ? "" : cle === undefined ? clePublique(outilsDepot(secrets).cle) : lirePem(cle);
  const ancres = ancre.flatMap((dit) => lireAncres(dit, attendue));
  const options = { ancres, avancement, depuis: depuis === undefined ? undefined : new Date(`${depuis}T00:00:00Z`) };
  const issue = await asOwner(ownerUrl, (client) => verifierJournal(client, options));
  process.exitCode = issue.intact ? 0 : 1;
  process.stdout.write(json ? `${JSON.stringify(issue, null, 2)}\n` : direVerification(issue));
}

function lirePem(fichier: string): string {
  if (!fs.existsSync(fichier)) throw new Sentence(`Le fichier ${fichier} n’existe pas.`);
  return fs.readFileSync(fichier, "utf8");
}

const MONTREES = 20;

/** The result for a person. */
export function direVerification(v: Verification): string {
  const tete = v.tete === null ? "aucun lot" : `tête : lot ${v.tete.numero}, ${v.tete.empreinte}, clos le ${v.tete.closLe}`;
  const compte = `${v.lignes} lignes relues, ${v.lots} lots, ${v.purgees} lignes purgées selon leur règle, ${v.nonScellees} pas encore scellées ; ${tete}.`;
  if (v.intact) return `Journal intact : ${compte}\n`;
  const vues = v.anomalies.slice(0, MONTREES).map((anomalie) => `  ${direAnomalie(anomalie)}`);
  const reste = v.anomalies.length > MONTREES ? [`  … et d’autres (--json en donne ${v.anomalies.length})`] : [];
  return `Journal altéré : ${v.nombreAnomalies} anomalie${v.nombreAnomalies > 1 ? "s" : ""}.\n${[...vues, ...reste].join("\n")}\n${compte}\n`;
}

/** What is committed is numbered and sealed first: the hub may not be running. */
async function ecrireAncre(
  { ownerUrl, secrets, settings, now }: CommandContext,
  { vers, json }: { vers?: string; json: boolean },
): Promise<void> {
  const { cle } = outilsDepot(secrets);
  const ecrite = await asOwner(ownerUrl, async (client) => {
    await numberEvents(client);
    await tenirRegistre(client);
    await sceller(client, now());
    return ancrer(client, { cle, vers: vers ?? settings.journal.ancres ?? ".", maintenant: now() }).catch(dejaEcrite);
  });
  if (ecrite === null) throw new Sentence("Le journal est vide : il n’y a rien à ancrer.");
  const { ancre, fichier } = ecrite;
  process.stdout.write(
    json
      ? `${JSON.stringify({ fichier, ...ancre }, null, 2)}\n`
      : `${fichier} : lot ${ancre.numero}, ${ancre.empreinte}\nGardez ce fichier hors de portée de qui administre la base.\n`,
  );
}

function dejaEcrite(error: NodeJS.ErrnoException): never {
  if (error.code === "EEXIST") throw new Sentence(`${error.path} existe déjà : une ancre ne s’écrit qu’une fois.`);
  throw error;
}

async function purger({ ownerUrl, settings, now }: CommandContext, json: boolean): Promise<void> {
  const purges = await asOwner(ownerUrl, (client) => purgerJournal(client, settings.journal.conservation, now(), oublierPurgees));
  if (json) process.stdout.write(`${JSON.stringify(purges, null, 2)}\n`);
  else if (purges.length === 0) process.stdout.write("Rien à retirer.\n");
  else for (const p of purges) process.stdout.write(`${p.nature} : ${p.lignes} lignes de ${p.lots} lots retirées (${p.regle} jours)\n`);
}
