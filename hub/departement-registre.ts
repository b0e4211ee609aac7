import { createHash } from "node:crypto";
import type pg from "pg";
import { enJsonLine } from "../subgraphs/allocataires/fichier-departement/ecrire";
import type { Enregistrement } from "../subgraphs/allocataires/fichier-departement/format";
import { lastingPool } from "../subgraphs/shared/owner";

/** Connections of the owner: the records of several people are applied at once. */
export const baseDuDepartement = (url: string): pg.Pool => lastingPool({ connectionString: url, max: 4 });

/** SHA-256 of a record's content, the same for both encodings. */
export const empreinteDeLEnregistrement = (e: Enregistrement): Buffer => createHash("sha256").update(enJsonLine(e)).digest();

/** Hashes of what is known under a key, by `type cle`: what was last applied, and what an export last told. */
export async function dejaConnus(owner: pg.Pool, departement: string, enregistrements: Enregistrement[]): Promise<Map<string, Buffer[]>> {
  const { rows } = await owner.query<{ type: string; cle: string; empreintes: Buffer[] }>(
    `select e.type, e.cle, array_remove(array[e.empreinte, e.empreinte_dite], null) as empreintes from unnest($2::text[], $3::text[]) d (type, cle)
     join hub.enregistrement_departement e on e.departement = $1 and e.type = d.type and e.cle = d.cle`,
    [departement, enregistrements.map((e) => e.type), enregistrements.map((e) => e.cle)],
  );
  return new Map(rows.map((r) => [`${r.type} ${r.cle}`, r.empreintes]));
}

/** A record that was applied, and the fact that it became. */
export interface Applique {
  enregistrement: Enregistrement;
  objet: string | null;
}

/** Remembers what was applied, and settles the rejects that waited for it. What an export told before is not said any more. */
export async function noterAppliques(owner: pg.Pool, departement: string, appliques: Applique[], le: Date): Promise<void> {
  if (appliques.length === 0) return;
  const de = appliques.map((a) => a.enregistrement);
  await owner.query(
    `insert into hub.enregistrement_departement as e (departement, type, cle, empreinte, objet, applique_le)
     select $1, type, cle, empreinte, objet, $6 from unnest($2::text[], $3::text[], $4::bytea[], $5::text[]) a (type, cle, empreinte, objet)
     on conflict (departement, type, cle) do update set empreinte = excluded.empreinte, applique_le = excluded.applique_le,
       objet = coalesce(excluded.objet, e.objet), empreinte_dite = null`,
    [departement, de.map((e) => e.type), de.map((e) => e.cle), de.map(empreinteDeLEnregistrement), appliques.map((a) => a.objet), le],
  );
  await owner.query(
    `with solde as (
       update hub.rejet set rejoue_le = $2, resultat = 'APPLIQUE' where rejoue_le is null and cle = any ($1) returning id, departement, objet)
     insert into journal.evenement (type, departement, donnees, survenu_le)
     select 'RejetRejoue', departement, jsonb_build_object('rejet', id, 'objet', objet, 'partenaire', 'ORIAS', 'resultat', 'APPLIQUE'), $2 from solde`,
    [de.map((e) => cleDuRejet(departement, e.type, e.cle)), le],
  );
}

export const cleDuRejet = (departement: string, type: string, cle: string): string => `${departement}:${type}:${cle}`;

export interface RejetDuDepartement {
  objet: string;
  cle: string;
  code: string;
  message: string;
  original: string;
}

/** Keeps rejected records whole. The same key rejected again keeps its newest content and reason; `echanges` is told once. */
export async function garderRejets(owner: pg.Pool, departement: string, rejets: RejetDuDepartement[], le: Date): Promise<void> {
  if (rejets.length === 0) return;
  await owner.query(
    `with garde as (
       insert into hub.rejet (departement, objet, cle, code, message, original, cree_le)
       select $1, r.objet, r.cle, r.code, r.message, r.original, $3 from jsonb_to_recordset($2) as r (objet text, cle text, code text, message text, original text)
       on conflict (cle) where rejoue_le is null do update set (code, message, original) = (excluded.code, excluded.message, excluded.original)
       returning id, objet, code, xmax = 0 as nouveau)
     insert into journal.evenement (type, departement, donnees, survenu_le)
     select 'RejetEnregistre', $1, jsonb_build_object('rejet', id, 'objet', objet, 'code', code, 'partenaire', 'ORIAS'), $3 from garde where nouveau`,
    [departement, JSON.stringify(rejets), le],
  );
}

/** Keys under which the software knows facts of the hub, by `type objet`. */
export async function clesConnues(
  owner: pg.Pool,
  departement: string,
  faits: { type: string; objet: string }[],
): Promise<Map<string, string>> {
  const { rows } = await owner.query<{ type: string; objet: string; cle: string }>(
    `select distinct on (e.type, e.objet) e.type, e.objet, e.cle from unnest($2::text[], $3::text[]) d (type, objet)
     join hub.enregistrement_departement e on e.departement = $1 and e.type = d.type and e.objet = d.objet
     order by e.type, e.objet, e.applique_le desc nulls last, e.cle`,
    [departement, faits.map((f) => f.type), faits.map((f) => f.objet)],
  );
  return new Map(rows.map((r) => [`${r.type} ${r.objet}`, r.cle]));
}

/** Remembers what an export tells. */
export async function noterDits(owner: pg.Pool, departement: string, dits: Applique[], le: Date): Promise<void> {
  if (dits.length === 0) return;
  const de = dits.map((d) => d.enregistrement);
  await owner.query(
    `insert into hub.enregistrement_departement (departement, type, cle, empreinte_dite, objet, dit_le)
     select $1, type, cle, empreinte, objet, $6 from unnest($2::text[], $3::text[], $4::bytea[], $5::text[]) a (type, cle, empreinte, objet)
     on conflict (departement, type, cle) do update set empreinte_dite = excluded.empreinte_dite, dit_le = excluded.dit_le, objet = excluded.objet`,
    [departement, de.map((e) => e.type), de.map((e) => e.cle), de.map(empreinteDeLEnregistrement), dits.map((d) => d.objet), le],
  );
}
