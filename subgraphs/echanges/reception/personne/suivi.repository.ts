import { civilDateOf } from "../../../shared/civil-date";
import type { Database, Transaction } from "../../../shared/database";
import type { PersonneSuivie, SuiviDesLectures } from "./lire-par-personne";

// Set operations, never a join with the population: the planner does not know how many people it holds, and would compare each with all.
const ENTRER = `insert into echanges.lecture_personne (departement, allocataire, sujet)
  select $1, x.id, $2 from (select unnest($3::uuid[]) as id
    except select l.allocataire from echanges.lecture_personne l where l.departement = $1 and l.sujet = $2) x on conflict do nothing`;
// An array is worked out once; a subquery would be, for each row.
const SORTIR = `delete from echanges.lecture_personne l where l.departement = $1 and l.sujet = $2 and l.allocataire = any (array(
  select m.allocataire from echanges.lecture_personne m where m.departement = $1 and m.sujet = $2 except select unnest($3::uuid[])))`;
const PROCHAINES = `select l.allocataire from echanges.lecture_personne l where l.departement = $1 and l.sujet = $2
  order by l.lue_le nulls first, l.allocataire limit $3`;
const NOTER = `insert into echanges.lecture_personne (departement, allocataire, sujet, lue_le, erreur_code)
  select $1, x.allocataire, $2, $4, x.erreur from jsonb_to_recordset($3::jsonb) x (allocataire uuid, erreur text)
  on conflict (departement, allocataire, sujet) do update set lue_le = excluded.lue_le, erreur_code = excluded.erreur_code`;

/** When each person was read last, in the base of the exchanges. */
export class SuiviParPersonne implements SuiviDesLectures {
  constructor(private readonly base: Database) {}

  private sous<T>(departement: string, le: Date, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.base.write(this.base.systemRights([departement], civilDateOf(le)), work);
  }

  prochaines(departement: string, sujet: string, population: readonly string[], lot: number, le: Date): Promise<string[]> {
    return this.sous(departement, le, async (tx) => {
      await tx.execute(ENTRER, [departement, sujet, population]);
      await tx.execute(SORTIR, [departement, sujet, population]);
      const lignes = await tx.rows<{ allocataire: string }>(PROCHAINES, [departement, sujet, lot]);
      return lignes.map(({ allocataire }) => allocataire);
    });
  }

  async noter(departement: string, sujet: string, personnes: readonly PersonneSuivie[], le: Date): Promise<void> {
    if (personnes.length > 0)
      await this.sous(departement, le, (tx) => tx.execute(NOTER, [departement, sujet, JSON.stringify(personnes), le]));
  }
}
