import type { Transaction } from "../shared/database";
import { isUuid } from "../shared/page";
import { type PersonneVisible, VISIBLE } from "../shared/perimetre";
import type { Offre, Session } from "./offre/offre";
import { COLONNES_OFFRE, COLONNES_SESSION } from "./offre/offre.repository";

/** The same reads as the loaders, in the transaction that writes. Each answers null for what the caller may not see. */
export const personneDansTransaction = async (tx: Transaction, id: string): Promise<PersonneVisible | null> =>
  isUuid(id) ? tx.row<PersonneVisible>(`with ${VISIBLE} select id, departement, canonique from visible`, [[id]]) : null;

export const offreDansTransaction = (tx: Transaction, id: string): Promise<Offre | null> =>
  tx.row<Offre>(`select ${COLONNES_OFFRE} from offre_insertion.service s where s.id = $1`, [id]);

export const sessionDansTransaction = async (tx: Transaction, id: string): Promise<Session | null> =>
  isUuid(id) ? tx.row<Session>(`select ${COLONNES_SESSION} from offre_insertion.session where id = $1`, [id]) : null;
