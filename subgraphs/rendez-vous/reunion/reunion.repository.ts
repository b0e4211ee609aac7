import { randomUUID } from "node:crypto";
import type { Transaction } from "../../shared/database";
import type { Ecrivain } from "../convocation/etapes.repository";
import type { CanalConvocation } from "../convocation/regles-convocation";
import type { Auteur } from "../ecriture.repository";
import type { DemandeReunion, Reunion } from "./reunion";

const REUNIONS = `select departement, id, organisme, famille, modalite, debut, duree_minutes as "dureeMinutes", lieu, code_insee as "codeInsee", capacite, restantes
  from rendez_vous.reunions($1, $2, $3, $4, $5, $6)`;

export interface LectureReunions {
  departement: string;
  famille: string;
  /** Instants: from, included, to, excluded. */
  du: Date;
  au: Date;
  codeInsee: string | null;
}

/** Meetings with the places left, by hour. One statement. */
export const lireReunions = (tx: Ecrivain, l: LectureReunions, nombre: number): Promise<Reunion[]> =>
  tx.rows(`${REUNIONS} limit $7`, [l.departement, null, l.famille, l.du, l.au, l.codeInsee, nombre]);

/** A meeting, locked: whoever else wants its places waits. */
export async function reunionVerrouillee(tx: Ecrivain, id: string): Promise<Reunion | null> {
  await tx.rows("select rendez_vous.verrouiller_reunion($1)", [id]);
  return (await tx.rows<Reunion>(REUNIONS, [null, id, null, null, null, null]))[0] ?? null;
}

export async function creerReunion(tx: Transaction, departement: string, d: DemandeReunion, auteur: Auteur, le: Date): Promise<string> {
  const id = randomUUID();
  await tx.execute(
    `insert into rendez_vous.rendez_vous (departement, id, debut, duree_minutes, modalite, famille, motif, lieu, organisme, collectif, capacite, code_insee,
       programmee_le, source, source_organisme, collectee_le, recue_le, certifiee)
     values ($1, $2, $3, $4, 'PHYSIQUE', $5, 'Information collective', $6, $7, true, $8, $9, $10, $11, $12, $10, $10, true)`,
    [
      departement,
      id,
      d.debut,
      d.dureeMinutes,
      d.famille,
      d.lieu.trim(),
      d.organisme,
      d.capacite,
      d.codeInsee,
      le,
      auteur.source,
      auteur.organisme,
    ],
  );
  return id;
}

/** Someone put down for a meeting, and convened to it or not. */
export interface Inscrite {
  departement: string;
  rendezVous: string;
  allocataire: string;
  /** Null: she is not convened. */
  convocation: { rang: number; canal: CanalConvocation; preuve: string | null } | null;
}

/** Puts people down for meetings, in three statements. One who had cancelled is expected again. */
export async function inscrire(
  tx: Ecrivain,
  inscrites: readonly Inscrite[],
  auteur: Pick<Auteur, "source" | "client">,
  le: Date,
): Promise<void> {
  if (inscrites.length === 0) return;
  const lignes = JSON.stringify(inscrites.map(({ convocation, ...i }) => ({ ...i, ...convocation })));
  const d = `jsonb_to_recordset($1::jsonb) d (departement text, "rendezVous" uuid, allocataire uuid, rang int, canal text, preuve text)`;
  await tx.execute(
    `insert into rendez_vous.historique_presence (departement, rendez_vous, allocataire, avant, apres, le, source, client)
     select d.departement, d."rendezVous", d.allocataire, (select p.statut from rendez_vous.participation p
       where p.departement = d.departement and p.rendez_vous = d."rendezVous" and p.allocataire = d.allocataire), 'PREVU', $2, $3, $4 from ${d}`,
    [lignes, le, auteur.source, auteur.client],
  );
  await tx.execute(
    `insert into rendez_vous.participation (departement, rendez_vous, allocataire, statut, maj_le) select d.departement, d."rendezVous", d.allocataire, 'PREVU', $2 from ${d}
     on conflict (departement, rendez_vous, allocataire) do update set statut = 'PREVU', statut_saisi = null, statut_saisi_le = null, maj_le = excluded.maj_le`,
    [lignes, le],
  );
  await tx.execute(
    `insert into rendez_vous.convocation (departement, rendez_vous, allocataire, rang, envoyee_le, canal, preuve, saisi_le)
     select d.departement, d."rendezVous", d.allocataire, d.rang, $2, d.canal, d.preuve, $2 from ${d} where d.rang is not null
     on conflict (departement, rendez_vous, allocataire) do update set rang = excluded.rang, envoyee_le = excluded.envoyee_le, canal = excluded.canal,
       preuve = excluded.preuve, saisi_le = excluded.saisi_le, remise_le = null, echec_remise = null`,
    [lignes, le],
  );
}

/** Cancels a meeting: who was expected there, and the rank of her convocation. */
export const annuler = (tx: Transaction, id: string, auteur: Auteur, le: Date): Promise<{ allocataire: string; rang: number | null }[]> =>
  tx.rows("select allocataire, rang from rendez_vous.annuler_reunion($1, $2, $3, $4)", [id, le, auteur.source, auteur.client]);

export interface AReconvoquerRow {
  /** Canonical id. */
  allocataire: string;
  rendezVous: string;
  cause: "REUNION_ANNULEE" | "RENDEZ_VOUS_DEPLACE";
}

/** People whose convocation no longer says the right thing: cancelled by the service, with nothing after that sending, or moved after it was sent. One statement. */
export const lireAReconvoquer = (tx: Transaction, famille: string, maintenant: Date, nombre: number): Promise<AReconvoquerRow[]> =>
  tx.rows(
    `select q.canonique as allocataire, r.id as "rendezVous", case when p.statut = 'PREVU' then 'RENDEZ_VOUS_DEPLACE' else 'REUNION_ANNULEE' end as cause
     from rendez_vous.convocation c
     join rendez_vous.participation p on p.departement = c.departement and p.rendez_vous = c.rendez_vous and p.allocataire = c.allocataire
     join rendez_vous.rendez_vous r on r.departement = p.departement and r.id = p.rendez_vous
     cross join lateral (select x.canonique, array(select distinct y.allocataire from publie.perimetre y where y.departement = x.departement and y.canonique = x.canonique) as fiches
       from publie.perimetre x where x.departement = p.departement and x.allocataire = p.allocataire limit 1) q
     where r.famille = $1 and r.collectif and (
       (p.statut = 'PREVU' and r.debut > $2 and exists (select from rendez_vous.deplacement m
         where m.departement = r.departement and m.rendez_vous = r.id and m.le > c.envoyee_le))
       or (p.statut = 'ANNULE_SERVICE' and r.annulee_le is not null and not exists (
         select from rendez_vous.participation o join rendez_vous.rendez_vous s on s.departement = o.departement and s.id = o.rendez_vous
         where o.departement = p.departement and o.allocataire = any (q.fiches) and s.famille = r.famille and o.statut in ('PREVU', 'HONORE')
           and s.debut > c.envoyee_le)))
     order by r.debut, q.canonique limit $3`,
    [famille, maintenant, nombre],
  );
