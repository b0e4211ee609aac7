import type { Transaction } from "../../../shared/database";
import type { Position } from "../filtre/jetons";
import { type MotCherche, type MotLu, motCommence } from "./mots-cherches";

const PREPARER = `select
  (select jsonb_build_object('longitude', p.longitude, 'latitude', p.latitude) from offre_insertion.position_commune p where p.code_insee = $1) as position,
  coalesce((select jsonb_agg(jsonb_build_object('vide', l.vide, 'formes', coalesce(l.formes, '{}'), 'lu', l.lu, 'nombre', coalesce(l.nombre, 0),
      'nombreNom', coalesce(l.nombre_nom, 0)) order by l.rang)
    from offre_insertion.lire_mots($2::text[], $3::boolean[], $4::int) l), '[]') as mots`;

export interface Preparation {
  position: Position | null;
  mots: MotLu[];
}

/** What a search must know first: where the commune is, and which words of the catalogue the caller may read stand for those typed. */
export async function preparer(tx: Transaction, codeInsee: string | null, mots: readonly MotCherche[]): Promise<Preparation> {
  if (!codeInsee && mots.length === 0) return { position: null, mots: [] };
  const row = (await tx.row<{ position: Position | null; mots: Omit<MotLu, keyof MotCherche>[] }>(PREPARER, [
    codeInsee,
    mots.map((m) => m.mot),
    mots.map((m) => m.exact),
    motCommence(mots),
  ]))!;
  return { position: row.position, mots: mots.map((mot, i) => telQuel({ ...mot, ...row.mots[i]! })) };
}

/** A word between quotes stands for itself only. */
const telQuel = (m: MotLu): MotLu => (m.exact && !m.exclu ? { ...m, formes: m.formes.filter((forme) => forme === m.mot), lu: null } : m);
