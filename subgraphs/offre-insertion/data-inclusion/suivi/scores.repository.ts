import type pg from "pg";
import { addDays, civilDateOf } from "../../../shared/civil-date";
import type { Clock } from "../../../shared/clock";
import type { Log } from "../../../shared/log";
import { allOrNothing } from "../../../shared/owner";
import { type RunningWork, startPeriodicWork } from "../../../shared/periodic-work";
import { DEUX_ANS, noteDuJour, SANS_FRAICHEUR, SIX_MOIS } from "../score-qualite";
import { signalerDoublons } from "./doublons.repository";

const LOT = 2_000;

interface Notee {
  id: string;
  source: string;
  date_maj: string;
  somme: number;
  nombre: number;
  score: number;
}

/** Records whose freshness changed between two days: older than six months today, not yet stale on the day of the last round. */
const A_NOTER = `select s.id, s.source, s.date_maj::text as date_maj, s.criteres_somme as somme, s.criteres_nombre as nombre, s.score_qualite as score
  from offre_insertion.service s
  where s.date_maj < $1::date and s.date_maj > $2::date and s.criteres_nombre is not null and s.source <> all ($3::text[]) and s.id > $4
  order by s.id limit ${LOT}`;
const NOTER = `with note as (
    update offre_insertion.service s set score_qualite = n.score from unnest($1::text[], $2::float8[]) n(id, score)
    where n.id = s.id returning s.id, s.retiree_le)
  select offre_insertion.indexer(array(select id from note where retiree_le is null))`;
const DERNIER = "select jour::text as jour from offre_insertion.recalcul where quoi = 'SCORES'";
const FAIT = `insert into offre_insertion.recalcul (quoi, jour) values ('SCORES', $1)
  on conflict (quoi) do update set jour = excluded.jour where recalcul.jour < excluded.jour`;
/** Without a last round, records that were stale this long ago are noted too. */
const ORIGINE = "2000-01-01";

/** Scores again what a new day ages, once a day. Returns how many scores changed. `jour`: civil date, Paris. */
export async function recalculerScores(client: pg.ClientBase, jour: string): Promise<number> {
  const dernier = (await client.query<{ jour: string }>(DERNIER)).rows[0]?.jour ?? null;
  if (dernier !== null && dernier >= jour) return 0;
  const bornes = [addDays(jour, -SIX_MOIS), dernier === null ? ORIGINE : addDays(dernier, -DEUX_ANS - 1), SANS_FRAICHEUR];
  let changes = 0;
  for (let apres = ""; ; ) {
    const lot = (await client.query<Notee>(A_NOTER, [...bornes, apres])).rows;
    if (lot.length === 0) break;
    apres = lot.at(-1)!.id;
    const notes = lot.map((n) => ({ id: n.id, avant: n.score, score: noteDuJour(n, n, jour) })).filter((n) => n.score !== n.avant);
    if (notes.length > 0) await client.query(NOTER, [notes.map((n) => n.id), notes.map((n) => n.score)]);
    changes += notes.length;
  }
  await allOrNothing(client, async () => {
    if (changes > 0) await signalerDoublons(client);
    await client.query(FAIT, [jour]);
  });
  return changes;
}

/** Scores of quality age every day: they are computed again once a day, by the first round of the worker after midnight in Paris. */
export const suivreScores = (url: string, clock: Clock, log: Log): RunningWork =>
  startPeriodicWork({
    url,
    name: "scores-du-catalogue",
    log,
    everyMs: 15 * 60_000,
    work: (client) => recalculerScores(client, civilDateOf(clock.now())),
  });
