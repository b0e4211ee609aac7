import type { Transaction } from "../../shared/database";
import { type IssueInscription, issueSql, type NatureInscription } from "./issue";

export interface ListeLue {
  id: string;
  semaine: string;
  creeLe: Date;
  delaiSemaines: number;
  nombre: number;
  aInscrire: number;
  aIdentifier: number;
  enAttente: number;
  identifies: number;
  inscrits: number;
  abandons: number;
  introuvables: number;
  fichier: string | null;
  deposeLe: Date | null;
}

const LISTES = `with lue as (
    select l.* from echanges.liste_inscription l where l.departement = $2 order by l.semaine desc limit $3),
  compte as (
    select p.liste, p.nature, ${issueSql("$1")} as issue from lue l
    join echanges.liste_inscription_personne p on p.departement = l.departement and p.liste = l.id)
  select l.id, l.semaine, l.cree_le as "creeLe", l.delai_semaines as "delaiSemaines", d.nom as fichier, d.depose_le as "deposeLe",
    count(c.liste)::int as nombre,
    (count(*) filter (where c.nature = 'A_INSCRIRE'))::int as "aInscrire", (count(*) filter (where c.nature = 'A_IDENTIFIER'))::int as "aIdentifier",
    (count(*) filter (where c.issue = 'EN_ATTENTE'))::int as "enAttente", (count(*) filter (where c.issue = 'IDENTIFIE'))::int as identifies,
    (count(*) filter (where c.issue = 'INSCRIT'))::int as inscrits, (count(*) filter (where c.issue = 'ABANDON'))::int as abandons,
    (count(*) filter (where c.issue = 'INTROUVABLE'))::int as introuvables
  from lue l left join compte c on c.liste = l.id left join echanges.depot d on d.departement = l.departement and d.id = l.depot
  group by l.id, l.semaine, l.cree_le, l.delai_semaines, d.nom, d.depose_le order by l.semaine desc`;

/** The lists of a département, the last week first, with what came of them: one statement. */
export const listesLues = (tx: Transaction, departement: string, limite: number, maintenant: Date): Promise<ListeLue[]> =>
  tx.rows(LISTES, [maintenant, departement, limite]);

export interface FiltreInscriptions {
  departement: string;
  semaine: string | null;
  nature: NatureInscription | null;
  issue: IssueInscription | null;
}

export interface InscriptionLue {
  id: string;
  /** Canonical id; null once erased. */
  allocataire: string | null;
  nature: NatureInscription;
  semaine: string;
  issue: IssueInscription;
  statut: string | null;
  dateEffet: string | null;
  constateLe: Date | null;
  demandeeLe: Date;
  echange: string | null;
}

const DEMANDES = `select p.*, l.semaine, l.cree_le, ${issueSql("$1")} as issue from echanges.liste_inscription_personne p
  join echanges.liste_inscription l on l.departement = p.departement and l.id = p.liste
  where p.departement = $2 and ($3::text is null or l.semaine = $3) and ($4::text is null or p.nature = $4)`;

const PAGE = `with page as (
    select * from (${DEMANDES}) t where ($5::text is null or issue = $5) and ($6::text is null or (semaine, id) < ($6, $7::uuid))
    order by semaine desc, id desc limit $8)
  select p.id, coalesce(m.canonique, p.allocataire) as allocataire, p.nature, p.semaine, p.issue, p.statut, p.date_effet as "dateEffet",
    p.constate_le as "constateLe", p.cree_le as "demandeeLe", e.id as echange
  from page p
  left join echanges.echange e on e.departement = p.departement and e.evenement = p.evenement and e.objet = 'INSCRIPTION_LISTE'
  left join lateral (select m.canonique from publie.perimetre m where m.departement = p.departement and m.allocataire = p.allocataire limit 1) m on true
  order by p.semaine desc, p.id desc`;

/** Who was asked for, the last week first, after `<semaine>:<id>`: one statement. */
export function inscriptionsLues(
  tx: Transaction,
  f: FiltreInscriptions,
  limite: number,
  apres: string | null,
  maintenant: Date,
): Promise<InscriptionLue[]> {
  const [semaine, id] = apres?.split(":") ?? [null, null];
  return tx.rows(PAGE, [maintenant, f.departement, f.semaine, f.nature, f.issue, semaine, id, limite]);
}

export async function nombreInscriptions(tx: Transaction, f: FiltreInscriptions, maintenant: Date): Promise<number> {
  const sql = `select count(*)::int as nombre from (${DEMANDES}) t where ($5::text is null or issue = $5)`;
  return (await tx.row<{ nombre: number }>(sql, [maintenant, f.departement, f.semaine, f.nature, f.issue]))!.nombre;
}
