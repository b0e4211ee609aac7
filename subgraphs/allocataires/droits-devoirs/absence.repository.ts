import type { Transaction } from "../../shared/database";

/** Someone absent at the first and at the second convocation, whose absences no agent has taken up. */
export interface AbsencesAExaminer {
  allocataire: string;
  /** Ids of the missed appointments, the oldest first. */
  rendezVous: string[];
  /** Civil date of the last one. */
  derniere: string;
  /** True when the tool says that each convocation arrived before its appointment. */
  convocationsRemises: boolean;
}

/** Reads what an agent may examine: it opens nothing. An appointment honoured since, or a breach recorded on one of them, takes them off the list.
 * `allocataire` carries the perimeter of the caller. */
export const absencesAExaminer = (tx: Transaction, nombre: number): Promise<AbsencesAExaminer[]> =>
  tx.rows<AbsencesAExaminer>(
    `select a.id as allocataire, array_agg(p.rendez_vous::text order by p.debut) as "rendezVous",
       max((p.debut at time zone 'Europe/Paris')::date) as derniere,
       bool_and(p.convocation_remise_le is not null and p.convocation_remise_le < p.debut and not coalesce(p.echec_remise, false)) as "convocationsRemises"
     from publie.presence p
     join allocataires.allocataire a on a.departement = p.departement and a.id = p.allocataire
     where p.statut = 'ABSENT' and p.convocation_rang in (1, 2)
       and not exists (select from allocataires.manquement m where m.departement = p.departement and m.rendez_vous = p.rendez_vous
         and m.allocataire = p.allocataire)
       and not exists (select from publie.presence h where h.departement = p.departement and h.allocataire = p.allocataire
         and h.statut = 'HONORE' and h.debut > p.debut)
     group by a.departement, a.id having count(distinct p.convocation_rang) = 2
     order by derniere desc, a.id limit $1`,
    [nombre],
  );
