import type { Transaction } from "../../shared/database";
import type { RaisonReexamen } from "../vocabulaire";

export interface SanctionAReexaminer {
  sanction: string;
  allocataire: string;
  raisons: RaisonReexamen[];
}

const BAREME = (cle: string) => `(select b.valeur from allocataires.bareme_sanction b
    where b.departement in ('*', s.departement) and b.cle = '${cle}' order by b.departement = '*' limit 1)`;

/** True when a suppression, or the length of a suspension, needs an earlier sanction, and none that was decided before the fact still stands and took effect. */
const FONDEMENT_DISPARU = `(case when s.nature = 'SUPPRESSION' then m.nature <> 'REFUS_CONTROLE' else s.duree_mois > ${BAREME("SUSPENSION_MOIS_MAX")} end)
  and not exists (select from allocataires.sanction p
    where p.departement = s.departement and p.allocataire = s.allocataire and p.id <> s.id and p.statut in ('DECIDEE', 'LEVEE')
      and (s.nature = 'SUSPENSION' or p.nature = 'SUSPENSION') and p.decidee_le < coalesce(r.le, m.constate_le)
      and not (p.statut = 'LEVEE' and p.remobilisation_le <= p.debut))`;

/** Decided sanctions whose grounds have changed since, the latest decided first: what changes the ground whatever its days, what changes the person while
 * it runs or is to run. `$1`: how many; `$2`: only this département, or null. Somebody examines: it changes nothing. */
export const sanctionsAReexaminer = (tx: Transaction, nombre: number, departement: string | null): Promise<SanctionAReexaminer[]> =>
  tx.rows<SanctionAReexaminer>(
    `select s.id as sanction, s.allocataire, x.raisons
     from allocataires.sanction s
     join allocataires.manquement m on m.departement = s.departement and m.id = s.manquement
     join allocataires.allocataire a on a.departement = s.departement and a.id = s.allocataire
     left join lateral (select p.statut, (p.debut at time zone 'Europe/Paris')::date as le from publie.presence p
       where p.departement = m.departement and p.allocataire = m.allocataire and p.rendez_vous = m.rendez_vous) r on true
     left join lateral (select e.sortie from allocataires.entree e
       where e.departement = s.departement and e.allocataire = s.allocataire order by e.rang desc limit 1) e on true
     cross join lateral (select array_remove(array[
         case when ${FONDEMENT_DISPARU} then 'FONDEMENT_DISPARU' end,
         case when m.motif_legitime or s.motif_legitime then 'MOTIF_LEGITIME' end,
         case when m.rendez_vous is not null and r.statut is distinct from 'ABSENT' then 'ABSENCE_EXCUSEE' end,
         case when s.fin >= current_setting('unefois.aujourdhui')::date and e.sortie is not null then 'PERSONNE_SORTIE' end,
         case when s.fin >= current_setting('unefois.aujourdhui')::date and not a.soumis_droits_devoirs then 'PLUS_SOUMISE' end], null) as raisons) x
     where s.statut = 'DECIDEE' and s.departement = coalesce($2, s.departement) and cardinality(x.raisons) > 0
     order by s.decidee_le desc, s.id limit $1`,
    [nombre, departement],
  );

/** Sanctions decided, lifted or cancelled that the payer does not know of as they stand, the oldest step first. */
export const sanctionsATransmettre = async (
  tx: Transaction,
  nombre: number,
  departement: string | null,
): Promise<{ id: string; allocataire: string }[]> =>
  tx.rows(
    `select s.id, s.allocataire from allocataires.sanction s
     where s.statut in ('DECIDEE', 'LEVEE', 'ANNULEE') and s.transmise_organisme_payeur_le is null and s.manquement is not null
       and s.departement = coalesce($2, s.departement)
     order by coalesce(s.annulee_le, s.levee_le, s.decidee_le), s.id limit $1`,
    [nombre, departement],
  );
