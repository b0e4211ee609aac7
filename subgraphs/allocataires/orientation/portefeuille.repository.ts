import type { Transaction } from "../../shared/database";
import type { Organisme, Referent } from "../organisme/organisme";
import { OrganismeTable, ReferentTable } from "../organisme/organisme.table";
import type { DemandeAffectation } from "./affecterReferent";
import type { Intervention, Orientation } from "./orientation";

/** An orientation that changed organisme. */
export interface Transferee {
  allocataire: string;
  orientation: string;
}

/** Who follows whom, in one writing transaction. */
export class PortefeuilleRepository {
  constructor(private readonly tx: Transaction) {}

  organisme(id: string): Promise<Organisme | null> {
    return this.tx.manager.findOneBy(OrganismeTable, { id });
  }

  referent(id: string): Promise<Referent | null> {
    return this.tx.manager.findOneBy(ReferentTable, { id });
  }

  intervenants(orientation: string): Promise<Intervention[]> {
    return this.tx.rows<Intervention>(
      "select i.orientation, i.referent, i.role, i.du, i.au from allocataires.intervention i where i.orientation = $1::uuid and i.referent is not null",
      [orientation],
    );
  }

  /** Adds the professional. A référent unique takes the place of the one before, who ends the day before. */
  async affecter({ id, departement, allocataire }: Orientation, referent: Referent, { role, du, au }: DemandeAffectation): Promise<void> {
    if (role === "REFERENT_UNIQUE") {
      await this.tx.execute(
        `update allocataires.intervention set au = greatest(du, $3::date - 1)
         where departement = $1 and orientation = $2 and role = 'REFERENT_UNIQUE' and (au is null or au >= $3::date)`,
        [departement, id, du],
      );
      await this.tx.execute("update allocataires.orientation set referent = $3 where departement = $1 and id = $2", [
        departement,
        id,
        referent.id,
      ]);
    }
    await this.tx.execute(
      "insert into allocataires.intervention (departement, orientation, allocataire, organisme, referent, role, du, au) values ($1, $2, $3, $4, $5, $6, $7, $8)",
      [departement, id, allocataire, referent.organisme, referent.id, role, du, au ?? null],
    );
  }

  /** Locks, in the order of their ids, the people whom an organisme follows on that day. */
  async personnesSuivies(departement: string, organisme: string, jour: string): Promise<string[]> {
    const lignes = await this.tx.rows<{ id: string }>(
      `select a.id from allocataires.allocataire a
       where a.departement = $1 and exists (select from allocataires.intervention i where i.departement = a.departement and i.allocataire = a.id
         and i.organisme = $2 and i.du <= $3::date and (i.au is null or i.au >= $3::date))
       order by a.id for update`,
      [departement, organisme, jour],
    );
    return lignes.map((ligne) => ligne.id);
  }

  /** Moves what runs from one organisme to another: the old interventions end the day before and stay on record, the new ones have no référent yet.
   * Returns the orientations that moved. */
  transferer(departement: string, de: string, vers: string, jour: string, allocataires: string[]): Promise<Transferee[]> {
    return this.tx.rows<Transferee>(
      `with anciennes as (
         update allocataires.intervention i set au = greatest(i.du, $4::date - 1)
         where i.departement = $1 and i.organisme = $2 and i.allocataire = any ($5::uuid[]) and i.du <= $4::date and (i.au is null or i.au >= $4::date)
         returning i.orientation, i.allocataire, i.role
       ), orientees as (
         update allocataires.orientation o set organisme = $3, referent = null
         where o.departement = $1 and o.organisme = $2 and o.allocataire = any ($5::uuid[]) and o.statut = 'DECIDEE' and o.close_le is null
         returning o.allocataire, o.id as orientation
       ), nouvelles as (
         insert into allocataires.intervention (departement, orientation, allocataire, organisme, referent, role, du)
         select distinct $1::text, a.orientation, a.allocataire, $3::text, null::text, a.role, $4::date from anciennes a
       )
       select allocataire, orientation from orientees order by allocataire`,
      [departement, de, vers, jour, allocataires],
    );
  }
}
