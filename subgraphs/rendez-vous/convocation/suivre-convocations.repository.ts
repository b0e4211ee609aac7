import { randomUUID } from "node:crypto";
import type { EventToPublish } from "../../shared/journal";
import { suivreFaits } from "../examen/cycle-examen";
import { type EtapeDePersonne, rangsParFamille, sansDouble, secondesAbsences } from "../examen/secondes-absences";
import { type ExamenARanger, type ExamenRange, examensDe, rangerExamens } from "../examen/suivi-examen.repository";
import { type Ecrivain, ecrireRangs, etapesDesPersonnes } from "./etapes.repository";
import { convocationModifiee } from "./evenement-convocation";

/** What follows from the facts of some people: ranks written, and the events to publish in the same transaction. */
export interface SuiteDesFaits {
  /** Rank of each of their convocations, by appointment. */
  rangs: Map<string, number>;
  evenements: EventToPublish[];
}

/** Puts the ranks of people's convocations, and the list of absences to examine, in agreement with their appointments.
 * Called in the transaction of whatever changes one: a mutation, a webhook, France Travail, a merge. It opens no case.
 * @param people ids, those of before a merge too.  @param sauf an appointment whose own event tells its rank already. */
export async function suivreConvocations(
  tx: Ecrivain,
  people: readonly string[],
  le: Date,
  sauf: string | null = null,
): Promise<SuiteDesFaits> {
  const suite: SuiteDesFaits = { rangs: new Map(), evenements: [] };
  const lignes = await etapesDesPersonnes(tx, people);
  const connus = await examensDe(tx, [...new Set([...people, ...lignes.map((l) => l.allocataire)])]);
  if (connus.length === 0 && !lignes.some((l) => l.rang !== null)) return suite;
  const rangs: { departement: string; rendezVous: string; allocataire: string; rang: number }[] = [];
  const examens: ExamenARanger[] = [];
  for (const [canonique, siennes] of parPersonne(lignes)) {
    const etapes = sansDouble(siennes);
    const ranges = rangsParFamille(etapes);
    for (const [rendezVous, rang] of ranges) suite.rangs.set(rendezVous, rang);
    for (const ligne of siennes) {
      const rang = ranges.get(ligne.rendezVous);
      if (ligne.rang === null || rang === undefined || rang === ligne.rang) continue;
      rangs.push({ departement: ligne.departement, rendezVous: ligne.rendezVous, allocataire: ligne.allocataire, rang });
      if (ligne.rendezVous !== sauf) suite.evenements.push(convocationModifiee(ligne, canonique, rang, ["rang"], le));
    }
    examens.push(...aRanger(canonique, etapes, siennes, connus));
  }
  // Someone of whom no appointment is left: her case goes with it.
  const avecRendezVous = new Set(lignes.map((l) => l.allocataire));
  for (const connu of connus.filter((c) => !avecRendezVous.has(c.allocataire)))
    examens.push(...aRanger(connu.allocataire, [], [connu], [connu]));
  await ecrireRangs(tx, rangs);
  await rangerExamens(tx, examens, le);
  suite.evenements.push(...examens.flatMap((e) => evenementsDExamen(e, le)));
  return suite;
}

function parPersonne<T extends { canonique: string }>(lignes: readonly T[]): Map<string, T[]> {
  const groupes = new Map<string, T[]>();
  for (const ligne of lignes) {
    const groupe = groupes.get(ligne.canonique);
    if (groupe) groupe.push(ligne);
    else groupes.set(ligne.canonique, [ligne]);
  }
  return groupes;
}

/** The cases of one person that the facts create, close or bring back. */
function aRanger(
  canonique: string,
  etapes: readonly EtapeDePersonne[],
  lignes: readonly { allocataire: string }[],
  connus: readonly ExamenRange[],
): ExamenARanger[] {
  const siens = new Set(lignes.map((l) => l.allocataire));
  const restants = new Map(connus.filter((c) => siens.has(c.allocataire)).map((c) => [c.seconde, c]));
  const suites: ExamenARanger[] = [];
  for (const absence of secondesAbsences(etapes)) {
    const connu = restants.get(absence.seconde) ?? null;
    restants.delete(absence.seconde);
    const vers = suivreFaits(connu, { absences: true, venueDepuis: absence.venueDepuis, statut: "ABSENT" });
    const autrePremiere = connu !== null && connu.premiere !== absence.premiere;
    const { statut, cause } = vers ?? connu ?? { statut: null, cause: null };
    if (statut !== null && (vers !== null || autrePremiere))
      suites.push({ ...absence, id: connu?.id ?? randomUUID(), canonique, avant: connu?.statut ?? null, statut, cause });
  }
  for (const connu of restants.values()) {
    const statut = etapes.find((e) => e.rendezVous === connu.seconde)?.statut ?? null;
    const vers = suivreFaits(connu, { absences: false, venueDepuis: false, statut });
    if (vers) suites.push({ ...connu, canonique, avant: connu.statut, ...vers });
  }
  return suites;
}

function evenementsDExamen(
  { id: examen, departement, canonique, seconde, famille, avant, statut, cause }: ExamenARanger,
  survenuLe: Date,
): EventToPublish[] {
  if (avant === statut && statut !== "CLOSE") return [];
  const donnees = { examen, rendezVous: seconde, famille };
  if (statut === "A_EXAMINER") return [{ type: "AbsenceAExaminer", departement, allocataire: canonique, donnees, survenuLe }];
  return [{ type: "AbsenceExaminee", departement, allocataire: canonique, donnees: { ...donnees, statut, cause }, survenuLe }];
}
