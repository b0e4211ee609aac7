import type { Transaction } from "../../shared/database";
import { isUuid } from "../../shared/page";
import type { Organisme, Referent } from "../organisme/organisme";
import { OrganismeTable } from "../organisme/organisme.table";
import { REFERENT_UNIQUE } from "../orientation/orientation.repository";
import { etendreRemplacements } from "./remplacement.repository";
import type { Correspondance, Transferee, Transfert, Transferts } from "./transfererPortefeuille";

const COLONNES = "t.id, t.departement, t.de, t.vers, t.le, t.motif, t.nombre, t.annule";

export const transfertParId = (tx: Transaction, id: string): Promise<Transfert | null> =>
  tx.row<Transfert>(`select ${COLONNES} from allocataires.transfert t where t.id = $1::uuid`, [id]);

/** What runs, or will run, in the organisme of departure; when a transfer is undone, what it opened only. */
const A_MOUVOIR = `i.departement = $1 and i.organisme = $2 and (i.au is null or i.au >= $3::date) and ($4::uuid is null or i.transfert = $4::uuid)`;

/** What the transfer `$2` ended or set aside: one row a part of a follow-up that goes on elsewhere. */
const PARTIES = `
  select i.orientation, i.allocataire, i.referent, i.role, $3::date as du, i.fin_prevue as au, i.transfert
  from allocataires.intervention i where i.departement = $1 and i.fin_transfert = $2::uuid
  union all
  select e.orientation, e.allocataire, e.referent, e.role, e.du, e.au, e.transfert
  from allocataires.intervention_ecartee e where e.departement = $1 and e.fin_transfert = $2::uuid`;

/** Before the transfer that opened the part `p`, who followed in the organisme `$4`, and until when it was to be. */
const ANCIENNES = `
  select i.referent, i.du, i.fin_prevue as au from allocataires.intervention i
  where i.departement = $1 and i.fin_transfert = p.transfert and i.orientation = p.orientation and i.role = p.role and i.organisme is not distinct from $4
  union all
  select e.referent, e.du, e.au from allocataires.intervention_ecartee e
  where e.departement = $1 and e.fin_transfert = p.transfert and e.orientation = p.orientation and e.role = p.role and e.organisme is not distinct from $4`;

/** Portfolios that move, in one writing transaction: as many statements for one person as for all. */
export class TransfertsRepository implements Transferts {
  constructor(private readonly tx: Transaction) {}

  organisme(id: string): Promise<Organisme | null> {
    return this.tx.manager.findOneBy(OrganismeTable, { id });
  }

  referents(ids: string[]): Promise<Referent[]> {
    return this.tx.rows<Referent>(
      "select r.id, r.departement, r.organisme, r.code, r.nom, r.prenom, r.fonction, r.du, r.au from allocataires.referent r where r.id = any ($1::text[])",
      [ids],
    );
  }

  async transfert(departement: string, id: string): Promise<Transfert | null> {
    const transfert = isUuid(id) ? await transfertParId(this.tx, id) : null;
    return transfert?.departement === departement ? transfert : null;
  }

  async personnesSuivies(departement: string, organisme: string, jour: string, annule: string | null): Promise<string[]> {
    const valeurs = [departement, organisme, jour, annule];
    const suivies = `select a.id from allocataires.allocataire a
       where a.departement = $1 and exists (select from allocataires.intervention i where i.allocataire = a.id and ${A_MOUVOIR}) order by a.id`;
    await this.tx.execute(`${suivies} for update`, valeurs);
    // Read again: the lock may have waited for another transfer, which moved them.
    const lignes = await this.tx.rows<{ id: string }>(suivies, valeurs);
    return lignes.map((ligne) => ligne.id);
  }

  async transferer(transfert: Transfert, personnes: string[], referents: Correspondance[], le: Date): Promise<Transferee[]> {
    const { id, departement, de, vers, le: jour, motif, nombre, annule } = transfert;
    await this.tx.execute(
      "insert into allocataires.transfert (departement, id, de, vers, le, motif, nombre, annule, cree_le) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      [departement, id, de, vers, jour, motif, nombre, annule, le],
    );
    await this.clore(transfert, personnes);
    await this.rouvrir(transfert, personnes);
    await this.ouvrir(transfert, referents);
    const transferees = await this.tx.rows<Omit<Transferee, "referent">>(
      `with parties as (${PARTIES}), orientees as (
         update allocataires.orientation o set organisme = $5
         where o.departement = $1 and o.organisme = $4 and o.allocataire = any ($6::uuid[]) and o.statut = 'DECIDEE' and o.close_le is null
         returning o.allocataire, o.id as orientation
       )
       select allocataire, orientation from parties union select allocataire, orientation from orientees order by 1, 2`,
      [departement, id, jour, de, vers, personnes],
    );
    await etendreRemplacements(this.tx, departement, personnes, jour);
    await this.tx.execute(
      `update allocataires.orientation o set referent = ${REFERENT_UNIQUE}
       where o.departement = $1 and o.allocataire = any ($2::uuid[]) and o.statut = 'DECIDEE' and o.close_le is null`,
      [departement, personnes],
    );
    const suivent = await this.tx.rows<{ id: string; referent: string | null }>(
      "select o.id, o.referent from allocataires.orientation o where o.departement = $1 and o.id = any ($2::uuid[])",
      [departement, transferees.map(({ orientation }) => orientation)],
    );
    const parOrientation = new Map(suivent.map((o) => [o.id, o.referent]));
    return transferees.map((transferee) => ({ ...transferee, referent: parOrientation.get(transferee.orientation) ?? null }));
  }

  /** What had begun ends the day before; what was to begin, or began today, is set aside. Both keep the transfer that did it. */
  private async clore({ id, departement, de, le, annule }: Transfert, personnes: string[]): Promise<void> {
    const valeurs = [departement, de, le, annule, personnes, id];
    await this.tx.execute(
      `with otees as (delete from allocataires.intervention i where ${A_MOUVOIR} and i.allocataire = any ($5::uuid[]) and i.du >= $3::date returning i.*)
       insert into allocataires.intervention_ecartee (departement, id, orientation, allocataire, organisme, referent, role, du, au, transfert, remplacement, fin_transfert, ecartee_le)
       select departement, id, orientation, allocataire, organisme, referent, role, du, au, transfert, remplacement, $6::uuid, $3::date from otees`,
      valeurs,
    );
    await this.tx.execute(
      `update allocataires.intervention i set fin_prevue = i.au, au = $3::date - 1, fin_transfert = $6::uuid
       where ${A_MOUVOIR} and i.allocataire = any ($5::uuid[])`,
      valeurs,
    );
  }

  /** Back on the day of the transfer that had moved them: what it ended goes on as if it had not been. */
  private async rouvrir({ departement, de, vers, le }: Transfert, personnes: string[]): Promise<void> {
    const DU_JOUR = `t.departement = f.departement and t.id = f.fin_transfert and t.le = $4::date and t.de = $3 and t.vers = $2
      and f.departement = $1 and f.allocataire = any ($5::uuid[])`;
    const valeurs = [departement, de, vers, le, personnes];
    await this.tx.execute(
      `update allocataires.intervention f set au = f.fin_prevue, fin_prevue = null, fin_transfert = null from allocataires.transfert t where ${DU_JOUR}`,
      valeurs,
    );
    await this.tx.execute(
      `with reprises as (delete from allocataires.intervention_ecartee f using allocataires.transfert t where ${DU_JOUR} returning f.*)
       insert into allocataires.intervention (departement, id, orientation, allocataire, organisme, referent, role, du, au, transfert, remplacement)
       select departement, id, orientation, allocataire, organisme, referent, role, du, au, transfert, remplacement from reprises`,
      valeurs,
    );
  }

  /** Each part goes on in the organisme of arrival: with the référent that the correspondence names; else, when a transfer from there had brought
   * it, with who followed before and is still there; else with nobody named yet. Replacements do not move.
   * IS NOT DISTINCT FROM keeps the index of organismes out: statistics that do not know the arrivals yet would read them all for each person. */
  private ouvrir({ id, departement, vers, le }: Transfert, referents: Correspondance[]): Promise<number> {
    return this.tx.execute(
      `with parties as (${PARTIES}), suites as (
         select distinct p.orientation, p.allocataire, p.role, p.du, p.au, coalesce(c.vers, ancien.referent) as referent
         from parties p
         left join unnest($5::text[], $6::text[]) c (de, vers) on c.de = p.referent
         left join lateral (
           select f.referent from (${ANCIENNES}) f
           join allocataires.referent r on r.departement = $1 and r.id = f.referent and (r.du is null or r.du <= $3::date) and (r.au is null or r.au >= $3::date)
           where c.vers is null and p.transfert is not null and f.du <= $3::date and (f.au is null or f.au >= $3::date)
         ) ancien on true
         where p.role <> 'REMPLACANT'
       )
       insert into allocataires.intervention (departement, orientation, allocataire, organisme, referent, role, du, au, transfert)
       select $1, s.orientation, s.allocataire, $4, s.referent, s.role, s.du, s.au, $2::uuid from suites s
       where (select true from allocataires.intervention x where x.departement = $1 and x.orientation = s.orientation and x.role = s.role and x.organisme is not distinct from $4
         and (s.au is null or x.du <= s.au) and (x.au is null or x.au >= s.du)
         and (s.role = 'REFERENT_UNIQUE' or s.referent is null or x.referent = s.referent) limit 1) is null`,
      [departement, id, le, vers, referents.map((c) => c.de), referents.map((c) => c.vers)],
    );
  }
}
