import type { Transaction } from "../../shared/database";
import { perimetreSql } from "../../shared/perimetre";

export interface EvenementRow {
  id: string;
  position: number;
  type: string;
  departement: string | null;
  survenu_le: Date;
  /** Canonical id; null also when the reader does not follow the person (a structure sees what is prescribed to it). */
  allocataire: string | null;
  donnees: Record<string, unknown>;
}

// The person who stays after a merge; rights are those of the policies of the journal.
const COLONNES = `select e.id, e.position, e.type, e.departement, e.survenu_le, e.donnees, 
  case when ${perimetreSql("e.allocataire")} then coalesce(p.canonique, e.allocataire) end as allocataire`;
const CANONIQUE = `left join lateral (select p.canonique from publie.perimetre p
    where p.departement = e.departement and p.allocataire = e.allocataire limit 1) p on e.allocataire is not null`;

const TOUS = `${COLONNES} from (
    select * from journal.evenement where position > $1 and type <> all ($3::text[]) order by position limit $2) e ${CANONIQUE} order by e.position`;

// Each type is read in order from its own index, whatever the number of events of the others.
const PAR_TYPE = `${COLONNES} from (
    select e.* from (select distinct unnest($3::text[]) as type) t
    cross join lateral (select * from journal.evenement e where e.type = t.type and e.position > $1 order by e.position limit $2) e
    order by e.position limit $2) e ${CANONIQUE} order by e.position`;

/** Numbered events after a position, in order, at most `limite`. @param tus types that this reader is not told. */
export function evenementsApres(
  tx: Transaction,
  position: number,
  limite: number,
  types: string[] | null,
  tus: readonly string[],
): Promise<EvenementRow[]> {
  return types === null
    ? tx.rows(TOUS, [position, limite, tus])
    : tx.rows(PAR_TYPE, [position, limite, types.filter((type) => !tus.includes(type))]);
}

const PAR_ID = `${COLONNES} from journal.evenement e ${CANONIQUE} where e.id = any ($1::uuid[]) order by e.position`;

/** Those of these events that the caller may see. */
export const evenementsParId = (tx: Transaction, ids: readonly string[]): Promise<EvenementRow[]> => tx.rows(PAR_ID, [ids]);
