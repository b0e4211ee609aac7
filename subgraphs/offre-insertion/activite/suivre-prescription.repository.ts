import { civilDateOf } from "../../shared/civil-date";
import type { Transaction } from "../../shared/database";
import type { Statut } from "../prescription/cycle";
import { joursPrevus, planifiable, typePrevu } from "./planifier";

export interface EtapeSuivie {
  prescription: { departement: string; id: string };
  /** State that the prescription has just reached. */
  vers: Statut;
  le: Date;
  /** Organisme or system that made it advance. */
  par: string;
}

/** Keeps the planned activities of a prescription in line with its life, in the transaction of the step. To be called after each step.
 * With a session, they are planned when it is VALIDEE; without, when it is DEMARREE: before, no day is known; of a session that will
 * not take place, nothing is. When it ends, those to come are cancelled;
 * when it never began, all those still planned are. Nothing declared ever changes. */
export async function suivreEtape(tx: Transaction, etape: EtapeSuivie): Promise<void> {
  if (etape.vers === "VALIDEE" || etape.vers === "DEMARREE") return planifier(tx, etape);
  if (etape.vers === "TERMINEE") return annulerPrevues(tx, [etape.prescription], civilDateOf(etape.le), etape);
  if (etape.vers === "REFUSEE" || etape.vers === "EXPIREE" || etape.vers === "ANNULEE")
    return annulerPrevues(tx, [etape.prescription], null, etape);
}

/** Cancels what is still planned of these prescriptions, after a civil date or (null) whatever its day. */
export async function annulerPrevues(
  tx: Transaction,
  prescriptions: readonly { departement: string; id: string }[],
  apres: string | null,
  { le, par }: { le: Date; par: string },
): Promise<void> {
  await tx.execute(
    `with annulee as (
       update offre_insertion.activite a set statut = 'ANNULEE' from unnest($1::text[], $2::uuid[]) p(departement, id)
       where a.departement = p.departement and a.prescription = p.id and a.statut = 'PREVUE' and ($3::date is null or a.date > $3)
       returning a.departement, a.id, a.allocataire, a.minutes)
     insert into offre_insertion.etape_activite (departement, activite, rang, allocataire, statut, minutes, le, par)
     select departement, id, 2, allocataire, 'ANNULEE', minutes, $4, $5 from annulee`,
    [prescriptions.map((p) => p.departement), prescriptions.map((p) => p.id), apres, le, par],
  );
}

interface Source {
  nom: string;
  type: string | null;
  origine: string;
  dispositif: string | null;
  volumeHoraireHebdomadaire: number | null;
  nombreSemaines: number | null;
  session: string | null;
  debut: Date | null;
  fin: Date | null;
  tenue: boolean;
  planifiee: boolean;
}

async function planifier(tx: Transaction, { prescription: { departement, id }, vers, le, par }: EtapeSuivie): Promise<void> {
  const source = await tx.row<Source>(
    `select s.nom, s.type, s.origine, s.dispositif, s.volume_horaire_hebdomadaire as "volumeHoraireHebdomadaire", s.nombre_semaines as "nombreSemaines",
       x.session, e.debut, e.fin, e.annulee_le is null and e.retiree_le is null as tenue,
       exists (select from offre_insertion.activite a where a.departement = x.departement and a.prescription = x.id and a.statut <> 'ANNULEE') as planifiee
     from offre_insertion.prescription x
     join offre_insertion.service s on s.id = x.offre
     left join offre_insertion.session e on e.id = x.session
     where x.departement = $1 and x.id = $2`,
    [departement, id],
  );
  if (!source?.tenue || source.planifiee || (source.session === null && vers !== "DEMARREE")) return;
  const session = source.debut === null ? null : { debut: source.debut, fin: source.fin };
  const jours = joursPrevus({ departement, ...source, session }, civilDateOf(le)).filter(planifiable);
  if (jours.length === 0) return;
  await tx.execute(
    `with prevue as (
       insert into offre_insertion.activite (departement, allocataire, date, minutes, nature, mode, type, action, prescription, session, statut, organisme, declaree_le)
       select x.departement, x.allocataire, j.date, j.minutes, $5, x.mode, $6, (select y.nature_activite from offre_insertion.pdie y where y.offre = x.offre), x.id, x.session, 'PREVUE', x.prescripteur, $7
       from offre_insertion.prescription x cross join unnest($3::date[], $4::int[]) j(date, minutes) where x.departement = $1 and x.id = $2
       returning departement, id, allocataire, minutes)
     insert into offre_insertion.etape_activite (departement, activite, rang, allocataire, statut, minutes, le, par)
     select departement, id, 1, allocataire, 'PREVUE', minutes, $7, $8 from prevue`,
    [
      departement,
      id,
      jours.map((j) => j.date),
      jours.map((j) => j.minutes),
      source.nom,
      typePrevu(source, source.session !== null),
      le,
      par,
    ],
  );
}
