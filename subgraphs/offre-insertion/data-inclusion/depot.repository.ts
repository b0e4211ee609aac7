import type pg from "pg";
import { CHAMPS } from "./champs";
import { CALCULES, type Fiche, TYPES_CALCULES } from "./fiche";
import type { Nature } from "./validation";

/** A record waiting in the session's own table, outside the transaction of the facts. */
export interface Attente extends Fiche {
  rang: number;
  ligne: number;
  original: string;
}

/** A waiting record that cannot be applied. */
export interface Ecarte {
  id: string;
  rang: number;
  ligne: number;
  original: string;
  codeInsee: string | null;
}

export async function ouvrirAttente(client: pg.ClientBase): Promise<void> {
  await client.query(`create temp table if not exists attente (
    rang int not null, ligne int not null, id text not null, empreinte bytea not null, colonnes jsonb not null, original text not null);
    create temp table if not exists touche (id text not null); truncate attente; truncate touche;`);
}

/** Between the texts of a batch: JSON never holds it as it is. An array of texts is quoted by one side and read letter by letter by the other. */
const SEPARATEUR = "\u001e";
const DEPOSER = `insert into attente select r.rang, r.ligne, r.id, r.empreinte, r.colonnes::jsonb, coalesce(r.original, '')
  from unnest($1::int[], $2::int[], $3::text[], $4::bytea[], string_to_array($5, chr(30)), string_to_array($6, chr(30)))
    r(rang, ligne, id, empreinte, colonnes, original)`;

export async function deposer(client: pg.ClientBase, fiches: Attente[]): Promise<void> {
  if (fiches.length === 0) return;
  await client.query({
    name: "deposer_attente",
    text: DEPOSER,
    values: [
      fiches.map((f) => f.rang),
      fiches.map((f) => f.ligne),
      fiches.map((f) => f.id),
      fiches.map((f) => f.empreinte),
      fiches.map((f) => JSON.stringify(f.colonnes)).join(SEPARATEUR),
      fiches.map((f) => f.original).join(SEPARATEUR),
    ],
  });
}

const ECARTER = (condition: string) => `delete from attente a ${condition}
  returning a.id, a.rang, a.ligne, a.original, a.colonnes ->> 'code_insee' as "codeInsee"`;

/** Waiting records that another one of the same id follows in the file: the last counts. */
export const ecarterDoublons = async (client: pg.ClientBase): Promise<Ecarte[]> => {
  await client.query("create index if not exists attente_id on attente (id); analyze attente");
  return (await client.query<Ecarte>(ECARTER("using attente suivante where suivante.id = a.id and suivante.rang > a.rang"))).rows;
};

/** Waiting services whose structure the hub does not know. */
export const ecarterSansStructure = async (client: pg.ClientBase): Promise<Ecarte[]> =>
  (
    await client.query<Ecarte>(
      ECARTER("where not exists (select from offre_insertion.structure t where t.id = a.colonnes ->> 'structure')"),
    )
  ).rows;

/** Waiting records whose id belongs to the catalogue of a département: data·inclusion does not write over it. */
export const ecarterIdsPris = async (client: pg.ClientBase, nature: Nature): Promise<Ecarte[]> =>
  (await client.query<Ecarte>(ECARTER(`using offre_insertion.${nature} pris where pris.id = a.id and pris.departement is not null`))).rows;

const liste = (colonnes: readonly string[], prefixe = "") => colonnes.map((c) => `${prefixe}${c}`).join(", ");

function upsert(nature: Nature): string {
  const colonnes = [...CHAMPS[nature], "extra", "inconnues", "recue_le", ...(nature === "service" ? ["origine", ...CALCULES] : [])];
  return `with applique as (
    insert into offre_insertion.${nature} as s (id, empreinte, ${liste(colonnes)})
    select a.id, a.empreinte, ${liste(colonnes, "r.")} from attente a, jsonb_populate_record(null::offre_insertion.${nature}, a.colonnes) r
    where not exists (select from offre_insertion.${nature} pareille where pareille.id = a.id and pareille.empreinte = a.empreinte)
    on conflict (id) do update set empreinte = excluded.empreinte, (${liste(colonnes)}) = (${liste(colonnes, "excluded.")}),
      retiree_le = null, absences = 0, absente_le = null
      where s.empreinte is distinct from excluded.empreinte
    returning s.id)
  insert into touche select id from applique`;
}

/** Freshness goes by with time: what the hub computes is refreshed on unchanged services too. */
const RAFRAICHIR = `with frais as (
    update offre_insertion.service s set (${liste(CALCULES)}) = (${liste(CALCULES, "r.")})
    from attente a, jsonb_to_record(a.colonnes) as r(${CALCULES.map((colonne) => `${colonne} ${TYPES_CALCULES[colonne]}`).join(", ")})
    where s.id = a.id and (${liste(CALCULES, "s.")}) is distinct from (${liste(CALCULES, "r.")})
      and not exists (select from touche t where t.id = a.id)
    returning s.id)
  insert into touche select id from frais`;

const EVENEMENTS = `insert into journal.evenement (type, departement, donnees, survenu_le)
  select 'OffreModifiee', coalesce(s.departement, offre_insertion.departement_de(s.code_insee)),
    jsonb_build_object('offre', s.id, 'source', s.source), $1
  from touche t join offre_insertion.service s on s.id = t.id order by s.id`;

/** Applies what waits, in the transaction of the caller. Returns how many records changed something. */
export async function appliquer(client: pg.ClientBase, nature: Nature, maintenant: Date): Promise<number> {
  const appliques = (await client.query(upsert(nature))).rowCount ?? 0;
  if (nature === "service") {
    await client.query(EVENEMENTS, [maintenant]);
    await client.query(RAFRAICHIR);
    await client.query("select offre_insertion.indexer(array(select distinct id from touche))");
  } else {
    await client.query(
      "select offre_insertion.indexer(array(select s.id from offre_insertion.service s join touche t on t.id = s.structure))",
    );
  }
  await client.query("select offre_insertion.situer_communes()");
  return appliques;
}
