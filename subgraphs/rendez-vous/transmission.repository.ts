import type { SystemeSource } from "../shared/contrat/enums";
import type { Transaction } from "../shared/database";
import type { FamilleMotif, Modalite } from "./correspondances-rdv";
import type { StatutEnregistre } from "./statut-participation";

/** One person at one appointment: an appointment of several people is told once for each. */
export interface Participant {
  rendezVous: string;
  allocataire: string;
}
export const cleDuParticipant = ({ rendezVous, allocataire }: Participant): string => `${rendezVous}/${allocataire}`;

/** An appointment of one person as it may be told. Its place, its motive and who holds it by name are not read. */
export interface RendezVousATransmettre extends Participant {
  /** Canonical id of the person; `allocataire` is the one that was asked for. */
  canonique: string;
  debut: Date;
  dureeMinutes: number;
  modalite: Modalite;
  famille: FamilleMotif;
  collectif: boolean;
  organisme: string | null;
  statut: StatutEnregistre;
  /** True: its hour is no longer the one first told. */
  deplace: boolean;
  /** The other appointments of accompaniment of the person, expected or kept: which is the first depends on them. */
  autresAccompagnements: { rendezVous: string; debut: string }[];
  source: SystemeSource;
  /** True: the hub, or a tool that is not France Travail, holds it (too). */
  tenuAilleurs: boolean;
  /** System that said the last state of presence; null when nobody did. */
  sourcePresence: SystemeSource | null;
}

/** Appointments of accompaniment; a workshop of several people is none, unless it was declared the first. */
const ACCOMPAGNE = (t: string) => `(${t}.famille = 'PREMIER_ACCOMPAGNEMENT' or (${t}.famille = 'ACCOMPAGNEMENT' and not ${t}.collectif))`;

/** $1: people, $2: appointments, $3: their rank in the demand. A row may still carry the id that a person had before a merge. */
const RENDEZ_VOUS = `with demande as (select * from unnest($1::uuid[], $2::uuid[], $3::int[]) d (allocataire, rendez_vous, rang)),
  membre as materialized (
    select distinct d.rang, d.allocataire as demande, d.rendez_vous, e.departement, e.canonique, x.allocataire
    from demande d
    join publie.perimetre e on e.allocataire = d.allocataire
    join publie.perimetre x on x.departement = e.departement and x.canonique = e.canonique)
  select distinct on (m.rang) m.rang, r.id as "rendezVous", m.demande as allocataire, m.canonique, r.debut, r.duree_minutes as "dureeMinutes", r.modalite, r.famille,
    r.collectif, r.organisme, p.statut, r.source,
    exists (select from rendez_vous.deplacement z where z.departement = r.departement and z.rendez_vous = r.id) as deplace,
    case when ${ACCOMPAGNE("r")} then coalesce((
      select jsonb_agg(jsonb_build_object('rendezVous', o.id, 'debut', to_char(o.debut at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
        order by o.debut, o.id) from rendez_vous.participation q
      join rendez_vous.rendez_vous o on o.departement = q.departement and o.id = q.rendez_vous
      where q.departement = m.departement and q.allocataire in (select n.allocataire from membre n where n.rang = m.rang)
        and q.statut in ('PREVU', 'HONORE') and ${ACCOMPAGNE("o")} and o.id <> r.id), '[]') else '[]' end as "autresAccompagnements",
    r.natif or exists (select from rendez_vous.lien_externe l where l.departement = r.departement and l.rendez_vous = r.id
      and l.systeme <> 'FRANCE_TRAVAIL' and l.efface_le is null) as "tenuAilleurs",
    (select h.source from rendez_vous.historique_presence h where h.departement = p.departement and h.rendez_vous = p.rendez_vous
      and h.allocataire = p.allocataire order by h.le desc limit 1) as "sourcePresence"
  from membre m
  join rendez_vous.participation p on p.departement = m.departement and p.rendez_vous = m.rendez_vous and p.allocataire = m.allocataire
  join rendez_vous.rendez_vous r on r.departement = p.departement and r.id = p.rendez_vous
  order by m.rang, p.maj_le desc`;

/** Appointments of people, as they are now, by `cleDuParticipant`: one statement. */
export async function rendezVousATransmettre(
  tx: Transaction,
  participants: readonly Participant[],
): Promise<Map<string, RendezVousATransmettre>> {
  const lignes = await tx.rows<RendezVousATransmettre & { rang: number }>(RENDEZ_VOUS, [
    participants.map((p) => p.allocataire),
    participants.map((p) => p.rendezVous),
    participants.map((_, rang) => rang),
  ]);
  return new Map(lignes.map(({ rang, ...ligne }) => [cleDuParticipant(participants[rang]!), ligne]));
}
