import { executionsParIds } from "../subgraphs/allocataires/transmission/execution.repository";
import type { Cible } from "../subgraphs/echanges/depot/depot.client";
import type { DepotRow } from "../subgraphs/echanges/depot/depot.repository";
import { type AvantDepot, deposerCeQuiEstDu, type OutilsDepot } from "../subgraphs/echanges/depot/executer-depots";
import { ecrireFichiers, type OutilsExecution, suivreExecutions } from "../subgraphs/echanges/execution/executer-sanctions";
import { departementsAInformer } from "../subgraphs/echanges/execution/execution.repository";
import type { Clock } from "../subgraphs/shared/clock";
import type { Caller } from "../subgraphs/shared/identity";
import type { Log } from "../subgraphs/shared/log";
import { asOwner } from "../subgraphs/shared/owner";
import type { Subgraph } from "../subgraphs/shared/subgraph";
import { chaqueJour } from "./chaque-jour";
import { codeDuDepartement } from "./code-du-departement";
import { mutationIndex, runUseCase } from "./decision";
import { ouvrirSources, type SourcesDesFaits } from "./sources-des-faits";
import { closeSubgraphs, openSubgraphs } from "./subgraphs";

export interface OptionsSanctions {
  databaseUrl: string;
  nirKey: string;
  outils: OutilsDepot;
  /** Where the files are left; none: they wait. */
  cibles: readonly Cible[];
  clock: Clock;
  log: Log;
  /** The only one whose payers are told; all those of the hub by default. */
  departement?: string | null;
  /** The register of the operator who has the files left. */
  avant?: AvantDepot;
}

/** What a round did. */
export interface TourDesSanctions {
  fichiers: DepotRow[];
  deposes: number;
  confirmees: number;
}

/** Fields that a file tells of a person, for the register of consultations. */
const CHAMPS = ["numeroDemande", "matricule", "role", "sanctions"].map((champ) => `Allocataire.${champ}`);

const lireChez =
  (sources: SourcesDesFaits): OutilsExecution["lire"] =>
  async (departement, ids) => {
    const faits = await sources.allocataires(departement, (tx) => executionsParIds(tx, ids));
    const allocataires = [...new Set([...faits.values()].map(({ allocataire }) => allocataire))];
    await sources.inscrire({ departement, operation: "SANCTION_EXECUTION", allocataires, champs: CHAMPS });
    return faits;
  };

/** In the name of the Département, whose decision it is: only the deposit is written down. */
const marquerAvec = (subgraphs: Subgraph[], { databaseUrl, clock, log }: OptionsSanctions): OutilsExecution["marquer"] => {
  const index = mutationIndex(subgraphs);
  return async ({ departement, sanction, le, cle }) => {
    const caller = await leDepartement(databaseUrl, departement);
    const variables = { sanction, le, cleIdempotence: cle };
    const issue = await runUseCase({ mutation: "transmettreSanction", variables, at: clock.now() }, caller, index);
    if (issue.code !== null) log.warn({ code: issue.code, departement, sanction }, "transmission à l’organisme payeur non enregistrée");
  };
};

async function leDepartement(databaseUrl: string, departement: string): Promise<Caller> {
  const organisme = await codeDuDepartement(databaseUrl, departement);
  const scopes = new Set(["sanction.instruire", "sanction.lire"]);
  return { client: "unefois-transmission", departement, organisme, agent: null, scopes, finalite: "DROITS_ET_DEVOIRS" };
}

/** Makes the files of what waits, leaves them, and follows those that were left. `ecrire` false: only follows. */
export async function tourDesSanctions(options: OptionsSanctions, ecrire = true): Promise<TourDesSanctions> {
  const { databaseUrl, nirKey, outils, cibles, clock, log } = options;
  const sources = await ouvrirSources({ databaseUrl, nirKey, clock });
  const subgraphs = await openSubgraphs({ databaseUrl, nirKey, log, poolSize: 1 }, ["allocataires"]);
  try {
    return await asOwner(databaseUrl, async (client) => {
      const execution = { client, depots: outils, lire: lireChez(sources), marquer: marquerAvec(subgraphs, options) };
      const departements = options.departement ? [options.departement] : await departementsAInformer(client, "SANCTION_EXECUTION");
      const tour: TourDesSanctions = { fichiers: [], deposes: 0, confirmees: 0 };
      if (ecrire) for (const un of departements) tour.fichiers.push(...(await ecrireFichiers(execution, un, clock.now())));
      tour.deposes = cibles.length === 0 ? 0 : await deposerCeQuiEstDu(client, outils, cibles, () => clock.now(), options.avant);
      for (const un of departements) tour.confirmees += await suivreExecutions(execution, un, clock.now());
      return tour;
    });
  } finally {
    await Promise.all([sources.fermer(), closeSubgraphs(subgraphs)]);
  }
}

/** Each day a file for each payer; every ten minutes, what became of those that were left. */
export const suivreSanctions = (options: OptionsSanctions): { stop(): Promise<void> } =>
  chaqueJour(options, "sanctions à exécuter interrompues, reprise au prochain tour", (ecrire) => tourDesSanctions(options, ecrire));
