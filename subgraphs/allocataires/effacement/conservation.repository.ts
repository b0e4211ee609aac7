import type pg from "pg";
import type { PersonneAEffacer } from "./effacement.repository";

export interface DemandePurge {
  /** Civil date on which retention is over. */
  date: string;
  /** Null: all of them. */
  departement: string | null;
  /** Counts, and erases nobody. */
  simuler: boolean;
}

/** Last fact of each person: what the CAF, an organisme or herself last did or said. */
const DERNIER_FAIT = `
  select f.departement, f.allocataire, max(f.le) as le from (
    select departement, id as allocataire, collectee_le::date as le from allocataires.allocataire
    union all select departement, allocataire, collectee_le::date from allocataires.declaration where dossier is null
    union all select m.departement, m.allocataire, greatest(m.du, m.au, e.du) from allocataires.membre m
      left join allocataires.etat_dossier e on e.departement = m.departement and e.dossier = m.dossier and m.au is null
    union all select departement, allocataire, greatest(demande, notification, entree_dispositif, droits_clos_le, sortie) from allocataires.entree
    union all select departement, allocataire, greatest(demandee_le, decidee_le, close_le) from allocataires.orientation
    union all select departement, allocataire, greatest(date_signature, date_refus, date_fin) from allocataires.contrat_engagement
    union all select departement, allocataire, etabli_le from allocataires.diagnostic
    union all select departement, allocataire, date from allocataires.sortie
    union all select departement, allocataire, debut from allocataires.reprise_emploi
    union all select v.departement, v.allocataire, v.debut::date from publie.presence v
  ) f where f.le is not null group by f.departement, f.allocataire`;

/** People whose last fact is older than the retention of their département, and who are in no dossier that is open or waits. The last day counts.
 * A request that no flow of the rights ever followed waits for nothing. */
export async function echues(client: pg.Client, { date, departement }: DemandePurge): Promise<PersonneAEffacer[]> {
  const { rows } = await client.query<PersonneAEffacer>(
    `with dernier as materialized (${DERNIER_FAIT})
     select a.departement, a.id as allocataire
     from allocataires.allocataire a
     join dernier d on d.departement = a.departement and d.allocataire = a.id
     cross join lateral (
       select c.mois from allocataires.conservation c where c.objet = 'PERSONNE' and c.departement in (a.departement, '*') order by c.departement = '*' limit 1
     ) regle
     where a.canonique is null and ($2::text is null or a.departement = $2)
       and d.le + make_interval(months => regle.mois) < $1::date
       and not exists (
         select from allocataires.allocataire f join dernier x on x.departement = f.departement and x.allocataire = f.id
         where f.departement = a.departement and f.canonique = a.id and x.le + make_interval(months => regle.mois) >= $1::date)
       and not exists (
         select from allocataires.membre m join allocataires.dossier o on o.departement = m.departement and o.id = m.dossier
         where m.departement = a.departement and m.allocataire = a.id and m.au is null and o.etat not in ('CLOS', 'CLOS_MOIS_ANTERIEUR', 'REFUSE')
           and (o.repris or exists (select from allocataires.mention_dossier n where n.departement = o.departement and n.dossier = o.id and not n.instruction)))
     order by a.departement, a.id`,
    [date, departement],
  );
  return rows;
}
