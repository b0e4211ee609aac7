import type { Transaction } from "../../shared/database";
import type { Referent } from "../organisme/organisme";
import { ReferentTable } from "../organisme/organisme.table";
import type { Capacites, DemandeCapacite } from "./definirCapacite";

/** How many people a référent may follow, in one writing transaction. */
export class CapacitesRepository implements Capacites {
  constructor(private readonly tx: Transaction) {}

  referent(id: string): Promise<Referent | null> {
    return this.tx.manager.findOneBy(ReferentTable, { id });
  }

  async parcoursConnu(departement: string, code: string): Promise<boolean> {
    const connu = await this.tx.row("select from allocataires.parcours_local p where p.departement = $1 and p.code = $2", [
      departement,
      code,
    ]);
    return connu !== null;
  }

  async definir(departement: string, { referent, parcours, maximum }: DemandeCapacite): Promise<void> {
    const cle = [departement, referent, parcours];
    if (maximum == null) {
      await this.tx.execute("delete from allocataires.referent_capacite where departement = $1 and referent = $2 and parcours = $3", cle);
      return;
    }
    await this.tx.execute(
      `insert into allocataires.referent_capacite (departement, referent, parcours, maximum) values ($1, $2, $3, $4)
       on conflict (departement, referent, parcours) do update set maximum = excluded.maximum`,
      [...cle, maximum],
    );
  }
}
