import type { Command } from "commander";
import { importerOfficiels } from "../subgraphs/indicateurs/contrat/recu/import-officiels";
import { importerResultats } from "../subgraphs/indicateurs/contrat/resultat/import-resultats";
import { importerFinances } from "../subgraphs/indicateurs/finance/import-finances";
import type { Run } from "./command";
import { departementOption } from "./departement-option";

const JSON_OPTION = ["--json", "écrit les compteurs en JSON"] as const;

/** What people and France Travail bring to the follow-up of the contract: results, official figures. */
export function addSuivi(group: Command, run: Run): void {
  group
    .command("resultats")
    .description("résultats du contrat que seuls des gens connaissent (CSV, voir docs/suivi-contrat.md) ; une autre personne les valide")
    .argument("<fichier>", "fichier CSV : code, annee, valeur, texte, preuve et, au besoin, territoire")
    .requiredOption("--departement <code>", "département", departementOption)
    .requiredOption("--par <nom>", "qui répond du fichier")
    .option(...JSON_OPTION)
    .action((fichier: string, o: { departement: string; par: string; json?: boolean }) =>
      run(o, (c) => importerResultats(c, fichier, { departement: o.departement, par: o.par }), false),
    );
  group
    .command("officiels")
    .description("chiffres officiels de France Travail (CSV, voir docs/suivi-contrat.md), gardés à côté de ceux du hub")
    .argument("<fichier>", "fichier CSV : code, debut, fin, valeur et, au besoin, territoire, part, texte, source")
    .requiredOption("--departement <code>", "département", departementOption)
    .option("--source <document>", "document d’où viennent les chiffres, pour les lignes qui n’en nomment pas")
    .option(...JSON_OPTION)
    .action((fichier: string, o: { departement: string; source?: string; json?: boolean }) =>
      run(o, (c) => importerOfficiels(c, fichier, { departement: o.departement, source: o.source?.trim() || null }), false),
    );
  group
    .command("finances")
    .description("versements, réalisé, reports et dates d’un contrat (CSV, voir docs/suivi-contrat.md)")
    .argument("<fichier>", "fichier CSV : annee, nature, objet, montant_eur, le, preuve et, au besoin, imputation")
    .requiredOption("--departement <code>", "département", departementOption)
    .requiredOption("--par <nom>", "qui répond du fichier")
    .option(...JSON_OPTION)
    .action((fichier: string, o: { departement: string; par: string; json?: boolean }) =>
      run(o, (c) => importerFinances(c, fichier, { departement: o.departement, par: o.par }), false),
    );
}
