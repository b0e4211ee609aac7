import type { Transaction } from "../../shared/database";
import { COLUMNS, type RendezVousRow } from "../rendez-vous.repository";

export interface DemandeARenseigner {
  maintenant: Date;
  organisme: string | null;
  /** Last appointment already read. */
  apres: string | null;
  limite: number;
}

/** Appointments whose hour has come and whose presence nobody has told, oldest first, for a participant at least whom the caller follows. One statement. */
export function rendezVousARenseigner(
  tx: Transaction,
  { maintenant, organisme, apres, limite }: DemandeARenseigner,
): Promise<RendezVousRow[]> {
  return tx.rows<RendezVousRow>(
    `select ${COLUMNS} from rendez_vous.rendez_vous r
     where r.departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[]) and r.debut <= $1
       and ($2::text is null or r.organisme = $2)
       and ($3::uuid is null or (r.debut, r.id) > (select a.debut, a.id from rendez_vous.rendez_vous a where a.id = $3))
       and exists (select from rendez_vous.participation p where p.departement = r.departement and p.rendez_vous = r.id and p.statut = 'PREVU')
     order by r.debut, r.id limit $4`,
    [maintenant, organisme, apres, limite],
  );
}
