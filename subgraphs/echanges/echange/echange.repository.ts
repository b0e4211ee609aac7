import type { SystemeSource } from "../../shared/contrat/enums";
import type { Transaction } from "../../shared/database";
import type { Canal } from "./a-dire";
import type { Sens, Statut } from "./echange";

export interface EchangeRow {
  id: string;
  sens: Sens;
  partenaire: SystemeSource;
  objet: string;
  /** Canonical id. */
  allocataire: string | null;
  statut: Statut;
  tentatives: number;
  prochain_essai: Date | null;
  erreur_code: string | null;
  erreur_message: string | null;
  erreur_reessayable: boolean | null;
  erreur_action: string | null;
  cree_le: Date;
  traite_le: Date | null;
  rejet: string | null;
  lecture: string | null;
  canal: Canal;
  fait: string | null;
  identifiant_partenaire: string | null;
  raison: string | null;
  envoye_le: Date | null;
  abonnement: string | null;
}

export interface FiltreEchanges {
  statut: string | null;
  partenaire: string | null;
  sens: string | null;
  objet: string | null;
  allocataire: string | null;
  canal: string | null;
  codeErreur: string | null;
  depuis: Date | null;
  jusque: Date | null;
  /** Still on its way, and known since before that instant. */
  enCoursDepuisAvant: Date | null;
}

const COLONNES = `select e.id, e.sens, e.partenaire, e.objet, coalesce(p.canonique, e.allocataire) as allocataire, e.statut, e.tentatives, e.prochain_essai,
    e.erreur_code, e.erreur_message, e.erreur_reessayable, e.erreur_action, e.cree_le, e.traite_le, e.rejet, e.lecture, e.canal, e.fait,
    e.identifiant_partenaire, e.raison, e.envoye_le, e.abonnement`;
const CANONIQUE = `left join lateral (select p.canonique from publie.perimetre p
    where p.departement = e.departement and p.allocataire = e.allocataire limit 1) p on e.allocataire is not null`;

// An id that was merged is asked for as the person who stays: the register's keeper moves her exchanges.
const FILTRE = `($1::text is null or statut = $1) and ($2::text is null or partenaire = $2) and ($3::text is null or sens = $3) and ($4::text is null or objet = $4)
  and ($5::uuid is null or allocataire = $5 or allocataire in (select p.canonique from publie.perimetre p
    where p.departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[]) and p.allocataire = $5))
  and ($6::text is null or canal = $6) and ($7::text is null or erreur_code = $7)
  and ($8::timestamptz is null or cree_le >= $8) and ($9::timestamptz is null or cree_le < $9)
  and ($10::timestamptz is null or (cree_le < $10 and statut in ('A_ENVOYER', 'ENVOYE', 'A_CONFIRMER')))`;

const LISTE = `${COLONNES} from (
    select * from echanges.echange where ${FILTRE} and (cree_le, id) < ($11::timestamptz, $12::uuid)
    order by cree_le desc, id desc limit $13) e ${CANONIQUE} order by e.cree_le desc, e.id desc`;

const NOMBRE = `select count(*)::int as nombre from echanges.echange where ${FILTRE}`;

const PAR_ID = `${COLONNES} from echanges.echange e ${CANONIQUE} where e.id = $1`;

const valeurs = (f: FiltreEchanges) => [
  ...[f.statut, f.partenaire, f.sens, f.objet, f.allocataire],
  ...[f.canal, f.codeErreur, f.depuis, f.jusque, f.enCoursDepuisAvant],
];

/** Exchanges, newest first, after `<milliseconds>:<id>`. */
export function listeEchanges(tx: Transaction, filtre: FiltreEchanges, limite: number, after: string | null): Promise<EchangeRow[]> {
  const [ms, id] = after?.split(":") ?? [];
  const borne = ms === undefined ? ["infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff"] : [new Date(Number(ms)), id];
  return tx.rows(LISTE, [...valeurs(filtre), ...borne, limite]);
}

export async function nombreEchanges(tx: Transaction, filtre: FiltreEchanges): Promise<number> {
  return (await tx.row<{ nombre: number }>(NOMBRE, valeurs(filtre)))!.nombre;
}

export const echangeParId = (tx: Transaction, id: string): Promise<EchangeRow | null> => tx.row(PAR_ID, [id]);

// What was perhaps sent before it was abandoned is read at the partner before anything leaves again: ENVOYE says so.
// The days of tries begin anew; the tries stay counted.
export const REJOUER = `with vise as (
    select departement, id from echanges.echange where id = any ($1::uuid[]) order by id for update)
  update echanges.echange e set prochain_essai = $2, raison = null, traite_le = null, premier_essai_le = null, relectures = 0,
    statut = case when e.sens = 'ENTRANT' or e.statut = 'A_CONFIRMER' then e.statut
      when e.statut = 'ABANDONNE' and e.canal = 'API' and e.envoye_le is not null then 'ENVOYE' else 'A_ENVOYER' end
  from vise where e.departement = vise.departement and e.id = vise.id`;

// The line of a subscriber waits as a whole: its head leaves now.
export const REPRENDRE = `update echanges.abonnement a set prochain_essai = null
  from echanges.echange e where e.id = any ($1::uuid[]) and a.id = e.abonnement`;

/** Makes an exchange due now: its queue, or the reading or the replay that received it, takes it. */
export async function demanderRejeu(tx: Transaction, id: string, le: Date): Promise<void> {
  await tx.execute(REJOUER, [[id], le]);
  await tx.execute(REPRENDRE, [[id]]);
}

/** True when the subscription that an exchange is delivered to delivers. */
export async function abonnementLivre(tx: Transaction, abonnement: string): Promise<boolean> {
  const row = await tx.row<{ livre: boolean }>(
    "select resilie_le is null and desactive_le is null and version_secret > 0 as livre from echanges.abonnement where id = $1",
    [abonnement],
  );
  return row?.livre ?? false;
}

export interface LigneDeFile {
  sens: Sens;
  partenaire: SystemeSource;
  objet: string;
  statut: Statut;
  nombre: number;
  plusAncien: Date;
}

// From the index of what is open: what is done is never read.
const FILE = `select sens, partenaire, objet, statut, count(*)::int as nombre, min(cree_le) as "plusAncien" from echanges.echange
  where statut in ('A_ENVOYER', 'ENVOYE', 'A_CONFIRMER', 'REJETE', 'ABANDONNE') group by 1, 2, 3, 4 order by 1, 2, 3, 4`;

/** What waits for somebody, by direction, partner, object and state. */
export const etatDeLaFile = (tx: Transaction): Promise<LigneDeFile[]> => tx.rows(FILE);
