import type { Ecrivain } from "../convocation/etapes.repository";
import type { FamilleMotif } from "../correspondances-rdv";
import type { CauseCloture, StatutExamen } from "./cycle-examen";

/** A case as the facts see it. */
export interface ExamenRange {
  id: string;
  departement: string;
  allocataire: string;
  famille: FamilleMotif;
  premiere: string;
  seconde: string;
  statut: StatutExamen;
  cause: CauseCloture | null;
}

/** A case to write: where it was (null: it is new) and where the facts put it. */
export interface ExamenARanger extends ExamenRange {
  canonique: string;
  avant: StatutExamen | null;
}

/** The cases of these people, locked. */
export const examensDe = (tx: Ecrivain, allocataires: readonly string[]): Promise<ExamenRange[]> =>
  tx.rows(
    `select id, departement, allocataire, famille, premiere, seconde, statut, cause from rendez_vous.examen_absence
     where allocataire = any($1::uuid[]) order by id for update`,
    [allocataires],
  );

/** Writes where the facts put the cases, and their history. A case that comes back to the list forgets nothing: its decision stays in the history. */
export async function rangerExamens(tx: Ecrivain, examens: readonly ExamenARanger[], le: Date): Promise<void> {
  if (examens.length === 0) return;
  const lignes = JSON.stringify(examens.map(({ canonique: _, ...ligne }) => ligne));
  await tx.execute(
    `insert into rendez_vous.examen_absence as e (departement, id, allocataire, famille, premiere, seconde, statut, cause, inscrite_le, close_le)
     select departement, id, allocataire, famille, premiere, seconde, statut, cause, $2, case when statut = 'CLOSE' then $2::timestamptz end
     from jsonb_to_recordset($1::jsonb) d (departement text, id uuid, allocataire uuid, famille text, premiere uuid, seconde uuid, statut text, cause text)
     on conflict (departement, id) do update set premiere = excluded.premiere, statut = excluded.statut, cause = excluded.cause,
       inscrite_le = case when excluded.statut = 'A_EXAMINER' and e.statut <> 'A_EXAMINER' then excluded.inscrite_le else e.inscrite_le end,
       close_le = case when excluded.statut = 'CLOSE' then coalesce(e.close_le, excluded.close_le) end`,
    [lignes, le],
  );
  await tx.execute(
    `insert into rendez_vous.examen_historique (departement, examen, allocataire, avant, apres, cause, le)
     select departement, id, allocataire, avant, statut, cause, $2
     from jsonb_to_recordset($1::jsonb) d (departement text, id uuid, allocataire uuid, avant text, statut text, cause text)`,
    [lignes, le],
  );
}
