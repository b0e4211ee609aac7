import type pg from "pg";
import type { Depot } from "./depot-catalogue.repository";
import type { Fichier } from "./fichiers";

/** What is known and that a whole file no longer names, by its key in the file. Nothing is deleted: people may have been prescribed it.
 * A session of a day gone by stays; one to come takes its planned activities
 * with it, and is told to whoever held or waited for a seat (SessionAnnulee). $1 département, $2 keys that stay, $3 instant. */
const RETIRER: Record<Fichier, string> = {
  structures: `update offre_insertion.structure s set retiree_le = $3 from (select 'pdie-' || $1 || '--' as debut) p
    where s.departement = $1 and starts_with(s.id, p.debut) and s.retiree_le is null and substr(s.id, length(p.debut) + 1) <> all ($2::text[])
    returning substr(s.id, length(p.debut) + 1) as cle`,
  fiches: `update offre_insertion.fiche_action f set retire_le = $3 where f.departement = $1 and f.retire_le is null and f.code <> all ($2::text[])
    returning f.code as cle`,
  marches: `update offre_insertion.marche m set retire_le = $3 where m.departement = $1 and m.retire_le is null and m.reference <> all ($2::text[])
    returning m.reference as cle`,
  offres: `update offre_insertion.pdie x set absente_le = $3 where x.departement = $1 and x.code is not null and x.absente_le is null
      and x.code <> all ($2::text[]) returning x.code as cle`,
  financeurs: `with nomme as (
      select f.cible, f.code, f.exercice, f.type, f.nom,
        case f.cible when 'OFFRE' then 'offre ' || substr(f.code, length('pdie-' || $1 || '--') + 1) else 'fiche ' || f.code end as dit
      from offre_insertion.financement f where f.departement = $1 and f.retire_le is null)
    update offre_insertion.financement f set retire_le = $3 from nomme n
    where f.departement = $1 and (f.cible, f.code, f.exercice, f.type, f.nom) = (n.cible, n.code, n.exercice, n.type, n.nom)
      and n.dit <> all ($2::text[]) and concat_ws(' ', n.dit, f.exercice, f.type, f.nom) <> all ($2::text[])
    returning concat_ws(' ', n.dit, f.exercice, f.type, f.nom) as cle`,
  sessions: `with retiree as (update offre_insertion.session s set retiree_le = $3, capacite = s.inscrits from offre_insertion.pdie x
    where x.offre = s.offre and s.departement = $1 and s.code is not null and s.retiree_le is null and s.debut > $3
      and x.code || ' ' || s.code <> all ($2::text[])
    returning s.id, x.code || ' ' || s.code as cle),
    prevues as (select offre_insertion.annuler_prevues(array(select id from retiree), 'hub', $3)),
    touchee as (
      select p.departement, p.id, p.allocataire, p.statut, p.offre, p.session, v.structure from retiree r
      join offre_insertion.prescription p on p.session = r.id join offre_insertion.service v on v.id = p.offre
      where p.statut in ('BROUILLON', 'OUVERTE', 'A_L_ETUDE', 'VALIDEE')),
    etape as (
      insert into offre_insertion.etape_prescription (departement, prescription, rang, allocataire, statut, le, par, acteur, motif)
      select t.departement, t.id, 1 + coalesce((select max(e.rang) from offre_insertion.etape_prescription e
        where e.departement = t.departement and e.prescription = t.id), 0), t.allocataire, t.statut, $3, 'fichier PDIE', 'STRUCTURE',
        'La session est retirée : le fichier du Département ne la montre plus.' from touchee t),
    dite as (
      insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
      select 'SessionAnnulee', t.departement, t.allocataire,
        jsonb_build_object('prescription', t.id, 'offre', t.offre, 'structure', t.structure, 'session', t.session), $3 from touchee t)
    select cle from retiree, prevues`,
};

/** Withdraws what a whole file no longer names. `nommees`: keys of its lines, rejected ones included, since what is known of them stays. */
export async function retirerAbsentes(client: pg.ClientBase, fichier: Fichier, nommees: string[], depot: Depot): Promise<string[]> {
  const { rows } = await client.query<{ cle: string }>(RETIRER[fichier], [depot.departement, nommees, depot.le]);
  return rows.map(({ cle }) => cle).sort();
}

/** Offers and fiches whose funders do not add up to the total that they announce. */
const INEXACTES = `with total as (select f.cible, f.code, sum(f.montant_centimes)::float8 as somme from offre_insertion.financement f
    where f.departement = $1 and f.retire_le is null group by 1, 2)
  select 'offres' as fichier, x.code as cle, x.budget_centimes::float8 as annonce, t.somme from offre_insertion.pdie x
    join total t on t.cible = 'OFFRE' and t.code = x.offre where x.departement = $1 and x.absente_le is null and x.budget_centimes <> t.somme
  union all select 'fiches', a.code, a.budget_centimes::float8, t.somme from offre_insertion.fiche_action a
    join total t on t.cible = 'FICHE_ACTION' and t.code = a.code where a.departement = $1 and a.retire_le is null and a.budget_centimes <> t.somme
  order by 1, 2`;

export const financementsInexacts = async (client: pg.ClientBase, { departement }: Depot) =>
  (await client.query<{ fichier: "offres" | "fiches"; cle: string; annonce: number; somme: number }>(INEXACTES, [departement])).rows;
