import type { WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import type { Transaction } from "../../shared/database";
import type { Referent } from "../organisme/organisme";
import { ReferentTable } from "../organisme/organisme.table";
import type { Orientation } from "../orientation/orientation";
import { evenementDAffectation, type Intervenant } from "./intervention";
import type { DemandeRemplacement, Remplacement, Remplacements } from "./remplacerReferent";

/** Gives to whom replaces their référents, from that day, the people who have none of it yet: one row a person and a replacement.
 * Every act that gives a référent calls it, so that an absence covers those who come during it. */
export function etendreRemplacements(
  tx: Transaction,
  departement: string,
  allocataires: string[],
  jour: string,
  remplacement: string | null = null,
): Promise<Intervenant[]> {
  return tx.rows<Intervenant>(
    `insert into allocataires.intervention (departement, orientation, allocataire, organisme, referent, role, du, au, remplacement)
     select i.departement, i.orientation, i.allocataire, r.organisme, m.remplacant, 'REMPLACANT', min(greatest(i.du, m.du)), max(least(i.au, m.au)), m.id
     from allocataires.intervention i
     join allocataires.orientation o on o.departement = i.departement and o.id = i.orientation and o.statut = 'DECIDEE' and o.close_le is null
     join allocataires.remplacement m on m.departement = i.departement and m.referent = i.referent
       and m.au >= greatest(i.du, $3::date) and (i.au is null or i.au >= m.du)
     join allocataires.referent r on r.departement = m.departement and r.id = m.remplacant
     where i.departement = $1 and i.allocataire = any ($2::uuid[]) and i.role <> 'REMPLACANT' and (i.au is null or i.au >= $3::date)
       and ($4::uuid is null or m.id = $4::uuid)
       and not exists (select from allocataires.intervention x where x.departement = i.departement and x.orientation = i.orientation
         and x.remplacement = m.id and x.au >= greatest(i.du, $3::date))
     group by i.departement, i.orientation, i.allocataire, r.organisme, m.remplacant, m.id
     returning allocataire, orientation, referent, role, du, au`,
    [departement, allocataires, jour, remplacement],
  );
}

/** After a decision: who replaces the référent that it names is given the person too. Gives the decision, or its refusal, as it is. */
export async function confierAuxRemplacants<T extends Orientation | Refus>({ tx, publish }: WritingTransaction, decidee: T): Promise<T> {
  if (decidee instanceof Refus || decidee.statut !== "DECIDEE" || decidee.referent === null) return decidee;
  const { departement, allocataire, decideeLe } = decidee;
  const affectes = await etendreRemplacements(tx, departement, [allocataire], decideeLe!);
  await publish(...affectes.map((affecte) => evenementDAffectation(departement, affecte)));
  return decidee;
}

const COLONNES = "m.id, m.departement, m.referent, m.remplacant, m.du, m.au, m.motif";

/** A replacement already made, with the people whom it gave; null when the caller may not read it. */
export const remplacementParId = (tx: Transaction, id: string): Promise<Remplacement | null> =>
  tx.row<Remplacement>(
    `select ${COLONNES}, (select count(distinct i.allocataire)::int from allocataires.intervention i
       where i.departement = m.departement and i.remplacement = m.id) as nombre
     from allocataires.remplacement m where m.id = $1::uuid`,
    [id],
  );

/** Replacements in one writing transaction. */
export class RemplacementsRepository implements Remplacements {
  constructor(private readonly tx: Transaction) {}

  referent(id: string): Promise<Referent | null> {
    return this.tx.manager.findOneBy(ReferentTable, { id });
  }

  async remplaceDeja(departement: string, { referent, remplacant, du, au }: DemandeRemplacement): Promise<boolean> {
    // The référent's row is the lock of her replacements: two of them made at once follow one another.
    await this.tx.rows("select r.id from allocataires.referent r where r.departement = $1 and r.id = $2 for update", [
      departement,
      referent,
    ]);
    const deja = await this.tx.row(
      "select from allocataires.remplacement m where m.departement = $1 and m.referent = $2 and m.remplacant = $3 and m.du <= $5::date and m.au >= $4::date",
      [departement, referent, remplacant, du, au],
    );
    return deja !== null;
  }

  async personnesSuivies(departement: string, { referent, du, au }: DemandeRemplacement): Promise<string[]> {
    const lignes = await this.tx.rows<{ id: string }>(
      `select a.id from allocataires.allocataire a
       where a.departement = $1 and exists (select from allocataires.intervention i where i.departement = a.departement and i.allocataire = a.id
         and i.referent = $2 and i.role <> 'REMPLACANT' and i.du <= $4::date and (i.au is null or i.au >= $3::date))
       order by a.id for update`,
      [departement, referent, du, au],
    );
    return lignes.map((ligne) => ligne.id);
  }

  async enregistrer(
    { id, departement, referent, remplacant, du, au, motif }: Omit<Remplacement, "nombre">,
    personnes: string[],
    le: Date,
  ): Promise<Intervenant[]> {
    await this.tx.execute(
      "insert into allocataires.remplacement (departement, id, referent, remplacant, du, au, motif, cree_le) values ($1, $2, $3, $4, $5, $6, $7, $8)",
      [departement, id, referent, remplacant, du, au, motif, le],
    );
    return etendreRemplacements(this.tx, departement, personnes, du, id);
  }
}
