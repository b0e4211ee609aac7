import pg from "pg";
import { erased } from "../shared/erasure";
import { type FollowerOptions, type PublishedEvent, type RunningFollower, startFollower } from "../shared/event-follower";
import type { Log } from "../shared/log";
import { type Plis, personnesTouchees, plier } from "./projection/plier";
import { appliquerReunion, REUNIONS } from "./projection/reunion.repository";
import { rafraichirStatistiques } from "./projection/statistiques.repository";
import { estEntiere, TABLES, TABLES_PROJETEES, type TableProjetee } from "./projection/table";

/** Events applied in one transaction. */
const LOT = 5_000;

/** Follows the journal and keeps the projection of `indicateurs` up to date, until it is stopped. */
export function suivreIndicateurs(url: string, log: Log): RunningFollower {
  return startFollower({ ...SUIVI, url, log });
}

/** What the follower of `indicateurs` is; tests apply it one batch at a time. */
export const SUIVI: Omit<FollowerOptions, "url" | "log"> = { schema: "indicateurs", name: "indicateurs", batch: LOT, apply: projeter };

/** Applies events, in their order, to the projection: some ten statements a batch, whatever its size, and as many for each merge or separation in it.
 * Runs in the transaction that moves the cursor, so each event counts once. */
export async function projeter(client: pg.ClientBase, events: PublishedEvent[]): Promise<void> {
  let debut = 0;
  for (const [i, event] of events.entries()) {
    if (!REUNIONS.has(event.type)) continue;
    await projeterFaits(client, events.slice(debut, i));
    const touchees = await appliquerReunion(client, event);
    await client.query({ name: "deriver", text: DERIVER, values: [touchees.map(() => event.departement), touchees] });
    debut = i + 1;
  }
  await projeterFaits(client, debut === 0 ? events : events.slice(debut));
}

async function projeterFaits(client: pg.ClientBase, events: PublishedEvent[]): Promise<void> {
  const plis = plier(events);
  if (plis.size > 0) await appliquer(client, plis);
  const effacees = erased(events);
  if (effacees) await client.query("select indicateurs.anonymiser($1::text[], $2::uuid[])", [effacees.departements, effacees.allocataires]);
}

async function appliquer(client: pg.ClientBase, plis: Plis): Promise<void> {
  const { departements, allocataires } = personnesTouchees(plis);
  for (const table of TABLES_PROJETEES) await ecrire(client, table, plis);
  await rafraichirStatistiques(client);
  if (allocataires.length > 0) await client.query({ name: "deriver", text: DERIVER, values: [departements, allocataires] });
}

/** Empties the projection and reads the whole journal again, in one transaction: readers see the old figures until it ends.
 * Through the owner's connection. Returns the number of events read. */
export async function reconstruire(ownerUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: "unefois-reconstruire" });
  await client.connect();
  try {
    await client.query("begin");
    await client.query("insert into indicateurs.curseur (nom, position) values ($1, 0) on conflict do nothing", [SUIVI.name]);
    // The follower waits on this row: no event is applied in between.
    await client.query("select position from indicateurs.curseur where nom = $1 for update", [SUIVI.name]);
    for (const table of [...TABLES_PROJETEES, "deplacement"]) await client.query(`delete from indicateurs.${table}`);
    const lus = await relire(client);
    await client.query("commit");
    return lus;
  } finally {
    await client.end();
  }
}

const RELIRE = `select id, position, type, departement, allocataire, donnees, survenu_le as "survenuLe"
  from journal.evenement where position > $1 order by position limit ${LOT}`;

async function relire(client: pg.Client): Promise<number> {
  let position = 0;
  let lus = 0;
  for (;;) {
    const { rows } = await client.query<PublishedEvent>(RELIRE, [position]);
    if (rows.length === 0) break;
    await projeter(client, rows);
    position = rows.at(-1)!.position;
    lus += rows.length;
  }
  await client.query("update indicateurs.curseur set position = $2 where nom = $1", [SUIVI.name, position]);
  return lus;
}

/** One constant statement a table. */
const UPSERT = Object.fromEntries(TABLES_PROJETEES.map((table) => [table, upsertSql(table)])) as Record<TableProjetee, string>;

function upsertSql(table: TableProjetee): string {
  const { cle, colonnes } = TABLES[table];
  const toutes = [...cle, ...colonnes].join(", ");
  return `insert into indicateurs.${table} as t (${toutes})
    select ${toutes} from jsonb_populate_recordset(null::indicateurs.${table}, $1::jsonb)
    on conflict (${cle.join(", ")}) do update set ${colonnes.map((c) => `${c} = ${estEntiere(table) ? `excluded.${c}` : `coalesce(excluded.${c}, t.${c})`}`).join(", ")}`;
}

/** Only an entry can be taken back. */
const RETIRER = `delete from indicateurs.entree e using jsonb_populate_recordset(null::indicateurs.entree, $1::jsonb) r
  where e.departement = r.departement and e.allocataire = r.allocataire and e.rang = r.rang`;

async function ecrire(client: pg.ClientBase, table: TableProjetee, plis: Plis): Promise<void> {
  const lignes = plis.get(table);
  if (!lignes) return;
  const [otees, dites] = [[...lignes.values()].filter((l) => l.annulee), [...lignes.values()].filter((l) => !l.annulee)];
  if (dites.length > 0) await client.query({ name: `projeter ${table}`, text: UPSERT[table], values: [JSON.stringify(dites)] });
  if (otees.length > 0) await client.query({ name: `retirer ${table}`, text: RETIRER, values: [JSON.stringify(otees)] });
}

/** What an entry says that its own event did not: the person's present commune, her first orientation and first interview
 * since this entry and before the next one. It is derived from facts: the order in which they arrived does not matter.
 * `+ 0` keeps the planner on the index of the person: that of the dates would read the whole département for each. */
const DERIVER = `with touchee as (
    select distinct * from unnest($1::text[], $2::uuid[]) as x (departement, allocataire)
  ), periode as (
    select e.departement, e.allocataire, e.rang,
      case when lag(e.rang) over w is null then '-infinity'::date
        else coalesce(e.notification, e.entree_dispositif, e.ouverture_droits, '-infinity'::date) end as du,
      coalesce(lead(coalesce(e.notification, e.entree_dispositif, e.ouverture_droits)) over w, 'infinity'::date) as avant
    from indicateurs.entree e join touchee using (departement, allocataire)
    window w as (partition by e.departement, e.allocataire order by e.rang)
  )
  update indicateurs.entree e set code_insee = p.code_insee, soumis_droits_devoirs = coalesce(p.soumis_droits_devoirs, false),
    decision_orientation = o.decidee_le, parcours = o.parcours, categorie = o.categorie, organisme = o.organisme, premier_entretien = r.le
  from periode x
  left join indicateurs.personne p on p.departement = x.departement and p.allocataire = x.allocataire
  left join lateral (
    select o.decidee_le, o.parcours, o.categorie, o.organisme from indicateurs.orientation o
    where o.departement = x.departement and o.allocataire = x.allocataire and o.decidee_le + 0 >= x.du and o.decidee_le + 0 < x.avant
    order by o.decidee_le + 0, o.rang, o.id limit 1
  ) o on true
  left join lateral (
    select min(r.le) as le from indicateurs.presence r
    where r.departement = x.departement and r.allocataire = x.allocataire and r.le + 0 >= x.du and r.le + 0 < x.avant
      and r.statut = 'HONORE' and r.famille in ('PREMIER_ACCOMPAGNEMENT', 'ACCOMPAGNEMENT')
  ) r on true
  where e.departement = x.departement and e.allocataire = x.allocataire and e.rang = x.rang`;
