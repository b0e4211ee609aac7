import type pg from "pg";

/** Name of the cursor of the keeper of the register in `echanges.curseur`: how far it has read merges and separations. */
const CURSEUR = "registre-fusions";

const REPRENDRE_FUSIONS = `with fusion as (
    select distinct departement, allocataire, canonique from publie.perimetre where canonique <> allocataire
  ), partie as (
    delete from echanges.registre r using fusion f where r.departement = f.departement and r.allocataire = f.allocataire
    returning r.departement, f.canonique, r.operation, r.le, r.rangs
  ), oubli as (
    delete from echanges.registre_compteur k using fusion f where k.departement = f.departement and k.allocataire = f.allocataire
  ), versee as (
    insert into echanges.registre as r (departement, allocataire, operation, le, rangs)
    select p.departement, p.canonique, p.operation, min(p.le), array_agg(distinct u.rang order by u.rang)
    from partie p cross join lateral unnest(p.rangs) as u (rang) group by 1, 2, 3 order by 1, 2, 3
    on conflict (departement, allocataire, operation) do update set rangs = r.rangs || excluded.rangs
    returning r.departement, r.allocataire, (r.xmax = 0) as nouvelle
  ), compte as (
    insert into echanges.registre_compteur as k (departement, allocataire, nombre)
    select departement, allocataire, count(*) from versee where nouvelle group by 1, 2 order by 1, 2
    on conflict (departement, allocataire) do update set nombre = k.nombre + excluded.nombre
  )
  update echanges.echange e set allocataire = f.canonique from fusion f where e.departement = f.departement and e.allocataire = f.allocataire`;

// $1 département, $2 who kept the id, $3 who gets hers again, $4 and $5 the moments of the merge and of the separation.
// What was read of her goes back to her; what was read of the one record that they were stays with both, since it showed the data of both.
const RENDRE_REGISTRE = `with lue as (
    select r.operation, u.rang, c.le, $3::uuid = any (c.allocataires) as sienne,
      $2::uuid = any (c.allocataires) or not $3::uuid = any (c.allocataires) as gardee,
      $2::uuid = any (c.allocataires) and c.le >= $4 and c.le < $5 as commune
    from echanges.registre r cross join lateral unnest(r.rangs) as u (rang) join journal.consultation c on c.rang = u.rang
    where r.departement = $1 and r.allocataire = $2::uuid
  ), partage as materialized (
    select operation, min(le) filter (where sienne or commune) as le,
      array_agg(rang order by rang) filter (where sienne or commune) as rendus,
      array_agg(rang order by rang) filter (where gardee) as gardes
    from lue group by operation having bool_or(sienne or commune)
  ), otee as (
    delete from echanges.registre r using partage p
    where r.departement = $1 and r.allocataire = $2::uuid and r.operation = p.operation and p.gardes is null
    returning r.operation
  ), reduite as (
    update echanges.registre r set rangs = p.gardes from partage p
    where r.departement = $1 and r.allocataire = $2::uuid and r.operation = p.operation and p.gardes is not null
  ), rendue as (
    insert into echanges.registre as r (departement, allocataire, operation, le, rangs)
    select $1, $3::uuid, operation, le, rendus from partage where rendus is not null order by operation
    on conflict (departement, allocataire, operation) do update
      set rangs = array(select distinct x from unnest(r.rangs || excluded.rangs) x order by x)
    returning (r.xmax = 0) as nouvelle
  ), compte as (
    insert into echanges.registre_compteur as k (departement, allocataire, nombre)
    select $1, $3::uuid, count(*) from rendue where nouvelle
    on conflict (departement, allocataire) do update set nombre = k.nombre + excluded.nombre
  )
  update echanges.registre_compteur k set nombre = k.nombre - (select count(*) from otee) where k.departement = $1 and k.allocataire = $2::uuid`;

const RENDRE_ECHANGES = `update echanges.echange x set allocataire = e.allocataire from journal.evenement e
  where x.departement = $1 and x.allocataire = $2::uuid and e.id = x.evenement and e.allocataire = $3::uuid`;

const DEPUIS = `select e.position, e.type, e.departement, e.allocataire, e.donnees ->> 'fusionnee' as fusionnee, e.donnees ->> 'fusion' as fusion, e.survenu_le as "le"
  from journal.evenement e
  where e.position > coalesce((select position from echanges.curseur where nom = $1), 0) and e.position <= $2 and e.type in ('AllocatairesFusionnes', 'AllocatairesSepares')
  order by e.position`;
const REUNIES = `select survenu_le as "le" from journal.evenement where type = 'AllocatairesFusionnes' and donnees ->> 'fusion' = $1`;
const DERNIERE = "select coalesce(max(position), 0) as position from journal.evenement";
const AVANCER = "insert into echanges.curseur (nom, position) values ($1, $2) on conflict (nom) do update set position = excluded.position";
/** She may have been merged again since: then the next merge says who has her register. */
const REUNIE_DE_NOUVEAU = `select from publie.perimetre where departement = $1 and allocataire = $2::uuid and canonique <> allocataire limit 1`;

interface Suivi {
  type: "AllocatairesFusionnes" | "AllocatairesSepares";
  departement: string;
  allocataire: string;
  fusionnee: string;
  fusion: string;
  le: Date;
}

/** Moves the register and the exchanges of people who were merged to the person who stays. In the transaction that holds the register's lock. */
export const deplacerFusionnees = (client: pg.ClientBase) => client.query({ name: "registre_fusions", text: REPRENDRE_FUSIONS });

/** Follows the merges and separations that the journal tells since the last call. In the transaction that holds the register's lock. */
export async function suivreFusions(client: pg.ClientBase): Promise<void> {
  const derniere = (await client.query<{ position: string }>({ name: "registre_fusions_derniere", text: DERNIERE })).rows[0]!.position;
  const jusque = [CURSEUR, derniere];
  const { rows } = await client.query<Suivi>({ name: "registre_fusions_depuis", text: DEPUIS, values: jusque });
  if (rows.some((r) => r.type === "AllocatairesFusionnes")) await deplacerFusionnees(client);
  for (const separation of rows.filter((r) => r.type === "AllocatairesSepares")) await rendre(client, separation);
  await client.query({ name: "registre_fusions_avancer", text: AVANCER, values: jusque });
}

async function rendre(client: pg.ClientBase, { departement, allocataire, fusionnee, fusion, le }: Suivi): Promise<void> {
  if ((await client.query(REUNIE_DE_NOUVEAU, [departement, fusionnee])).rowCount) return;
  const reunie = await client.query<{ le: Date }>(REUNIES, [fusion]);
  const deux = [departement, allocataire, fusionnee];
  await client.query(RENDRE_REGISTRE, [...deux, reunie.rows[0]?.le ?? le, le]);
  await client.query(RENDRE_ECHANGES, deux);
}
