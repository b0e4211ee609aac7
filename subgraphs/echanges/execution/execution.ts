/** What a payer (CAF, MSA) has to apply, line by line of a signed file. */
export const ETAPES = ["DECISION", "LEVEE", "ANNULATION"] as const;
export type Etape = (typeof ETAPES)[number];

/** A sanction, as its owner gives it (subgraphs/allocataires/transmission/). Civil dates; amounts in euro cents; `quotitePourcent` 0 to 100. */
export interface FaitExecution {
  sanction: string;
  nature: string;
  statut: string;
  quotitePourcent: number | null;
  montantCentimes: number | null;
  decideeLe: string;
  decideePar: string;
  debut: string;
  fin: string;
  remobilisationLe: string | null;
  leveeLe: string | null;
  annuleeLe: string | null;
  transmiseLe: string | null;
  dossier: { numeroDemande: string; fonorg: "CAF" | "MSA"; numorg: string; matricule: string | null; role: string } | null;
  /** Instant. */
  dernierFlux: string | null;
  suspension: { du: string; au: string | null } | null;
}

/** An exchange SANCTION_EXECUTION that waits for a file. */
export interface ExecutionDue {
  echange: string;
  sanction: string;
  typeEvenement: string;
  /** Of the event: DECIDEE or REFUSEE. */
  statut: string | null;
  /** The exchange of the decision, when a file holds it already. */
  decisionDeposee: string | null;
}

/** One line of the file. */
export interface LigneExecution {
  ligne: string;
  etape: Etape;
  sanction: string;
  organismePayeur: string;
  numeroDemande: string;
  role: string;
  matricule: string | null;
  nature: string;
  quotitePourcent: number | null;
  montantCentimes: number | null;
  decideeLe: string;
  decideePar: string;
  debut: string;
  fin: string;
  /** LEVEE: first day without the sanction. ANNULATION: its first day, since it never was. */
  effetLe: string | null;
  /** The line of the decision that this one ends or cancels. */
  annule: string | null;
}

export interface Tri {
  lignes: { destinataire: "CAF" | "MSA"; ligne: LigneExecution }[];
  ignorees: { echange: string; raison: string }[];
  /** Nobody can be told yet. */
  attente: string[];
}

const ETAPE_DE: Readonly<Record<string, Etape>> = { SanctionDecidee: "DECISION", SanctionLevee: "LEVEE", SanctionAnnulee: "ANNULATION" };
export const etapeDe = (typeEvenement: string): Etape => ETAPE_DE[typeEvenement]!;

/** Why nothing is to be applied, or null. A decision that ended before any file held it is told by none of its steps: nobody is paid less for it. Pure. */
export function sansExecution(due: ExecutionDue, fait: FaitExecution | undefined): string | null {
  if (due.statut === "REFUSEE") return "La sanction est refusée : l’organisme payeur n’a rien à appliquer.";
  if (fait === undefined) return "La sanction ou la personne n’est plus dans le hub.";
  if (due.decisionDeposee !== null) return null;
  if (fait.statut === "ANNULEE") return "La décision a été annulée avant d’être déposée.";
  if (fait.statut === "LEVEE" && fait.remobilisationLe !== null && fait.remobilisationLe <= fait.debut)
    return "La sanction a été levée avant son premier jour, et avant d’être déposée.";
  return null;
}

/** Sorts what waits, in the order of the events: lines by payer, what nobody has to apply, what waits for a file of the person. Pure. */
export function trier(dues: readonly ExecutionDue[], faits: ReadonlyMap<string, FaitExecution>): Tri {
  const tri: Tri = { lignes: [], ignorees: [], attente: [] };
  const decisions = new Map<string, string>();
  for (const due of dues) {
    const fait = faits.get(due.sanction);
    const raison = sansExecution(due, fait);
    if (raison !== null) tri.ignorees.push({ echange: due.echange, raison });
    else if (fait!.dossier === null) tri.attente.push(due.echange);
    else {
      const etape = etapeDe(due.typeEvenement);
      if (etape === "DECISION") decisions.set(due.sanction, due.echange);
      const annule = etape === "DECISION" ? null : (due.decisionDeposee ?? decisions.get(due.sanction) ?? null);
      tri.lignes.push({ destinataire: fait!.dossier.fonorg, ligne: ligneDe(due.echange, etape, fait!, annule) });
    }
  }
  return tri;
}

function ligneDe(ligne: string, etape: Etape, fait: FaitExecution, annule: string | null): LigneExecution {
  const dossier = fait.dossier!;
  return {
    ligne,
    etape,
    sanction: fait.sanction,
    organismePayeur: `${dossier.fonorg}${dossier.numorg}`,
    numeroDemande: dossier.numeroDemande,
    role: dossier.role,
    matricule: dossier.fonorg === "CAF" ? dossier.matricule : null,
    nature: fait.nature,
    quotitePourcent: fait.quotitePourcent,
    montantCentimes: fait.montantCentimes,
    decideeLe: fait.decideeLe,
    decideePar: fait.decideePar,
    debut: fait.debut,
    fin: fait.fin,
    effetLe: etape === "LEVEE" ? fait.remobilisationLe : etape === "ANNULATION" ? fait.debut : null,
    annule,
  };
}

/** True when the flows of the payer show that the step is applied: a suspension for sanction since the decision; after a lifting or a cancellation, a flow
 * later than the deposit that shows none. A reduction that the payer tells by no block of suspension is never seen. Pure.
 * @param deposeLe instant at which the file was left */
export function executionVue(etape: Etape, { suspension, dernierFlux }: FaitExecution, deposeLe: Date): boolean {
  if (etape === "DECISION") return suspension !== null;
  return dernierFlux !== null && new Date(dernierFlux) > deposeLe && (suspension === null || suspension.au !== null);
}

const STATUT_DE: Readonly<Record<Etape, string>> = { DECISION: "DECIDEE", LEVEE: "LEVEE", ANNULATION: "ANNULEE" };
/** True when what the file says is what the sanction is now, and the hub does not know yet that the payer was told. Pure. */
export const aMarquer = (etape: Etape, fait: FaitExecution): boolean => fait.transmiseLe === null && fait.statut === STATUT_DE[etape];
