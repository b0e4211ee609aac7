import { civilDateOf } from "../../shared/civil-date";
import type { WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import type { Transaction } from "../../shared/database";
import { isUuid } from "../../shared/page";
import { MEMBRE, VISIBLE } from "../../shared/perimetre";
import { sessionDansTransaction } from "../ecriture.repository";
import type { Session } from "../offre/offre";
import type { Activite, ActiviteLue, DeclarantActivite } from "./activite";
import { ajouterEtapes, COLONNES_ACTIVITE, changerActivites, DANS_MES_DEPARTEMENTS } from "./activite.repository";
import { type Ecrivain, raconter } from "./ecrire-activite.repository";
import { type Attendue, type PresenceAEcrire, type PresenceRecue, presencesAEcrire, refusDesPresences } from "./presence";

/** People of the session whom the caller may read, with what is planned or said of that day. Activities are locked, then days, as a confirmation does. */
async function lireAttendues(tx: Transaction, session: Session, date: string, personnes: readonly string[]): Promise<Attendue[]> {
  const connues = personnes.filter(isUuid);
  if (connues.length === 0) return [];
  await tx.execute(
    `select a.id from offre_insertion.activite a where ${DANS_MES_DEPARTEMENTS} and a.session = $1 and a.date = $2 order by a.id for update`,
    [session.id, date],
  );
  await tx.execute(
    `with ${VISIBLE} select pg_advisory_xact_lock(hashtextextended(k.cle, 4219008))
     from (select distinct v.departement || ' ' || v.canonique || ' ' || $2 as cle from visible v order by 1) k`,
    [connues, date],
  );
  return tx.rows<Attendue>(
    `with ${VISIBLE}
     select v.id as demandee, v.departement, v.canonique, p.id as prescription, a.id as activite, a.statut, a.minutes as "minutesPrevues",
       coalesce((select sum(f.minutes) from offre_insertion.activite f where f.departement = v.departement and f.date = $3::date
         and f.statut in ('DECLAREE', 'CONFIRMEE') and f.id is distinct from a.id
         and f.allocataire in (select m.allocataire from publie.perimetre m where m.departement = v.departement and m.canonique = v.canonique)), 0)::int as "dejaFaites"
     from visible v
     left join lateral (
       select x.id from offre_insertion.prescription x where x.departement = v.departement and x.session = $2::uuid and x.statut in ('VALIDEE', 'DEMARREE', 'TERMINEE')
         and x.allocataire in (select m.allocataire from publie.perimetre m where m.departement = v.departement and m.canonique = v.canonique)
       order by x.prescrite_le desc, x.id limit 1
     ) p on true
     left join lateral (
       select a.id, a.statut, a.minutes from offre_insertion.activite a
       where a.departement = v.departement and a.prescription = p.id and a.date = $3::date and a.statut <> 'ANNULEE' order by a.declaree_le, a.id limit 1
     ) a on true`,
    [connues, session.id, date],
  );
}

async function creer(
  tx: Transaction,
  session: Session,
  date: string,
  nouvelles: PresenceAEcrire[],
  declarant: DeclarantActivite,
  qui: Ecrivain,
) {
  if (nouvelles.length === 0) return;
  const creees = await tx.rows<{ id: string; departement: string; statut: PresenceAEcrire["statut"]; minutes: number }>(
    `insert into offre_insertion.activite (departement, allocataire, date, minutes, nature, mode, type, declarant, prescription, session, statut, organisme, declaree_le, confirmee_le)
     select n.departement, n.allocataire, $5, n.minutes, s.nom, s.mode, 'SESSION', $6, n.prescription, $7, n.statut, $8, $9, case when n.statut = 'CONFIRMEE' then $9::timestamptz end
     from unnest($1::text[], $2::uuid[], $3::uuid[], $4::int[], $11::text[]) n(departement, allocataire, prescription, minutes, statut)
     join offre_insertion.service s on s.id = $10 returning id, departement, statut, minutes`,
    [
      nouvelles.map((n) => n.attendue.departement),
      nouvelles.map((n) => n.attendue.canonique),
      nouvelles.map((n) => n.attendue.prescription),
      nouvelles.map((n) => n.minutes),
      date,
      declarant,
      session.id,
      qui.organisme,
      qui.maintenant,
      session.offre,
      nouvelles.map((n) => n.statut),
    ],
  );
  const etapes = creees.map(({ id, departement, statut, minutes }) => ({ departement, activite: id, statut, minutes, declarant }));
  await ajouterEtapes(tx, etapes, { le: qui.maintenant, par: qui.par, motif: null });
}

/** What the sheet says now of these people, by person; those whom the caller may not read are left out. */
export const activitesDeLaSession = (
  tx: Transaction,
  session: string,
  date: string,
  personnes: readonly string[],
): Promise<ActiviteLue[]> =>
  tx.rows<ActiviteLue>(
    `with ${VISIBLE}, ${MEMBRE}
     select ${COLONNES_ACTIVITE} from offre_insertion.activite a
     where ${DANS_MES_DEPARTEMENTS} and a.session = $2 and a.date = $3 and a.statut <> 'ANNULEE' and a.allocataire in (select m.allocataire from membre m)
     order by a.allocataire, a.declaree_le, a.id`,
    [personnes.filter(isUuid), session, date],
  );

export interface DemandeDePresence {
  session: string;
  /** Civil date; null: the first day of the session. */
  date: string | null;
  presences: PresenceRecue[];
  declarant: DeclarantActivite;
}

export interface PresenceSession {
  session: string;
  date: string;
  activites: Activite[];
}

/** Records who was at a session that day: all of it, or the first refusal. */
export async function declarerPresences(
  demande: DemandeDePresence,
  ecriture: WritingTransaction,
  qui: Ecrivain,
): Promise<PresenceSession | Refus> {
  const { tx } = ecriture;
  const session = await sessionDansTransaction(tx, demande.session);
  if (!session)
    return Refus.de("SESSION_INTROUVABLE", "Aucune session d’une offre que vous pouvez lire n’a cet identifiant.", { champ: "session" });
  const date = demande.date ?? civilDateOf(session.debut);
  const refus = refusDesPresences(session, date, demande.presences, qui.aujourdhui);
  if (refus) return refus;
  const attendues = await lireAttendues(
    tx,
    session,
    date,
    demande.presences.map((p) => p.allocataire),
  );
  const aEcrire = presencesAEcrire(demande.presences, attendues, demande.declarant);
  if (aEcrire instanceof Refus) return aEcrire;
  const prevues = aEcrire.filter((p) => p.attendue.activite !== null);
  const changements = prevues.map(({ attendue, statut, minutes }) => ({
    departement: attendue.departement,
    activite: attendue.activite!,
    statut,
    minutes,
    declarant: demande.declarant,
  }));
  await changerActivites(tx, changements, { le: qui.maintenant, par: qui.par, motif: null });
  await creer(
    tx,
    session,
    date,
    aEcrire.filter((p) => p.attendue.activite === null),
    demande.declarant,
    qui,
  );
  const ecrites = new Set(aEcrire.map((p) => p.attendue.canonique));
  const personnes = demande.presences.map((p) => p.allocataire);
  const activites = await activitesDeLaSession(tx, session.id, date, personnes);
  for (const activite of activites.filter((a) => ecrites.has(a.allocataire))) {
    const type = activite.statut === "DECLAREE" ? "ActiviteDeclaree" : "ActiviteConfirmee";
    await raconter(type, activite, ecriture, ["Activite.minutes", "Activite.statut"]);
  }
  return { session: session.id, date, activites };
}
