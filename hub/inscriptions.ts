import type pg from "pg";
import { identitesAInscrire, personnesAInscrire } from "../subgraphs/allocataires/transmission/inscription.repository";
import type { Cible } from "../subgraphs/echanges/depot/depot.client";
import { deposerCeQuiEstDu, type OutilsDepot } from "../subgraphs/echanges/depot/executer-depots";
import { purgerDepots } from "../subgraphs/echanges/depot/oublier-depots";
import { faireLaListe, type IssueDeSemaine, type PersonnesDesListes } from "../subgraphs/echanges/inscription/executer-listes";
import { COLONNES } from "../subgraphs/echanges/inscription/fichier-inscriptions";
import { semaineDue } from "../subgraphs/echanges/inscription/semaine";
import { confirmerInscriptions } from "../subgraphs/echanges/inscription/suivre-inscriptions";
import type { Clock } from "../subgraphs/shared/clock";
import type { Log } from "../subgraphs/shared/log";
import { NirCipher } from "../subgraphs/shared/nir-cipher";
import { asOwner } from "../subgraphs/shared/owner";
import { ouvrirSources, type SourcesDesFaits } from "./sources-des-faits";

/** The lists as their owner fills them. Reading identities for a file is written in the register, field by field. */
export function personnesDesListes(sources: SourcesDesFaits, cipher: NirCipher, depuis: string | null): PersonnesDesListes {
  return {
    candidats: (departement) => sources.allocataires(departement, (tx) => personnesAInscrire(tx, departement, depuis)),
    identites: async (departement, allocataires) => {
      const trouvees = await sources.allocataires(departement, (tx) => identitesAInscrire(tx, cipher, departement, allocataires));
      await sources.inscrire({
        departement,
        operation: "INSCRIPTION_LISTE",
        allocataires: trouvees.map((personne) => personne.allocataire),
        champs: COLONNES.filter((nom) => !["reference", "semaine"].includes(nom)).map((nom) => `Allocataire.${nom}`),
      });
      return trouvees;
    },
  };
}

export interface OptionsInscriptions {
  databaseUrl: string;
  nirKey: string;
  outils: OutilsDepot;
  clock: Clock;
  /** Civil date: orientations decided before are not told. */
  depuis: string | null;
}

/** Makes the list of a week for a département, and its signed file; nothing twice. `semaine` null: the one that is due. */
export async function listeDInscription(
  options: OptionsInscriptions,
  departement: string,
  semaine: string | null = null,
): Promise<IssueDeSemaine> {
  const { databaseUrl, nirKey, clock, outils, depuis } = options;
  const sources = await ouvrirSources({ databaseUrl, nirKey, clock });
  try {
    const le = clock.now();
    const personnes = personnesDesListes(sources, new NirCipher(nirKey), depuis);
    return await asOwner(databaseUrl, (client) =>
      faireLaListe(client, personnes, outils, { departement, semaine: semaine ?? semaineDue(le), le }),
    );
  } finally {
    await sources.fermer();
  }
}

/** Leaves the files whose turn has come, confirms what France Travail shows already, and blanks the old ones. Returns how many were left. */
export async function tourDesDepots(client: pg.ClientBase, outils: OutilsDepot, cibles: readonly Cible[], clock: Clock): Promise<number> {
  const deposes = await deposerCeQuiEstDu(client, outils, cibles, () => clock.now());
  if (deposes > 0) await confirmerInscriptions(client);
  await purgerDepots(client, clock.now());
  return deposes;
}

const TOUR_MS = 60_000;
const DEPARTEMENTS = "select distinct departement from allocataires.organisme where type = 'DEPARTEMENT' order by 1";

export interface SuiviDesDepots extends OptionsInscriptions {
  cibles: readonly Cible[];
  /** The only one whose lists are made; all those of the hub by default. */
  departement: string | null;
  log: Log;
}

/** Each Monday from 06:00, Paris, the list of the week; each minute, the files that wait. Never dies: a failure is logged and tried again. */
export function suivreDepots(options: SuiviDesDepots): { stop(): Promise<void> } {
  const { clock, log, databaseUrl, outils, cibles } = options;
  const arret = new AbortController();
  const faites = new Set<string>();
  const tour = async () => {
    const departements = options.departement ? [options.departement] : await asOwner(databaseUrl, departementsConnus);
    for (const departement of departements) {
      const cle = `${departement} ${semaineDue(clock.now())}`;
      if (faites.has(cle)) continue;
      await listeDInscription(options, departement);
      faites.add(cle);
    }
    await asOwner(databaseUrl, (client) => tourDesDepots(client, outils, cibles, clock));
  };
  const suivi = (async () => {
    while (!arret.signal.aborted) {
      await tour().catch((error) => log.warn({ err: error as Error }, "dépôts interrompus, reprise au prochain tour"));
      await clock.wait(TOUR_MS, arret.signal);
    }
  })();
  return {
    stop: async () => {
      arret.abort();
      await suivi;
    },
  };
}

/** The départements that the hub holds: those whose Conseil départemental is one of its organismes. */
export const departementsConnus = async (client: pg.Client): Promise<string[]> =>
  (await client.query<{ departement: string }>(DEPARTEMENTS)).rows.map((row) => row.departement);
