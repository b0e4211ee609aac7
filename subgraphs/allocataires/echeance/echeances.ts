import { daysBetween } from "../../shared/civil-date";
import type { NatureSanction, StatutSanction } from "../vocabulaire";
import { limite } from "./delai";
import { type Bareme, type CodeHorloge, delaiDe, estInterrompue, horlogeDe, INTERRUPTIONS, type StatutHorloge } from "./horloge";

/** A clock that runs: `limite` is the last day on which the act is in time. */
export interface Echeance {
  code: CodeHorloge;
  /** The contract or the sanction of which it is the clock; null: the person's own. */
  objet: string | null;
  libelle: string;
  depart: string;
  limite: string;
  /** Day on which the act was done, in time or late. */
  respecteeLe: string | null;
  /** The limit is behind and the act is not done. A late act shows by `respecteeLe` after `limite`. */
  depassee: boolean;
  /** Days until the limit, below zero when it is behind; null when the act is done. */
  joursRestants: number | null;
  source: string;
  statut: StatutHorloge;
}

/** Facts that the clocks need, civil dates. */
export interface FaitsEcheances {
  soumisDroitsDevoirs: boolean;
  /** New entrant; false for the first stock, which is convened at another pace. */
  flux: boolean;
  notification: string | null;
  /** Last transfer from another département since then: the six weeks begin again. */
  transfert: string | null;
  sortie: string | null;
  droitsClosLe: string | null;
  /** First convocation sent to an orientation appointment since the notification. */
  premiereConvocation: string | null;
  /** First absence at an orientation appointment convened for the first time, and the convocation sent again after it. */
  premiereAbsence: string | null;
  secondeConvocation: string | null;
  /** First decision of the entry. */
  decisionOrientation: string | null;
  /** The orientation that runs: a new one starts its clocks again. */
  orientation: OrientationSuivie | null;
  contratEnCours: { id: string; depart: string; fin: string } | null;
  /** Procedures that are open. */
  procedures: ProcedureSuivie[];
}

export interface OrientationSuivie {
  decideeLe: string;
  parcours: string | null;
  debutAccompagnement: string | null;
  /** Each the first one at or after the decision: interview, signature, examination by an instance. */
  premierEntretien: string | null;
  signatureContrat: string | null;
  passageInstance: string | null;
  /** First signature of a contract that renews another, since the parcours began. */
  renouvellement: string | null;
}

/** A procedure of sanction that is open, with the limit of each step as it was set. */
export interface ProcedureSuivie {
  id: string;
  nature: NatureSanction;
  statut: StatutSanction;
  proposeeLe: string;
  instructionLimite: string | null;
  notifieeLe: string | null;
  observationsLimite: string | null;
  debut: string | null;
  fin: string | null;
}

/** A clock and its two days. `limite` is given where a date on record is the limit, instead of a delay. */
interface Depart {
  horloge: CodeHorloge;
  depart: string | null;
  faitLe: string | null;
  limite?: string;
  objet?: string;
}

/** The clocks of a person on a day, in the order of the journey. What was done after that day is not done yet.
 * @param jour civil date: a limit of that day is not passed. */
export function echeances(faits: FaitsEcheances, bareme: Bareme, jour: string): Echeance[] {
  const masque = interruptions(faits, jour);
  const parcours = faits.orientation?.parcours ?? null;
  return [
    ...departsDEntree(faits),
    ...departsDOrientation(faits.orientation),
    ...departsDeContrat(faits),
    ...departsDeProcedure(faits),
  ].flatMap((d) => {
    const horloge = horlogeDe(bareme, d.horloge, parcours);
    const delai = horloge && delaiDe(bareme, horloge, parcours);
    if (!horloge || !delai || d.depart === null || estInterrompue(horloge, masque)) return [];
    const fin = limite(d.limite ?? d.depart, delai, bareme.departement);
    const respecteeLe = d.faitLe !== null && d.faitLe <= jour ? d.faitLe : null;
    return {
      code: d.horloge,
      objet: d.objet ?? null,
      libelle: horloge.libelle,
      depart: d.depart,
      limite: fin,
      respecteeLe,
      depassee: respecteeLe === null && jour > fin,
      joursRestants: respecteeLe === null ? daysBetween(jour, fin) : null,
      source: horloge.source,
      statut: horloge.statut,
    };
  });
}

/** Bits of what stops clocks on a day. */
function interruptions({ soumisDroitsDevoirs, sortie, droitsClosLe }: FaitsEcheances, jour: string): number {
  return (
    (soumisDroitsDevoirs ? 0 : INTERRUPTIONS.HORS_DROITS_DEVOIRS) |
    (sortie !== null && sortie <= jour ? INTERRUPTIONS.SORTIE : 0) |
    (droitsClosLe !== null && droitsClosLe <= jour ? INTERRUPTIONS.DROITS_CLOS : 0)
  );
}

function departsDEntree({ flux, notification, decisionOrientation, ...faits }: FaitsEcheances): Depart[] {
  const orienter = (code: CodeHorloge): Depart => ({ horloge: code, depart: notification, faitLe: decisionOrientation });
  return [
    { horloge: "CONVOCATION_1_MOIS", depart: flux ? notification : null, faitLe: faits.premiereConvocation },
    { horloge: "SECONDE_CONVOCATION", depart: faits.premiereAbsence, faitLe: faits.secondeConvocation },
    orienter("ORIENTATION_15_JOURS"),
    orienter("ORIENTATION_1_MOIS"),
    { horloge: "ORIENTATION_6_SEMAINES", depart: notification && (faits.transfert ?? notification), faitLe: decisionOrientation },
  ];
}

function departsDOrientation(o: OrientationSuivie | null): Depart[] {
  if (o === null) return [];
  const debut = o.debutAccompagnement ?? o.decideeLe;
  return [
    { horloge: "PREMIER_ENTRETIEN_15_JOURS", depart: o.decideeLe, faitLe: o.premierEntretien },
    { horloge: "PREMIER_ENTRETIEN_1_MOIS", depart: o.decideeLe, faitLe: o.premierEntretien },
    { horloge: "CONTRAT_1_MOIS", depart: o.decideeLe, faitLe: o.signatureContrat },
    { horloge: "REVUE_PARCOURS_SOCIAL_6_MOIS", depart: o.decideeLe, faitLe: o.passageInstance },
    { horloge: "REVUE_PARCOURS_SOCIAL_12_MOIS", depart: o.decideeLe, faitLe: o.passageInstance },
    { horloge: "RENOUVELLEMENT_PARCOURS", depart: debut, faitLe: o.renouvellement },
    { horloge: "DUREE_PARCOURS", depart: debut, faitLe: null },
  ];
}

const departsDeContrat = ({ contratEnCours: c }: FaitsEcheances): Depart[] =>
  c === null ? [] : [{ horloge: "FIN_CONTRAT", objet: c.id, depart: c.depart, limite: c.fin, faitLe: null }];

/** A step that waits: it leaves the list as soon as the procedure goes on. */
function departsDeProcedure({ procedures }: FaitsEcheances): Depart[] {
  return procedures.flatMap((p): Depart[] => {
    const etape = (code: CodeHorloge, depart: string, fin: string | null): Depart[] =>
      fin === null ? [] : [{ horloge: code, objet: p.id, depart, limite: fin, faitLe: null }];
    if (p.statut === "PROPOSEE" || p.statut === "EN_INSTRUCTION")
      return etape("INSTRUCTION_SUSPENSION_15_JOURS", p.proposeeLe, p.instructionLimite);
    if (p.statut === "OBSERVATIONS_ATTENDUES") return etape("FIN_OBSERVATIONS", p.notifieeLe ?? p.proposeeLe, p.observationsLimite);
    if (p.statut === "DECIDEE" && p.nature === "SUSPENSION") return etape("FIN_SUSPENSION", p.debut ?? p.proposeeLe, p.fin);
    return [];
  });
}
