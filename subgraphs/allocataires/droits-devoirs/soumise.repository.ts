import type { Transaction } from "../../shared/database";
import type { PeriodeSoumise } from "./soumise";

/** Her entries, each until her exit or the end of her rights; without any entry, what her file says now. One who is no longer subject while her rights
 * go on has no period: the hub does not know since when. $1: département, $2: person. */
export const PERIODES_SOUMISES = `select coalesce(json_agg(json_build_object('du', e.entree_dispositif, 'au', least(e.sortie, e.droits_clos_le)))
    filter (where a.soumis_droits_devoirs or e.droits_clos_le is not null), '[]')
  from allocataires.allocataire a left join allocataires.entree e on e.departement = a.departement and e.allocataire = a.id
  where a.departement = $1 and a.id = $2::uuid`;

export async function periodesSoumises(tx: Transaction, departement: string, allocataire: string): Promise<PeriodeSoumise[]> {
  const ligne = await tx.row<{ periodes: PeriodeSoumise[] }>(`select (${PERIODES_SOUMISES}) as periodes`, [departement, allocataire]);
  return ligne!.periodes;
}
