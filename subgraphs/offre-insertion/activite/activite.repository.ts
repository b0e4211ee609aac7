import { defineLoader } from "../../shared/context";
import type { Transaction } from "../../shared/database";
import { isUuid } from "../../shared/page";
import { MEMBRE, VISIBLE } from "../../shared/perimetre";
import type { Activite, DemandeDActivite, Heures, StatutActivite } from "./activite";

/** Columns of `offre_insertion.activite a`; the person by her canonical id. */
const COLONNES = `a.id, a.departement, a.date, a.minutes, a.nature, a.mode, a.prescription, a.statut,
  coalesce((select p.canonique from publie.perimetre p where p.departement = a.departement and p.allocataire = a.allocataire limit 1), a.allocataire) as allocataire`;
const DANS_MES_DEPARTEMENTS = "a.departement = any (string_to_array(current_setting('unefois.departements', true), ','))";

/** A person and the days to read, both included; null: without bound. */
export interface CleActivites {
  personne: string;
  depuis: string | null;
  jusque: string | null;
}
const texteDe = (c: CleActivites) => `${c.personne.toLowerCase()} ${c.depuis} ${c.jusque}`;

/** Activities, oldest first; null for a person out of the caller's perimeter. */
export const activitesParPersonne = defineLoader<CleActivites, Activite[] | null>(async (cles, tx) => {
  const connues = cles.filter((c) => isUuid(c.personne));
  if (connues.length === 0) return cles.map(() => null);
  const rows = await tx.rows<{ personne: string; depuis: string | null; jusque: string | null; activites: Activite[] }>(
    `with ${VISIBLE}, ${MEMBRE}
     select d.personne, d.depuis, d.jusque, coalesce(l.activites, '[]') as activites
     from unnest($1::uuid[], $2::date[], $3::date[]) d(personne, depuis, jusque) join visible v on v.id = d.personne
     left join lateral (
       select jsonb_agg(jsonb_build_object('id', a.id, 'departement', a.departement, 'allocataire', v.canonique, 'date', a.date, 'minutes', a.minutes,
         'nature', a.nature, 'mode', a.mode, 'prescription', a.prescription, 'statut', a.statut) order by a.date, a.declaree_le, a.id) as activites
       from membre m join offre_insertion.activite a on a.departement = m.departement and a.allocataire = m.allocataire
       where m.id = v.id and (d.depuis is null or a.date >= d.depuis) and (d.jusque is null or a.date <= d.jusque)
     ) l on true`,
    [connues.map((c) => c.personne), connues.map((c) => c.depuis), connues.map((c) => c.jusque)],
  );
  const trouvees = new Map(rows.map((row) => [texteDe(row), row.activites]));
  return cles.map((cle) => trouvees.get(texteDe(cle)) ?? null);
}, texteDe as never);

/** A person and the Monday to Sunday of a week. */
export interface CleHeures {
  personne: string;
  semaine: string;
  debut: string;
  fin: string;
}
const semaineDe = (c: CleHeures) => `${c.personne.toLowerCase()} ${c.semaine}`;

/** Minutes of the week and the objective of the current contract; null for a person out of the caller's perimeter. */
export const heuresParPersonne = defineLoader<CleHeures, Heures | null>(async (cles, tx) => {
  const connues = cles.filter((c) => isUuid(c.personne));
  if (connues.length === 0) return cles.map(() => null);
  const rows = await tx.rows<Heures & { personne: string }>(
    `with ${VISIBLE}, ${MEMBRE}
     select d.personne, d.semaine, o.minutes as "objectifMinutes", coalesce(o.exempte, false) as exempte,
       coalesce(h.realisees, 0)::int as "realiseesMinutes", coalesce(h.prevues, 0)::int as "prevuesMinutes"
     from unnest($1::uuid[], $2::text[], $3::date[], $4::date[]) d(personne, semaine, debut, fin) join visible v on v.id = d.personne
     left join lateral (
       select o.minutes, o.exempte from membre m join publie.objectif_hebdomadaire o on o.departement = m.departement and o.allocataire = m.allocataire
       where m.id = v.id order by o.minutes desc nulls last limit 1
     ) o on true
     left join lateral (
       select sum(a.minutes) filter (where a.statut in ('DECLAREE', 'CONFIRMEE')) as realisees, sum(a.minutes) filter (where a.statut = 'PREVUE') as prevues
       from membre m join offre_insertion.activite a on a.departement = m.departement and a.allocataire = m.allocataire and a.date between d.debut and d.fin
       where m.id = v.id
     ) h on true`,
    [connues.map((c) => c.personne), connues.map((c) => c.semaine), connues.map((c) => c.debut), connues.map((c) => c.fin)],
  );
  const trouvees = new Map(rows.map(({ personne, ...heures }) => [`${personne} ${heures.semaine}`, heures]));
  return cles.map((cle) => trouvees.get(semaineDe(cle)) ?? null);
}, semaineDe as never);

export const lireActivite = (tx: Transaction, id: string): Promise<Activite | null> =>
  tx.row<Activite>(`select ${COLONNES} from offre_insertion.activite a where ${DANS_MES_DEPARTEMENTS} and a.id = $1`, [id]);

export async function verrouillerActivite(tx: Transaction, id: string): Promise<Activite | null> {
  const verrou = await tx.row(`select a.id from offre_insertion.activite a where ${DANS_MES_DEPARTEMENTS} and a.id = $1 for update`, [id]);
  return verrou && lireActivite(tx, id);
}

/** Minutes that count of a person's day; declarations of the same day come one after the other. */
export async function minutesDuJour(tx: Transaction, departement: string, canonique: string, date: string): Promise<number> {
  await tx.execute("select pg_advisory_xact_lock(hashtextextended($1, 4219008))", [`${departement} ${canonique} ${date}`]);
  const row = await tx.row<{ minutes: number }>(
    `select coalesce(sum(minutes), 0)::int as minutes from offre_insertion.activite where departement = $1 and date = $3 and statut in ('DECLAREE', 'CONFIRMEE')
       and allocataire in (select allocataire from publie.perimetre where departement = $1 and canonique = $2)`,
    [departement, canonique, date],
  );
  return row!.minutes;
}

export async function creerActivite(
  tx: Transaction,
  a: DemandeDActivite & { departement: string; organisme: string | null; le: Date },
): Promise<string> {
  const row = await tx.row<{ id: string }>(
    `insert into offre_insertion.activite (departement, allocataire, date, minutes, nature, mode, prescription, statut, organisme, declaree_le)
     values ($1, $2, $3, $4, $5, $6, $7, 'DECLAREE', $8, $9) returning id`,
    [a.departement, a.allocataire, a.date, a.minutes, a.nature, a.mode, a.prescription, a.organisme, a.le],
  );
  return row!.id;
}

export async function trancherActivite(
  tx: Transaction,
  activite: Activite,
  statut: StatutActivite,
  motif: string | null,
  le: Date,
): Promise<void> {
  await tx.execute("update offre_insertion.activite set statut = $3, motif = $4, confirmee_le = $5 where departement = $1 and id = $2", [
    activite.departement,
    activite.id,
    statut,
    motif,
    le,
  ]);
}
