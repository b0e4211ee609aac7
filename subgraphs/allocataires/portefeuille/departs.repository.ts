import type { Transaction } from "../../shared/database";
import type { Referent } from "../organisme/organisme";
import { ReferentTable } from "../organisme/organisme.table";
import { REFERENT_UNIQUE } from "../orientation/orientation.repository";
import type { Departs } from "./declarerDepart";
import { type Finie, finirLesSuivis, personnesDesPartis } from "./depart.repository";

/** Departures of professionals, in one writing transaction. */
export class DepartsRepository implements Departs {
  constructor(private readonly tx: Transaction) {}

  referent(id: string): Promise<Referent | null> {
    return this.tx.manager.findOneBy(ReferentTable, { id });
  }

  async partir({ departement, id }: Referent, au: string): Promise<string[]> {
    await this.tx.execute("update allocataires.referent set au = $3::date where departement = $1 and id = $2", [departement, id, au]);
    return personnesDesPartis(this.tx, departement, [id]);
  }

  async finir({ departement, id }: Referent, aujourdhui: string): Promise<Finie[]> {
    const finies = await finirLesSuivis(this.tx, departement, [id], aujourdhui);
    await this.tx.execute(
      `update allocataires.orientation o set referent = ${REFERENT_UNIQUE} where o.departement = $1 and o.id = any ($2::uuid[]) and o.close_le is null`,
      [departement, finies.map(({ orientation }) => orientation)],
    );
    return finies;
  }
}
