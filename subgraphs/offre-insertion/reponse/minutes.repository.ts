import { civilDateOf } from "../../shared/civil-date";
import type { WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import type { Transaction } from "../../shared/database";
import { changerActivites, creerActivite, journeeTient, lireActivite } from "../activite/activite.repository";
import { raconter } from "../activite/ecrire-activite.repository";
import { JOURNEE_PLEINE, refusDeDeclarer } from "../activite/refus-activite";
import { type PrescriptionRecue, peutDeclarer } from "./recue";

export interface MinutesDeclarees {
  /** Civil date, Paris. */
  date: string;
  minutes: number;
}

/** The person as the prescription names her, and what was planned of that day. */
async function lireJour(tx: Transaction, { departement, id }: PrescriptionRecue, date: string) {
  const row = await tx.row<{ allocataire: string; prevue: string | null }>(
    `select x.allocataire, (select a.id from offre_insertion.activite a where a.departement = x.departement and a.prescription = x.id and a.date = $3
       and a.statut = 'PREVUE' order by a.declaree_le, a.id limit 1) as prevue
     from offre_insertion.prescription x where x.departement = $1 and x.id = $2 for update`,
    [departement, id, date],
  );
  return row!;
}

/** The structure says what a day was: the planned activity of that day, or a new one. The référent confirms it. The whole day
 * is counted, of which the structure sees only what is its own: it is told whether its minutes fit, never how many there are.
 * Refus : MINUTES_TROP_TOT, MINUTES_INVALIDES, DATE_FUTURE, DATE_ANTERIEURE, JOURNEE_DEPASSEE. */
export async function declarerMinutes(
  recue: PrescriptionRecue,
  { date, minutes }: MinutesDeclarees,
  ecriture: WritingTransaction,
  qui: { par: string; organisme: string | null; maintenant: Date },
): Promise<Refus | null> {
  const { tx } = ecriture;
  if (!peutDeclarer(recue.statut))
    return Refus.de("MINUTES_TROP_TOT", "Les heures se déclarent quand l’action est validée ou en cours.", { champ: "prescription" });
  const { departement, id: prescription, session, offreNom: nature } = recue;
  const { allocataire, prevue } = await lireJour(tx, recue, date);
  const type = session === null ? ("AUTRE" as const) : ("SESSION" as const);
  const suite = { mode: null, type, action: null, declarant: "STRUCTURE" as const, preuve: null, prescription };
  const demande = { allocataire, date, minutes, nature, ...suite };
  const refus = refusDeDeclarer(demande, civilDateOf(qui.maintenant));
  if (refus) return refus;
  if (!(await journeeTient(tx, { departement, prescription, date }, minutes))) return JOURNEE_PLEINE();
  const acte = { le: qui.maintenant, par: qui.par, motif: null };
  if (prevue) await changerActivites(tx, [{ departement, activite: prevue, statut: "DECLAREE", minutes, declarant: "STRUCTURE" }], acte);
  const activite =
    prevue ?? (await creerActivite(tx, { ...demande, departement, organisme: qui.organisme, par: qui.par, le: qui.maintenant }));
  const champs = ["Activite.date", "Activite.minutes", "Activite.nature", "Activite.statut"];
  await raconter("ActiviteDeclaree", (await lireActivite(tx, activite))!, ecriture, champs);
  return null;
}
