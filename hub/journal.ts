import type { KeyObject } from "node:crypto";
import fs from "node:fs";
import type pg from "pg";
import { oublierPurgees } from "../subgraphs/echanges/registre/registre-purge";
import { purgerJournal } from "../subgraphs/shared/chaine/purger.repository";
import { suivreChaine } from "../subgraphs/shared/chaine/sceller.repository";
import type { Clock } from "../subgraphs/shared/clock";
import type { Log } from "../subgraphs/shared/log";
import { type RunningWork, startPeriodicWork } from "../subgraphs/shared/periodic-work";
import { CONSERVATION, type JournalSettings } from "../subgraphs/shared/reglages-journal";
import type { Secrets } from "../subgraphs/shared/secrets";
import type { Settings } from "../subgraphs/shared/settings";
import { outilsDepot } from "./depots";
import { ancrer } from "./journal-ancres";
import { Sentence } from "./sentence";

/** How the journal is kept, and what signs its anchors (absent: none is written). */
export interface TenueDuJournal {
  reglages: JournalSettings;
  cle?: KeyObject;
}

const PAR_DEFAUT: TenueDuJournal = { reglages: { scellementSecondes: 30, conservation: CONSERVATION } };

/** What the settings say. Sentence when anchors are asked for and nothing signs them, or where to write them is no folder. */
export function tenueDuJournal({ journal }: Settings, secrets: Pick<Secrets, "nirKey" | "depotClePrivee">): TenueDuJournal {
  if (journal.ancres === undefined) return { reglages: journal };
  if (!fs.existsSync(journal.ancres) || !fs.statSync(journal.ancres).isDirectory())
    throw new Sentence(`JOURNAL_ANCRES : ${journal.ancres} n’est pas un dossier. Créez-le, hors de la base.`);
  return { reglages: journal, cle: outilsDepot(secrets).cle };
}

/** Pause between two looks at what retention removes. */
const PURGE_MS = 6 * 3_600_000;
/** Pause between two looks at the head, and age of the last anchor from which another is written. */
const REGARD_MS = 60_000;
const ANCRE_MS = 3_600_000;
/** One worker anchors at a time. */
const VERROU_DES_ANCRES = 4_219_031;

export interface SuivreJournal {
  databaseUrl: string;
  clock: Clock;
  log: Log;
  tenue?: TenueDuJournal;
}

/** Keeps the journal: seals it, removes what is no longer kept, writes its head outside. */
export function suivreJournal({ databaseUrl: url, clock, log, tenue = PAR_DEFAUT }: SuivreJournal): RunningWork[] {
  const { reglages, cle } = tenue;
  const purger = async (client: pg.ClientBase) => {
    const purges = await purgerJournal(client, reglages.conservation, clock.now(), oublierPurgees);
    for (const purge of purges) log.info({ ...purge }, "journal : lignes que la conservation ne garde plus, retirées");
    return purges.length;
  };
  const travaux = [
    suivreChaine(url, clock, log, reglages.scellementSecondes),
    startPeriodicWork({ url, name: "conservation du journal", log, everyMs: PURGE_MS, work: purger }),
  ];
  const { ancres } = reglages;
  if (ancres === undefined || cle === undefined) return travaux;
  const work = (client: pg.ClientBase) => ancrerSiDu(client, { cle, vers: ancres, maintenant: clock.now() });
  return [...travaux, startPeriodicWork({ url, name: "ancres du journal", log, everyMs: REGARD_MS, work })];
}

const DUE = `select coalesce((select max(numero) from journal.lot), 0) > coalesce((select max(numero) from journal.ancre), 0)
  and coalesce((select max(ancree_le) from journal.ancre), '-infinity') <= $1 as due`;

/** Writes an anchor when the head moved and the last one is an hour old. Returns how many it wrote. */
export async function ancrerSiDu(client: pg.ClientBase, ancre: { cle: KeyObject; vers: string; maintenant: Date }): Promise<number> {
  const { rows } = await client.query("select pg_try_advisory_lock($1) as prise", [VERROU_DES_ANCRES]);
  if (!rows[0].prise) return 0;
  try {
    const { rows: dues } = await client.query(DUE, [new Date(ancre.maintenant.getTime() - ANCRE_MS)]);
    return dues[0].due && (await ancrer(client, ancre)) ? 1 : 0;
  } finally {
    await client.query("select pg_advisory_unlock($1)", [VERROU_DES_ANCRES]);
  }
}
