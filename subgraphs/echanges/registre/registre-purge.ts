import type pg from "pg";
import type { Nature } from "../../shared/nature";
import { REGISTER_LOCK } from "./registre";

const OUBLIER = `with purgee as materialized (
    select rang, le from journal.consultation where nature = $1 and position <= $2
  ), touchee as materialized (
    select r.departement, r.allocataire, r.operation, array_agg(u.rang order by u.rang) filter (where p.rang is null) as restent
    from echanges.registre r cross join lateral unnest(r.rangs) as u (rang) left join purgee p on p.rang = u.rang
    where r.le <= (select max(le) from purgee) group by 1, 2, 3 having bool_or(p.rang is not null)
  ), otee as (
    delete from echanges.registre r using touchee t
    where r.departement = t.departement and r.allocataire = t.allocataire and r.operation = t.operation and t.restent is null
    returning r.departement, r.allocataire
  ), reduite as (
    update echanges.registre r set rangs = t.restent from touchee t
    where r.departement = t.departement and r.allocataire = t.allocataire and r.operation = t.operation and t.restent is not null
  )
  update echanges.registre_compteur k set nombre = k.nombre - o.nombre
  from (select departement, allocataire, count(*) as nombre from otee group by 1, 2) o where k.departement = o.departement and k.allocataire = o.allocataire`;

/** Takes out of the registers of people the rows of the journal that its retention removes. In the transaction of the purge. */
export async function oublierPurgees(client: pg.ClientBase, nature: Nature, jusque: number): Promise<void> {
  await client.query("select pg_advisory_xact_lock($1)", [REGISTER_LOCK]);
  await client.query(OUBLIER, [nature, jusque]);
}
