import { addDays } from "../../shared/civil-date";
import type { Transaction } from "../../shared/database";
import type { Referent } from "../organisme/organisme";
import { ReferentTable } from "../organisme/organisme.table";
import type { Intervention, Orientation } from "../orientation/orientation";
import { REFERENT_UNIQUE } from "../orientation/orientation.repository";
import type { Affectations, DemandeAffectation } from "./affecterReferent";
import type { Intervenant } from "./intervention";
import { etendreRemplacements } from "./remplacement.repository";
import { combler, ecarter, finirRemplacements } from "./suivi.repository";
import type { Fins } from "./terminerIntervention";

/** Who follows whom under one orientation, in one writing transaction. */
export class InterventionsRepository implements Affectations, Fins {
  constructor(private readonly tx: Transaction) {}

  referent(id: string): Promise<Referent | null> {
    return this.tx.manager.findOneBy(ReferentTable, { id });
  }

  intervenants(orientation: string): Promise<Intervention[]> {
    return this.tx.rows<Intervention>(
      "select i.orientation, i.referent, i.role, i.du, i.au from allocataires.intervention i where i.orientation = $1::uuid and i.referent is not null",
      [orientation],
    );
  }

  /** Adds the professional. A référent unique takes the place of who was one on her days: who was ends the day before, who was to be is set aside. */
  async affecter(
    orientation: Orientation,
    referent: Referent,
    { role, du, au }: DemandeAffectation,
    aujourdhui: string,
  ): Promise<Intervenant[]> {
    const { id, departement, allocataire } = orientation;
    const transfert = role === "REFERENT_UNIQUE" ? await this.faireLaPlace(orientation, { du, au }, aujourdhui) : null;
    await this.tx.execute(
      "insert into allocataires.intervention (departement, orientation, allocataire, organisme, referent, role, du, au, transfert) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      [departement, id, allocataire, referent.organisme, referent.id, role, du, au ?? null, transfert],
    );
    if (role === "REFERENT_UNIQUE") {
      await combler(this.tx, departement, [id], du);
      await finirRemplacements(this.tx, departement, [id], du, aujourdhui);
    }
    await this.noterLeReferent(departement, id);
    return role === "REMPLACANT" ? [] : etendreRemplacements(this.tx, departement, [allocataire], du);
  }

  async terminer({ id, departement }: Orientation, { referent, role, du }: Intervention, au: string, aujourdhui: string): Promise<void> {
    const cle = [departement, id, referent, role, du];
    const CELLE = "i.departement = $1 and i.orientation = $2 and i.referent = $3 and i.role = $4 and i.du = $5::date";
    if (au < du) await ecarter(this.tx, CELLE, cle, aujourdhui);
    else await this.tx.execute(`update allocataires.intervention i set au = $6::date where ${CELLE}`, [...cle, au]);
    if (role === "REFERENT_UNIQUE") await combler(this.tx, departement, [id], addDays(au, 1));
    await finirRemplacements(this.tx, departement, [id], addDays(au, 1), aujourdhui);
    await this.noterLeReferent(departement, id);
  }

  /** Frees the days of a new référent unique. Gives the transfer that had opened the place, for whoever undoes it. */
  private async faireLaPlace(
    { id, departement }: Orientation,
    { du, au }: { du: string; au?: string | null },
    aujourdhui: string,
  ): Promise<string | null> {
    const EN_PLACE = `i.departement = $1 and i.orientation = $2 and i.role = 'REFERENT_UNIQUE' and (i.au is null or i.au >= $3::date)
      and ($4::date is null or i.du <= $4::date)`;
    const valeurs = [departement, id, du, au ?? null];
    const place = await this.tx.row<{ transfert: string | null }>(
      `select i.transfert from allocataires.intervention i where ${EN_PLACE} order by i.du limit 1`,
      valeurs,
    );
    await ecarter(this.tx, `${EN_PLACE} and i.du >= $3::date`, valeurs, aujourdhui);
    await this.tx.execute(`update allocataires.intervention i set au = $3::date - 1 where ${EN_PLACE}`, valeurs);
    return place?.transfert ?? null;
  }

  private noterLeReferent(departement: string, orientation: string): Promise<number> {
    return this.tx.execute(
      `update allocataires.orientation o set referent = ${REFERENT_UNIQUE} where o.departement = $1 and o.id = $2 and o.close_le is null`,
      [departement, orientation],
    );
  }
}
