import { defineLoader } from "../../shared/context";
import type { Transaction } from "../../shared/database";
import { lisibleSql } from "../../shared/droits/murs";
import { isUuid } from "../../shared/page";
import { MEMBRE, VISIBLE } from "../../shared/perimetre";
import { listesParCle } from "../par-cle";
import type { Activite, ActiviteLue, DeclarantActivite, DemandeDActivite, EtapeActivite, StatutActivite } from "./activite";

/** Access to care tells her health, of whatever class the field is. */
const ACTION_LISIBLE = `case when a.action is distinct from 'ACCES_SOINS' or ${lisibleSql("SANTE", "a.allocataire")} then a.action end`;
/** Columns of `offre_insertion.activite a` but the person. */
const CHAMPS = `a.id, a.departement, a.date, a.minutes, a.nature, a.mode, a.type, ${ACTION_LISIBLE} as action, a.declarant, a.preuve, a.prescription, a.session, a.statut`;
/** The same, the person by her canonical id, and the structure that her event reaches. */
export const COLONNES_ACTIVITE = `${CHAMPS},
  coalesce((select p.canonique from publie.perimetre p where p.departement = a.departement and p.allocataire = a.allocataire limit 1), a.allocataire) as allocataire,
  (select v.structure from offre_insertion.prescription x join offre_insertion.service v on v.id = x.offre
    where x.departement = a.departement and x.id = a.prescription) as structure`;
export const DANS_MES_DEPARTEMENTS = "a.departement = any (string_to_array(current_setting('unefois.departements', true), ','))";

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
       select jsonb_agg(to_jsonb(x) order by x.date, x.declaree_le, x.id) as activites
       from (
         select ${CHAMPS}, v.canonique as allocataire, a.declaree_le
         from membre m join offre_insertion.activite a on a.departement = m.departement and a.allocataire = m.allocataire
         where m.id = v.id and (d.depuis is null or a.date >= d.depuis) and (d.jusque is null or a.date <= d.jusque)
       ) x
     ) l on true`,
    [connues.map((c) => c.personne), connues.map((c) => c.depuis), connues.map((c) => c.jusque)],
  );
  const trouvees = new Map(rows.map((row) => [texteDe(row), row.activites]));
  return cles.map((cle) => trouvees.get(texteDe(cle)) ?? null);
}, texteDe as never);

/** Steps of each activity, oldest first. */
export const etapesParActivite = defineLoader<string, EtapeActivite[]>(async (ids, tx) =>
  listesParCle(
    ids,
    await tx.rows<EtapeActivite>(
      `select activite, statut, minutes, le, par, declarant, motif from offre_insertion.etape_activite
       where departement = any (string_to_array(current_setting('unefois.departements', true), ',')) and activite = any($1::uuid[]) order by activite, rang`,
      [ids],
    ),
    (etape) => etape.activite,
  ),
);

export const lireActivite = (tx: Transaction, id: string): Promise<ActiviteLue | null> =>
  tx.row<ActiviteLue>(`select ${COLONNES_ACTIVITE} from offre_insertion.activite a where ${DANS_MES_DEPARTEMENTS} and a.id = $1`, [id]);

export async function verrouillerActivite(tx: Transaction, id: string): Promise<ActiviteLue | null> {
  const verrou = await tx.row(`select a.id from offre_insertion.activite a where ${DANS_MES_DEPARTEMENTS} and a.id = $1 for update`, [id]);
  return verrou && lireActivite(tx, id);
}

/** Minutes done of a person's day, one activity left out; declarations of the same day come one after the other. */
export async function minutesDuJour(
  tx: Transaction,
  { departement, allocataire, date }: { departement: string; allocataire: string; date: string },
  sauf: string | null,
): Promise<number> {
  await tx.execute("select pg_advisory_xact_lock(hashtextextended($1, 4219008))", [`${departement} ${allocataire} ${date}`]);
  const row = await tx.row<{ minutes: number }>(
    `select coalesce(sum(minutes), 0)::int as minutes from offre_insertion.activite where departement = $1 and date = $3 and statut in ('DECLAREE', 'CONFIRMEE')
       and id is distinct from $4::uuid
       and allocataire in (select allocataire from publie.perimetre where departement = $1 and canonique = $2)`,
    [departement, allocataire, date, sauf],
  );
  return row!.minutes;
}

/** Do minutes fit in the whole day of the person of a prescription? For who does not see that day; same lock as `minutesDuJour`. */
export async function journeeTient(
  tx: Transaction,
  { departement, prescription, date }: { departement: string; prescription: string; date: string },
  minutes: number,
): Promise<boolean> {
  const row = await tx.row<{ tient: boolean }>("select offre_insertion.journee_tient($1, $2, $3, $4) as tient", [
    departement,
    prescription,
    date,
    minutes,
  ]);
  return row!.tient;
}

export interface NouvelleActivite extends DemandeDActivite {
  departement: string;
  organisme: string | null;
  par: string;
  le: Date;
}

export async function creerActivite(tx: Transaction, a: NouvelleActivite): Promise<string> {
  const row = await tx.row<{ id: string }>(
    `insert into offre_insertion.activite (departement, allocataire, date, minutes, nature, mode, type, action, declarant, preuve, prescription, session, statut,
       organisme, declaree_le)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
       (select x.session from offre_insertion.prescription x where x.departement = $1 and x.id = $11), 'DECLAREE', $12, $13) returning id`,
    [
      a.departement,
      a.allocataire,
      a.date,
      a.minutes,
      a.nature,
      a.mode,
      a.type,
      a.action,
      a.declarant,
      a.preuve,
      a.prescription,
      a.organisme,
      a.le,
    ],
  );
  await ajouterEtapes(
    tx,
    [{ departement: a.departement, activite: row!.id, statut: "DECLAREE", minutes: a.minutes, declarant: a.declarant }],
    {
      le: a.le,
      par: a.par,
      motif: null,
    },
  );
  return row!.id;
}

export interface Changement {
  departement: string;
  activite: string;
  statut: StatutActivite;
  /** What the activity is worth from now on; in a contest, what who contests says: the activity keeps its own. */
  minutes: number;
  declarant: DeclarantActivite | null;
}
interface Acte {
  le: Date;
  par: string;
  motif: string | null;
}

/** Puts activities in a new state, each with its step. A contested one keeps its minutes until somebody decides. */
export async function changerActivites(tx: Transaction, changements: readonly Changement[], acte: Acte): Promise<void> {
  if (changements.length === 0) return;
  await tx.execute(
    `update offre_insertion.activite a set statut = c.statut, minutes = case when c.statut in ('DECLAREE', 'CONFIRMEE') then c.minutes else a.minutes end,
       declarant = coalesce(a.declarant, c.declarant), motif = $6, confirmee_le = case when c.statut in ('CONFIRMEE', 'REFUSEE') then $7::timestamptz else a.confirmee_le end
     from unnest($1::text[], $2::uuid[], $3::text[], $4::int[], $5::text[]) c(departement, activite, statut, minutes, declarant)
     where a.departement = c.departement and a.id = c.activite`,
    [...colonnes(changements), acte.motif, acte.le],
  );
  await ajouterEtapes(tx, changements, acte);
}

const colonnes = (c: readonly Changement[]) => [
  c.map((x) => x.departement),
  c.map((x) => x.activite),
  c.map((x) => x.statut),
  c.map((x) => x.minutes),
  c.map((x) => x.declarant),
];

export async function ajouterEtapes(tx: Transaction, changements: readonly Changement[], { le, par, motif }: Acte): Promise<void> {
  await tx.execute(
    `insert into offre_insertion.etape_activite (departement, activite, rang, allocataire, statut, minutes, le, par, declarant, motif)
     select c.departement, c.activite, 1 + coalesce((select max(e.rang) from offre_insertion.etape_activite e where e.departement = c.departement and e.activite = c.activite), 0),
       a.allocataire, c.statut, c.minutes, $6, $7, c.declarant, $8
     from unnest($1::text[], $2::uuid[], $3::text[], $4::int[], $5::text[]) c(departement, activite, statut, minutes, declarant)
     join offre_insertion.activite a on a.departement = c.departement and a.id = c.activite`,
    [...colonnes(changements), le, par, motif],
  );
}
