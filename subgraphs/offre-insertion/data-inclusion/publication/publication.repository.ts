import type pg from "pg";
import { idDe } from "../../fichier-pdie/fichiers";
import type { Nature } from "../validation";
import { idPublie, type Ligne } from "./fiche-v1";

/** What the Département publishes as a source of its own: offers of its programme, within their validity, that it did not keep for itself, and whose
 * structure it does not keep either. $1: département. $2: civil date. */
const PUBLIEES = `s.departement = $1 and s.origine = 'PDIE' and s.publiee and s.retiree_le is null and (s.valide_au is null or s.valide_au >= $2::date)
  and exists (select from offre_insertion.structure t where t.id = s.structure and t.publiee)`;
const PORTEUSES = `s.departement = $1 and s.publiee and s.retiree_le is null
  and exists (select from offre_insertion.service o where o.structure = s.id and o.departement = $1 and o.origine = 'PDIE' and o.publiee
    and o.retiree_le is null and (o.valide_au is null or o.valide_au >= $2::date))`;
const A_NOUS: Record<Nature, string> = { structure: PORTEUSES, service: PUBLIEES };

/** The national catalogue, where it is in the département or is meant for all of it. */
const ICI = "(offre_insertion.departement_de(s.code_insee) = $1 or s.zones @> array[$1::text])";
const NATIONALES: Record<Nature, string> = {
  service: `s.departement is null and s.origine = 'DATA_INCLUSION' and s.retiree_le is null and ${ICI}`,
  structure: `s.departement is null and s.retiree_le is null and s.empreinte is not null
    and (offre_insertion.departement_de(s.code_insee) = $1
      or exists (select from offre_insertion.service o where o.structure = s.id and o.departement is null and o.origine = 'DATA_INCLUSION'
        and o.retiree_le is null and (offre_insertion.departement_de(o.code_insee) = $1 or o.zones @> array[$1::text]))
      or exists (select from offre_insertion.service o where o.structure = s.id and o.departement = $1 and o.origine = 'PDIE' and o.publiee))`,
};

export interface Perimetre {
  departement: string;
  /** Civil date, Paris. */
  jour: string;
  /** Empty: all of them. */
  sources: readonly string[];
}

const LOT = 1_000;

/** The row, and for a service the département of its structure. */
const LIGNE: Record<Nature, string> = {
  structure: "to_jsonb(s)",
  service: `to_jsonb(s) || jsonb_build_object('structure_departement',
    (select t.departement from offre_insertion.structure t where t.id = s.structure))`,
};

/** Rows of the catalogue that concern a département, by id: its own and the national ones. */
export async function* lignesDuDepartement(
  client: pg.ClientBase,
  nature: Nature,
  { departement, jour, sources }: Perimetre,
): AsyncGenerator<Ligne> {
  const lire = `select ${LIGNE[nature]} as ligne from offre_insertion.${nature} s
    where ((${A_NOUS[nature]}) or (${NATIONALES[nature]})) and (cardinality($3::text[]) = 0 or s.source = any ($3) or s.departement = $1 and 'cd' || $1 = any ($3)) and s.id collate "C" > $4 collate "C"
    order by s.id collate "C" limit ${LOT}`;
  for (let apres = ""; ; ) {
    const { rows } = await client.query<{ ligne: Ligne }>(lire, [departement, jour, sources, apres]);
    if (rows.length === 0) return;
    for (const { ligne } of rows) yield ligne;
    apres = rows.at(-1)!.ligne.id;
  }
}

/** Sources of what concerns a département, in order. */
export async function sourcesDuDepartement(client: pg.ClientBase, { departement, jour }: Omit<Perimetre, "sources">): Promise<string[]> {
  const de = (nature: Nature) => `select s.source from offre_insertion.${nature} s where (${A_NOUS[nature]}) or (${NATIONALES[nature]})`;
  // The structures of a département have no date: the parameter has its type all the same.
  const lire = `select distinct source from (${de("structure")} union ${de("service")}) x where $2::date is not null order by 1`;
  return (await client.query<{ source: string }>(lire, [departement, jour])).rows.map(({ source }) => source);
}

export interface PageDuFlux {
  lignes: Ligne[];
  total: number;
  /** Last instant when a row that could be in the feed changed; null: there is none. */
  modifieLe: Date | null;
}

/** A page of what the Département publishes, in an order that does not change. `page`: from 1. */
export async function pageDuFlux(
  client: pg.ClientBase,
  nature: Nature,
  flux: { departement: string; jour: string; page: number; taille: number },
): Promise<PageDuFlux> {
  const { departement, jour, page, taille } = flux;
  const etat = await client.query<{ total: number; modifieLe: Date | null }>(
    `select count(*) filter (where ${A_NOUS[nature]})::int as total, max(greatest(s.recue_le, s.retiree_le)) as "modifieLe"
     from offre_insertion.${nature} s where s.departement = $1 and ($2::date is not null)`,
    [departement, jour],
  );
  const { rows } = await client.query<{ ligne: Ligne }>(
    `select ${LIGNE[nature]} as ligne from offre_insertion.${nature} s where ${A_NOUS[nature]} order by s.id collate "C" limit $3 offset $4`,
    [departement, jour, taille, (page - 1) * taille],
  );
  return { lignes: rows.map(({ ligne }) => ligne), ...etat.rows[0]! };
}

const MARQUER: Record<Nature, string> = { structure: marquer("structure"), service: marquer("service") };
function marquer(table: Nature): string {
  return `with change as (
      update offre_insertion.${table} set publiee = $3, recue_le = $4 where departement = $1 and id = any ($2::text[]) and publiee <> $3)
    select id, source from offre_insertion.${table} where departement = $1 and id = any ($2::text[])`;
}

/** Marks records of the programme of a Département as published, or kept. `ids`: those of the hub (`pdie-94--KIT`), or of the feed (`cd94--KIT`).
 * Returns those that the programme has, as they were given. */
export async function marquerPubliees(
  client: pg.ClientBase,
  departement: string,
  ids: readonly string[],
  publiee: boolean,
  le: Date,
): Promise<string[]> {
  const prefixe = `cd${departement}--`;
  const possibles = ids.flatMap((id) => (id.startsWith(prefixe) ? [id, idDe(departement, id.slice(prefixe.length))] : [id]));
  const vues = new Set<string>();
  for (const nature of ["structure", "service"] as const) {
    const { rows } = await client.query<{ id: string; source: string }>(MARQUER[nature], [departement, possibles, publiee, le]);
    for (const { id, source } of rows) vues.add(id).add(idPublie(departement, source, id));
  }
  return ids.filter((id) => vues.has(id));
}

/** What the Département keeps out of its feed, under the names that it has there. */
export async function nonPubliees(client: pg.ClientBase, departement: string): Promise<{ id: string; nom: string }[]> {
  const { rows } = await client.query<{ id: string; source: string; nom: string }>(
    `select id, source, nom from offre_insertion.structure where departement = $1 and not publiee
     union all select id, source, nom from offre_insertion.service where departement = $1 and not publiee order by 1`,
    [departement],
  );
  return rows.map(({ id, source, nom }) => ({ id: idPublie(departement, source, id), nom }));
}
