import { leverEffacement, listerEffacements } from "../subgraphs/allocataires/effacement/lever.repository";
import { purger } from "../subgraphs/allocataires/effacement/purger.repository";
import { civilDateOf, isCivilDate } from "../subgraphs/shared/civil-date";
import { NirCipher } from "../subgraphs/shared/nir-cipher";
import { asOwner } from "../subgraphs/shared/owner";
import { type AddCommand, type CommandContext, withDatabase } from "./command";
import { departementOption } from "./departement-option";
import { purgerRejets } from "./purger-rejets";
import { Sentence } from "./sentence";

interface PurgeOptions {
  date?: string;
  departement?: string;
  simuler: boolean;
}

export const commandePurger: AddCommand = (program, settings) => {
  program
    .command("purger")
    .description("efface les personnes, et vide les rejets, dont la durée de conservation est échue")
    .option("--date <AAAA-MM-JJ>", "jour où la durée est échue ; aujourd’hui par défaut")
    .option("--departement <code>", "un seul département", departementOption)
    .option("--simuler", "compte, sans rien effacer", false)
    .action((o: PurgeOptions) => {
      if (o.date !== undefined && !isCivilDate(o.date))
        throw new Sentence(`--date attend une date AAAA-MM-JJ qui existe, et non « ${o.date} ».`, 2);
      return withDatabase(settings(), async (context) => {
        const today = civilDateOf(context.now());
        if (o.date !== undefined && o.date > today && !o.simuler)
          throw new Sentence("Une date à venir ne peut qu’être simulée : ajoutez --simuler.", 2);
        const demande = { date: o.date ?? today, departement: o.departement ?? null, simuler: o.simuler };
        const done = await purger({ ...context, nirCipher: new NirCipher(context.secrets.nirKey) }, demande);
        const rejects = await asOwner(context.ownerUrl, (client) => purgerRejets(client, demande, context.now()));
        if (done.length + rejects.length === 0) process.stdout.write("Aucune durée de conservation n’est échue.\n");
        for (const { departement, personnes } of done)
          process.stdout.write(`${departement} : ${personnes} personne(s) ${o.simuler ? "à effacer" : "effacée(s)"}\n`);
        for (const { departement, rejets } of rejects)
          process.stdout.write(`${departement ?? "sans département"} : ${rejets} rejet(s) ${o.simuler ? "à vider" : "vidé(s)"}\n`);
      });
    });
};

export const commandeEffacements: AddCommand = (program, settings) => {
  program
    .command("effacements")
    .description("montre les personnes effacées (sans aucune donnée d’elles) et les flux arrêtés pour cela ; lève un effacement")
    .option("--lever <id>", "laisse la personne revenir au prochain flux")
    .option("--motif <texte>", "pourquoi l’effacement est levé")
    .action((o: { lever?: string; motif?: string }) => {
      if (o.lever !== undefined && !o.motif?.trim()) throw new Sentence("Dites pourquoi l’effacement est levé : --motif <texte>.", 2);
      return withDatabase(settings(), (context) => (o.lever === undefined ? list(context) : lift(context, o.lever, o.motif!.trim())));
    });
};

async function list({ ownerUrl }: CommandContext): Promise<void> {
  const all = await asOwner(ownerUrl, listerEffacements);
  if (all.length === 0) process.stdout.write("Aucun effacement.\n");
  for (const { departement, id, motif, effaceLe, leveLe, arrets } of all) {
    const state = leveLe ? `levé le ${civilDateOf(leveLe)}` : `${arrets} flux arrêté(s)`;
    process.stdout.write(`${departement}  ${id}  ${civilDateOf(effaceLe)}  ${motif}  ${state}\n`);
  }
}

async function lift({ ownerUrl, now }: CommandContext, id: string, reason: string): Promise<void> {
  const done = await asOwner(ownerUrl, (client) => leverEffacement(client, id, reason, now()));
  if (!done) throw new Sentence(`Aucun effacement en vigueur ne porte l’identifiant ${id} : « unefois effacements » les montre.`);
  process.stdout.write(`Effacement levé : la personne revient au prochain flux qui la nomme. ${done.arrets} arrêt(s) soldé(s).\n`);
}
