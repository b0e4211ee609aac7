import type pg from "pg";
import type { PublishedEvent } from "../../shared/event-follower";

/** Why somebody is told, from the event; null: nobody is. */
function cause({ type, donnees }: PublishedEvent): string | null {
  if (type === "DonneeRectifiee") return "RECTIFICATION";
  if (type === "PersonneEffacee" && donnees.portee === "HUB") return "EFFACEMENT";
  return type === "DemandeDeDroitsStatuee" && donnees.nature === "LIMITATION" && donnees.statut === "ACCEPTEE" ? "LIMITATION" : null;
}

/** Who received the data of a person: by an exchange that left (a rectification is not told to the source that was asked for it), or by reading one of the fields. An erasure is of all of them, and keeps no person.
 * The Département that answers her is not told what it did. $1 event, $2 cause, $3 département, $4 person, $5 fields, $6 instant. */
const NOTER = `with fiche as materialized (
    select $4::uuid as id union select p.allocataire from publie.perimetre p where p.departement = $3
      and p.canonique in (select q.canonique from publie.perimetre q where q.departement = $3 and q.allocataire = $4)
  ), envoyee as (
    select case when e.abonnement is null then e.canal else 'ABONNEMENT' end as canal, coalesce(a.client, e.partenaire) as destinataire, e.abonnement,
      max(coalesce(e.envoye_le, e.cree_le)) as recu_le
    from echanges.echange e left join echanges.abonnement a on a.departement = e.departement and a.id = e.abonnement
    where e.departement = $3 and e.allocataire in (select id from fiche) and e.sens = 'SORTANT' and ($2 <> 'RECTIFICATION' or e.objet <> 'RECTIFICATION')
      and e.statut in ('ENVOYE', 'A_CONFIRMER', 'CONFIRME')
    group by 1, 2, 3
  ), lue as (
    select 'EVENEMENTS' as canal, c.client as destinataire, null::uuid as abonnement, max(c.le) as recu_le
    from journal.consultation c
    where c.allocataires && array(select id from fiche) and c.departement in ($3, '*') and c.finalite <> 'EXERCICE_DES_DROITS' and c.nature in ('LECTURE', 'EXPORT')
      and ($2 = 'EFFACEMENT' or c.champs && $5::text[]) and c.client not like 'cli:%'
      and c.client not in (select destinataire from envoyee where canal = 'ABONNEMENT')
    group by c.client
  )
  insert into echanges.notification (departement, evenement, cause, allocataire, canal, destinataire, abonnement, champs, recu_le, cree_le)
  select $3, $1, $2, case when $2 <> 'EFFACEMENT' then $4::uuid end, r.canal, r.destinataire, r.abonnement, $5, r.recu_le, $6
  from (select * from envoyee union all select * from lue) r
  on conflict on constraint une_notification_par_destinataire do nothing`;

/** What was told of her before no longer says of whom. */
const OUBLIER = `update echanges.notification n set allocataire = null where n.departement = $1 and (n.allocataire = $2
  or n.allocataire in (select p.allocataire from publie.perimetre p where p.departement = $1 and p.canonique = $2))`;

/** Writes down who must be told of what these events correct, limit or erase; before anything of the person is forgotten. */
export async function noterDestinataires(client: pg.ClientBase, evenements: readonly PublishedEvent[]): Promise<void> {
  for (const evenement of evenements) {
    const pourquoi = cause(evenement);
    if (pourquoi === null) continue;
    const { id, departement, allocataire, donnees, survenuLe } = evenement;
    await client.query(NOTER, [id, pourquoi, departement, allocataire, donnees.champs ?? [], survenuLe]);
    if (pourquoi === "EFFACEMENT") await client.query(OUBLIER, [departement, allocataire]);
  }
}
