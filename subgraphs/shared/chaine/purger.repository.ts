import type pg from "pg";
import { NATURES, type Nature } from "../nature";
import { allOrNothing } from "../owner";
import { racineDe } from "./empreinte";
import { regleDe } from "./regle";
import { ajouterLot, instantDe, VERROU_DE_LA_CHAINE } from "./sceller.repository";

/** What goes with a purge: positions 1 to `jusque` of a nature, and all that points to them. */
export type AvantPurge = (client: pg.ClientBase, nature: Nature, jusque: number) => Promise<void>;

export interface Purge {
  nature: Nature;
  regle: string;
  lots: number;
  lignes: number;
}

// Whole batches, from the first one kept on: up to the first whose newest row is still kept.
const A_PURGER = `with depuis as (
    select coalesce(max(au), 0) as au from journal.lot where registre = 'consultation' and nature = $1 and genre = 'PURGE'
  ), gardee as (
    select min(l.du) as du from journal.lot l, depuis d where l.registre = 'consultation' and l.nature = $1 and l.genre = 'LIGNES' and l.au > d.au and l.dernier_le > $2
  )
  select d.au + 1 as du, max(l.au) as au, count(l.*)::int as lots from depuis d cross join gardee g
  left join journal.lot l on l.registre = 'consultation' and l.nature = $1 and l.genre = 'LIGNES' and l.au > d.au and l.au < coalesce(g.du, 9223372036854775807)
  group by d.au`;

/** Removes the rows that their nature no longer keeps, by whole batches; the batches stay, and the chain says what went and by which rule.
 * @param client a connection of the owner that is in no transaction. @param conservation days, by nature. */
export async function purgerJournal(
  client: pg.ClientBase,
  conservation: Record<Nature, number>,
  maintenant: Date,
  avant: AvantPurge,
): Promise<Purge[]> {
  const purges: Purge[] = [];
  for (const nature of NATURES) {
    const purge = await allOrNothing(client, () => purgerUneNature(client, nature, conservation[nature], maintenant, avant));
    if (purge) purges.push(purge);
  }
  return purges;
}

async function purgerUneNature(
  client: pg.ClientBase,
  nature: Nature,
  jours: number,
  maintenant: Date,
  avant: AvantPurge,
): Promise<Purge | null> {
  await client.query("select pg_advisory_xact_lock($1)", [VERROU_DE_LA_CHAINE]);
  const seuil = new Date(maintenant.getTime() - jours * 86_400_000);
  const { rows } = await client.query(A_PURGER, [nature, seuil]);
  const { lots } = rows[0];
  if (lots === 0) return null;
  const [du, au] = [Number(rows[0].du), Number(rows[0].au)];
  await client.query("select set_config('unefois.journal', 'conservation', true)");
  await avant(client, nature, au);
  const { rowCount } = await client.query("delete from journal.consultation where nature = $1 and position <= $2", [nature, au]);
  await client.query(
    "update journal.lot set empreintes = null where registre = 'consultation' and nature = $1 and genre = 'LIGNES' and au <= $2 and empreintes is not null",
    [nature, au],
  );
  const regle = regleDe(nature, jours);
  const lignes = rowCount ?? 0;
  const lot = { genre: "PURGE", registre: "consultation", nature, du, au, nombre: lignes, regle } as const;
  await ajouterLot(client, { ...lot, dernierLe: null, racine: racineDe([]), closLe: instantDe(maintenant), empreintes: null });
  return { nature, regle, lots, lignes };
}
