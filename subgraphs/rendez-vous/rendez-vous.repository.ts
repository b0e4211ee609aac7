import { defineLoader } from "../shared/context";
import type { ProvenanceColumns } from "../shared/contrat/provenance";
import type { Transaction } from "../shared/database";
import { isUuid } from "../shared/page";
import { MEMBRE, VISIBLE } from "../shared/perimetre";
import type { FamilleMotif, Modalite } from "./correspondances-rdv";
import type { SystemeDeclarant } from "./declaration";
import type { StatutEnregistre } from "./statut-participation";

export interface RendezVousRow extends ProvenanceColumns {
  departement: string;
  id: string;
  debut: Date;
  dureeMinutes: number;
  modalite: Modalite;
  famille: FamilleMotif;
  motif: string;
  lieu: string | null;
  organisme: string | null;
  collectif: boolean;
  capacite: number | null;
  enConflit: boolean;
}

export interface ParticipationRow {
  rendezVous: string;
  /** Canonical id. */
  allocataire: string;
  /** Id that the row carries: it may be older than a merge. */
  porteur: string;
  statut: StatutEnregistre;
  rang: number | null;
  envoyeeLe: Date | null;
  canal: string | null;
  remiseLe: Date | null;
  echecRemise: string | null;
  preuve: string | null;
  departement: string;
}

export interface LienRow {
  rendezVous: string;
  systeme: Exclude<SystemeDeclarant, "UNEFOIS">;
  identifiant: string;
  majLe: Date;
}

export const COLUMNS = `r.departement, r.id, r.debut, r.duree_minutes as "dureeMinutes", r.modalite, r.famille, r.motif, r.lieu, r.organisme, r.collectif,
  r.capacite, r.en_conflit as "enConflit", r.source, r.source_organisme, r.collectee_le, r.recue_le, r.certifiee, r.reference`;

/** Appointments of a person: which days, civil dates in Paris, inclusive, and how many. */
export interface DemandeRendezVous {
  allocataire: string;
  depuis: string | null;
  jusque: string | null;
  first: number;
}

export interface RendezVousDePersonne {
  canonique: string;
  rendezVous: RendezVousRow[];
}

/** The appointments of people, newest first, in one statement; null for a person out of the caller's perimeter. */
export const rendezVousDePersonne = defineLoader<DemandeRendezVous, RendezVousDePersonne | null>(
  async (demandes, tx) => {
    const known = demandes.map((d, rang) => ({ ...d, rang })).filter((d) => isUuid(d.allocataire));
    if (known.length === 0) return demandes.map(() => null);
    const rows = await tx.rows<RendezVousRow & { rang: number; canonique: string }>(
      `with ${VISIBLE}, ${MEMBRE}, demande as (
         select * from unnest($1::uuid[], $2::int[], $3::date[], $4::date[], $5::int[]) d (id, rang, depuis, jusque, nombre))
       select d.rang, v.canonique, r.*
       from demande d join visible v on v.id = d.id
       left join lateral (
         select ${COLUMNS}
         from membre m
         join rendez_vous.participation p on p.departement = m.departement and p.allocataire = m.allocataire
         join rendez_vous.rendez_vous r on r.departement = p.departement and r.id = p.rendez_vous
         where m.id = d.id
           and (d.depuis is null or r.debut >= d.depuis::timestamp at time zone 'Europe/Paris')
           and (d.jusque is null or r.debut < (d.jusque + 1)::timestamp at time zone 'Europe/Paris')
         order by r.debut desc, r.id limit d.nombre) r on true
       order by d.rang, r.debut desc, r.id`,
      [
        known.map((d) => d.allocataire),
        known.map((d) => d.rang),
        known.map((d) => d.depuis),
        known.map((d) => d.jusque),
        known.map((d) => d.first),
      ],
    );
    const found: (RendezVousDePersonne | null)[] = demandes.map(() => null);
    for (const { rang, canonique, ...row } of rows) {
      found[rang] ??= { canonique, rendezVous: [] };
      if (row.id) found[rang].rendezVous.push(row);
    }
    return found;
  },
  (d) => `${d.allocataire} ${d.depuis} ${d.jusque} ${d.first}` as never,
);

/** The id of an appointment that was found to be another one answers still. */
const PAR_ID = `select d.demande, ${COLUMNS} from (
    select q.id as demande, coalesce((select u.actuel from rendez_vous.rendez_vous_reuni u where u.ancien = q.id limit 1), q.id) as id
    from unnest($1::uuid[]) q (id)) d
  join rendez_vous.rendez_vous r on r.id = d.id`;

/** An appointment that the caller may read, or null. */
export const rendezVousParId = defineLoader<string, RendezVousRow | null>(async (ids, tx) => {
  const known = ids.filter(isUuid);
  const rows = known.length === 0 ? [] : await tx.rows<RendezVousRow & { demande: string }>(PAR_ID, [known]);
  const byId = new Map(rows.map(({ demande, ...row }) => [demande, row]));
  return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
});

export async function chargerRendezVous(tx: Transaction, id: string): Promise<RendezVousRow | null> {
  const found = await tx.row<RendezVousRow & { demande: string }>(PAR_ID, [[id]]);
  if (!found) return null;
  const { demande: _, ...row } = found;
  return row;
}

/** The present id of an appointment that was found to be another one; the same otherwise. */
export async function idActuel(tx: Transaction, id: string): Promise<string> {
  const row = await tx.row<{ actuel: string }>("select actuel from rendez_vous.rendez_vous_reuni where ancien = $1", [id]);
  return row?.actuel ?? id;
}

/** The participants whom the caller may read, in one statement for all the appointments. */
export const participationsDe = defineLoader<string, ParticipationRow[]>(async (ids, tx) => {
  const rows = await tx.rows<ParticipationRow>(
    `select p.rendez_vous as "rendezVous", qui.canonique as allocataire, p.allocataire as porteur, p.statut, c.rang, c.envoyee_le as "envoyeeLe", c.canal,
       c.remise_le as "remiseLe", c.echec_remise as "echecRemise", c.preuve, p.departement
     from rendez_vous.participation p
     join lateral (select e.canonique from publie.perimetre e where e.departement = p.departement and e.allocataire = p.allocataire limit 1) qui on true
     left join lateral (select c.rang, c.envoyee_le, c.canal, c.remise_le, c.echec_remise, c.preuve from rendez_vous.convocation c
       where c.departement = p.departement and c.rendez_vous = p.rendez_vous and c.allocataire = p.allocataire offset 0) c on true
     where p.departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[]) and p.rendez_vous = any($1::uuid[])
     order by p.rendez_vous, p.allocataire`,
    [ids],
  );
  return groupBy(ids, rows);
});

export type StatutRow = Pick<ParticipationRow, "rendezVous" | "statut">;

/** The states alone of the same participants, in the same order. */
export const statutsDe = defineLoader<string, StatutRow[]>(async (ids, tx) => {
  const rows = await tx.rows<StatutRow>(
    `select p.rendez_vous as "rendezVous", p.statut from rendez_vous.participation p
     where p.departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[]) and p.rendez_vous = any($1::uuid[])
     order by p.rendez_vous, p.allocataire`,
    [ids],
  );
  return groupBy(ids, rows);
});

/** Where an appointment is known outside; a link that its source purged is no longer shown. */
export const liensDe = defineLoader<string, LienRow[]>(async (ids, tx) => {
  const rows = await tx.rows<LienRow>(
    `select rendez_vous as "rendezVous", systeme, identifiant, maj_le as "majLe" from rendez_vous.lien_externe
     where departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[]) and rendez_vous = any($1::uuid[])
       and efface_le is null and systeme <> 'UNEFOIS' order by rendez_vous, systeme, identifiant`,
    [ids],
  );
  return groupBy(ids, rows);
});

/** How many people are expected or came, those whom the caller may not read included. */
export const nombreParticipantsDe = defineLoader<string, number>(async (ids, tx) => {
  const rows = await tx.rows<{ id: string; nombre: number }>(
    `select r.id, r.participants_inconnus + (select count(*)::int from publie.presence p
       where p.departement = r.departement and p.rendez_vous = r.id and p.statut not in ('ANNULE_USAGER', 'ANNULE_SERVICE')) as nombre
     from rendez_vous.rendez_vous r where r.id = any($1::uuid[])`,
    [ids],
  );
  const byId = new Map(rows.map((row) => [row.id, row.nombre]));
  return ids.map((id) => byId.get(id) ?? 0);
});

function groupBy<T extends { rendezVous: string }>(ids: readonly string[], rows: readonly T[]): T[][] {
  const groups = new Map<string, T[]>(ids.map((id) => [id, []]));
  for (const row of rows) groups.get(row.rendezVous)?.push(row);
  return ids.map((id) => groups.get(id)!);
}
