import type { Command } from "commander";
import { importerCaf } from "../subgraphs/allocataires/caf/import-caf";
import { importerContacts } from "../subgraphs/allocataires/caf/import-contacts";
import { importerHorloges } from "../subgraphs/allocataires/echeance/import-horloges";
import { importerOrganismes } from "../subgraphs/allocataires/import-organismes";
import { importerAide } from "../subgraphs/allocataires/orientation/aide/import-aide";
import { importerDelegations } from "../subgraphs/allocataires/orientation/import-delegations";
import { importerFormulaires } from "../subgraphs/allocataires/une-fois/import-formulaires";
import { importerDispositifs } from "../subgraphs/indicateurs/dispositif/import-dispositifs";
import { importerContrat } from "../subgraphs/indicateurs/import-contrat";
import { importerTerritoires } from "../subgraphs/indicateurs/territoire/import-territoires";
import { importerPdie } from "../subgraphs/offre-insertion/fichier-pdie/import-pdie";
import { importerWebhooks } from "../subgraphs/rendez-vous/import-webhooks";
import { isCivilDate } from "../subgraphs/shared/civil-date";
import { NirCipher } from "../subgraphs/shared/nir-cipher";
import { inOrderOfCreation } from "./caf-order";
import { type AddCommand, type CommandContext, type CommandSettings, type Run, report, withDatabase } from "./command";
import { addDataInclusion } from "./commande-data-inclusion";
import { addSuivi } from "./commande-import-suivi";
import { departementOption } from "./departement-option";
import { importerDecisions } from "./import-decisions";
import { importerDepartement } from "./import-departement";
import { withoutWaiting } from "./no-wait";
import { Sentence } from "./sentence";
import { closeSubgraphs, openSubgraphs } from "./subgraphs";
import { webhookSecrets } from "./webhooks";

const JSON_OPTION = ["--json", "écrit les compteurs en JSON"] as const;

export const commandeImport: AddCommand = (program, settings) => {
  const group = program.command("import").description("charge des données réelles : flux CAF, catalogue, contrat, décisions, rendez-vous");
  const run = runner(settings);
  group
    .command("caf")
    .description("flux bénéficiaire (mensuel ou quotidien) et instruction de la CNAF (XML), une transaction par fichier")
    .argument("<fichiers...>", "fichiers XML ; ils sont appliqués dans l’ordre de leur création")
    .option(...JSON_OPTION)
    .action((fichiers: string[], o) =>
      run(o, (c) => importerCaf(inOrderOfCreation(fichiers), { ...c, nirCipher: new NirCipher(c.secrets.nirKey) })),
    );
  addContacts(group, run);
  addDataInclusion(group, run);
  addPdie(group, run);
  addFolders(group, run);
  addSuivi(group, run);
  addForms(group, run);
  addLines(group, run);
  addDepartement(group, run);
};

const runner =
  (settings: () => CommandSettings): Run =>
  async (options, work, rejectsKept = true) =>
    report(await withDatabase(settings(), work), options.json ?? false, rejectsKept);

function addContacts(group: Command, run: Run): void {
  group
    .command("contacts")
    .description("fichier de contacts de la CNAF (CSV : docs/flux-caf.md) : téléphones et courriels, reconnus par matricule ou NIR")
    .argument("<fichier>", "fichier CSV")
    .requiredOption("--departement <code>", "département", departementOption)
    .option("--le <date>", "jour du fichier, AAAA-MM-JJ ; aujourd’hui par défaut")
    .option(...JSON_OPTION)
    .action((fichier: string, o: { departement: string; le?: string; json?: boolean }) => {
      if (o.le !== undefined && !isCivilDate(o.le))
        throw new Sentence(`--le attend une date AAAA-MM-JJ qui existe, et non « ${o.le} ».`, 2);
      return run(o, (c) =>
        importerContacts({ ...c, nirCipher: new NirCipher(c.secrets.nirKey) }, fichier, { departement: o.departement, le: o.le ?? null }),
      );
    });
}

function addPdie(group: Command, run: Run): void {
  group
    .command("pdie")
    .description("programme départemental d’insertion, et offres des partenaires sans interface (CSV, voir docs/fichier-pdie.md)")
    .argument("<dossier>", "dossier de offres.csv, structures.csv, fiches.csv, marches.csv, financeurs.csv et sessions.csv")
    .requiredOption("--departement <code>", "département", departementOption)
    .option("--verifier", "contrôle tout et n’écrit rien", false)
    .option(...JSON_OPTION)
    .action((dossier: string, o: { departement: string; verifier: boolean; json?: boolean }) =>
      run(o, (c) => importerPdie(c, dossier, o.departement, { verifier: o.verifier }), !o.verifier),
    );
}

function addFolders(group: Command, run: Run): void {
  group
    .command("contrat")
    .description("figures du contrat départemental : indicateurs, finances, parcours, territoires")
    .argument("<dossier>", "dossier des fichiers CSV (voir data/contrat-94-2024)")
    .option("--departement <code>", "département du contrat", departementOption, "94")
    .option(...JSON_OPTION)
    .action((dossier: string, o) => run(o, (c) => importerContrat(dossier, o.departement, c), false));
  group
    .command("organismes")
    .description("organismes, référents et parcours locaux d’un département (CSV)")
    .argument("<dossier>", "dossier de organismes.csv, referents.csv et, au besoin, parcours.csv")
    .requiredOption("--departement <code>", "département", departementOption)
    .option(...JSON_OPTION)
    .action((dossier: string, o) => run(o, (c) => importerOrganismes(c, dossier, o.departement), false));
  group
    .command("aide-orientation")
    .description("table de décision de l’aide à l’orientation d’un département (CSV, voir docs/orientation.md)")
    .argument("<fichier>", "fichier CSV (voir data/aide-orientation)")
    .requiredOption("--departement <code>", "département", departementOption)
    .option(...JSON_OPTION)
    .action((fichier: string, o) => run(o, (c) => importerAide(c, fichier, o.departement), false));
  group
    .command("delegations")
    .description("conventions qui délèguent la décision d’orientation à France Travail (CSV, voir docs/orientation.md)")
    .argument("<fichier>", "fichier CSV")
    .requiredOption("--departement <code>", "département", departementOption)
    .option(...JSON_OPTION)
    .action((fichier: string, o) => run(o, (c) => importerDelegations(c, fichier, o.departement), false));
  group
    .command("dispositifs")
    .description(
      "offres qui font chaque dispositif que les indicateurs nomment : PPAL, crèche, immersion… (CSV, voir docs/indicateurs-contrat.md)",
    )
    .argument("<fichier>", "fichier CSV")
    .requiredOption("--departement <code>", "département", departementOption)
    .option(...JSON_OPTION)
    .action((fichier: string, o) => run(o, (c) => importerDispositifs(c, fichier, o.departement), false));
  group
    .command("territoires")
    .description("ensembles de communes où se mesurent les indicateurs : EPCI, CLPE, zones pilotes (CSV, voir data/zonages)")
    .argument("[fichier]", "fichier CSV ; sans lui, les EPCI du découpage officiel (EPT dans le Grand Paris)")
    .requiredOption("--departement <code>", "département", departementOption)
    .option(...JSON_OPTION)
    .action((fichier: string | undefined, o) => run(o, (c) => importerTerritoires(c, fichier ?? null, o.departement), false));
  group
    .command("horloges")
    .description("délais propres à un département (CSV, voir docs/echeances.md)")
    .argument("<fichier>", "fichier CSV")
    .requiredOption("--departement <code>", "département", departementOption)
    .option(...JSON_OPTION)
    .action((fichier: string, o) => run(o, (c) => importerHorloges(c, fichier, o.departement), false));
}

function addForms(group: Command, run: Run): void {
  group
    .command("formulaires")
    .description("données que demandent les formulaires d’un département (CSV : docs/formulaires.md)")
    .argument("<fichier>", "fichier CSV")
    .requiredOption("--departement <code>", "département", departementOption)
    .option("--du <date>", "premier jour d’usage, AAAA-MM-JJ ; aujourd’hui par défaut")
    .option(...JSON_OPTION)
    .action((fichier: string, o: { departement: string; du?: string; json?: boolean }) => {
      if (o.du !== undefined && !isCivilDate(o.du))
        throw new Sentence(`--du attend une date AAAA-MM-JJ qui existe, et non « ${o.du} ».`, 2);
      return run(o, (c) => importerFormulaires(c, fichier, { departement: o.departement, du: o.du ?? null }), false);
    });
}

function addLines(group: Command, run: Run): void {
  group
    .command("webhooks")
    .description("messages de RDV Solidarités et RDV Insertion gardés dans un fichier (une ligne JSON chacun), signature vérifiée")
    .argument("<fichier>", "fichier .jsonl : {systeme, entetes, corps}")
    .option(...JSON_OPTION)
    .action((fichier: string, o) =>
      run(o, (c) =>
        importerWebhooks(fichier, {
          ...c,
          secrets: webhookSecrets(c.secrets),
          cleNir: new NirCipher(c.secrets.nirKey),
        }),
      ),
    );
  group
    .command("decisions")
    .description("décisions d’un autre logiciel, appliquées par les règles du hub à leur date (une ligne JSON chacune)")
    .argument("<fichier>", "fichier .jsonl : {le, client, mutation, variables}")
    .option(...JSON_OPTION)
    .action((fichier: string, o) =>
      run(o, (c) =>
        withSubgraphs(c, async (subgraphs) => [
          await importerDecisions(fichier, { ...c, subgraphs, nirCipher: new NirCipher(c.secrets.nirKey) }),
        ]),
      ),
    );
}

function addDepartement(group: Command, run: Run): void {
  group
    .command("departement")
    .description("fichiers du logiciel d’un Département (ORIAS…), par les règles du hub : voir docs/fichier-departement.md")
    .argument("<dossier ou fichier>", "dossier de fichiers CSV ou .jsonl du format, ou un seul")
    .requiredOption("--departement <code>", "département", departementOption)
    .option("--simuler", "n’écrit rien : vérifie la forme, les personnes et ce qui est déjà connu, sans jouer les règles", false)
    .option(...JSON_OPTION)
    .action((chemin: string, o) =>
      run(
        o,
        (c) =>
          withSubgraphs(c, (subgraphs) =>
            importerDepartement(chemin, o.departement, {
              ...c,
              subgraphs,
              nirCipher: new NirCipher(c.secrets.nirKey),
              simuler: o.simuler,
            }),
          ),
        !o.simuler,
      ),
    );
}

/** Decisions go through the use cases: the subgraphs run in this process, and commits of a file need not wait for the disk one by one. */
export async function withSubgraphs<T>(
  context: CommandContext,
  work: (subgraphs: Awaited<ReturnType<typeof openSubgraphs>>) => Promise<T>,
): Promise<T> {
  const subgraphs = await openSubgraphs({
    databaseUrl: withoutWaiting(context.ownerUrl),
    nirKey: context.secrets.nirKey,
    log: context.log,
    consolidationJours: context.settings.consolidationJours,
    seuilIndicateurs: context.settings.seuilIndicateurs,
  });
  try {
    return await work(subgraphs);
  } finally {
    await closeSubgraphs(subgraphs);
  }
}
