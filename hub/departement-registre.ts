import { createHash } from "node:crypto";
import type pg from "pg";
import { enJsonLine } from "../subgraphs/allocataires/fichier-departement/ecrire";
import type { Enregistrement } from "../subgraphs/allocataires/fichier-departement/format";

/** SHA-256 of a record's content, the same for both encodings. */
export const empreinteDeLEnregistrement = (e: Enregistrement): Buffer => createHash("sha256").update(enJsonLine(e)).digest();

/** Hashes of what was applied, by `type cle`. */
export async function dejaAppliques(
  owner: pg.ClientBase,
  departement: string,
  enregistrements: Enregistrement[],
): Promise<Map<string, Buffer>> {
  const { rows } = await owner.query<{ type: string; cle: string; empreinte: Buffer }>(
    `select e.type, e.cle, e.empreinte from unnest($2::text[], $3::text[]) d (type, cle)
     join hub.enregistrement_departement e on e.departement = $1 and e.type = d.type and e.cle = d.cle`,
    [departement, enregistrements.map((e) => e.type), enregistrements.map((e) => e.cle)],
  );
  return new Map(rows.map((r) => [`${r.type} ${r.cle}`, r.empreinte]));
}

/** Remembers what was applied, and settles the rejects that waited for it. */
export async function noterAppliques(owner: pg.ClientBase, departement: string, appliques: Enregistrement[], le: Date): Promise<void> {
  if (appliques.length === 0) return;
  await owner.query(
    `insert into hub.enregistrement_departement (departement, type, cle, empreinte, applique_le)
     select $1, type, cle, empreinte, $5 from unnest($2::text[], $3::text[], $4::bytea[]) a (type, cle, empreinte)
     on conflict (departement, type, cle) do update set empreinte = excluded.empreinte, applique_le = excluded.applique_le`,
    [departement, appliques.map((e) => e.type), appliques.map((e) => e.cle), appliques.map(empreinteDeLEnregistrement), le],
  );
  await owner.query(
    `with solde as (
       update hub.rejet set rejoue_le = $2, resultat = 'APPLIQUE' where rejoue_le is null and cle = any ($1) returning id, departement, objet)
     insert into journal.evenement (type, departement, donnees, survenu_le)
     select 'RejetRejoue', departement, jsonb_build_object('rejet', id, 'objet', objet, 'partenaire', 'ORIAS', 'resultat', 'APPLIQUE'), $2 from solde`,
    [appliques.map((e) => cleDuRejet(departement, e.type, e.cle)), le],
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
export async function garderRejets(owner: pg.ClientBase, departement: string, rejets: RejetDuDepartement[], le: Date): Promise<void> {
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
