import { randomUUID } from "node:crypto";
import { addDays, addMonths } from "../../shared/civil-date";
import type { WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeDate, refusDeTexte } from "../refus";
import type { Situation } from "../situation";
import type { NatureSortie, TypeContratTravail } from "../vocabulaire";
import type { RepriseEmploi, SortieParcours } from "./sortie";

export interface DemandeSortie {
  nature: NatureSortie;
  /** Civil date, Europe/Paris. */
  date: string;
  /** What proves it, in words. */
  preuve?: string | null;
}

export interface DemandeReprise {
  debut: string;
  typeContrat: TypeContratTravail;
  dureeMois?: number | null;
  /** Fraction of full time, above 0 and up to 1. */
  quotite?: number | null;
}

export interface Sorties {
  /** Also closes the orientation, the contract and, from the next day of `aujourdhui`, the follow-ups. */
  sortir(situation: Situation, sortie: DemandeSortie & { id: string }, horloge: Horloge): Promise<SortieParcours>;
  reprendre(situation: Situation, reprise: DemandeReprise & { id: string; fin: string | null }, le: Date): Promise<RepriseEmploi>;
}

interface Horloge {
  aujourdhui: string;
  maintenant: Date;
}

const PREUVE_MAX = 500;

/** Declares that a person leaves the journey: the fact, its events and its trace. */
export async function declarerSortie(
  situation: Situation,
  demande: DemandeSortie,
  sorties: Sorties,
  { publish, trace }: WritingTransaction,
  horloge: Horloge,
): Promise<SortieParcours | Refus> {
  const { departement, allocataire, entree, orientation, contrat } = situation;
  const refusee = premierRefus(
    () => (entree?.sortie ? refus("SORTIE_DEJA_DECLAREE", "allocataire") : null),
    () => refusDeDate(demande.date, "date", horloge.aujourdhui, entree?.notification ?? null, orientation?.decideeLe ?? null),
    () => refusDeTexte(demande.preuve, "preuve", PREUVE_MAX),
  );
  if (refusee) return refusee;
  const id = randomUUID();
  const { nature, date } = demande;
  const cloture = contrat && { contrat: contrat.id, le: date, cause: "SORTIE" };
  const close = orientation && { orientation: orientation.id, closeLe: date, motifFin: nature };
  const [sortie] = await Promise.all([
    sorties.sortir(situation, { ...demande, id }, horloge),
    publish({ type: "SortieDeclaree", departement, allocataire, donnees: { sortie: id, nature, date } }),
    close && publish({ type: "OrientationClose", departement, allocataire, donnees: close }),
    cloture && publish({ type: "ContratCloture", departement, allocataire, donnees: cloture }),
    trace([allocataire], ["SortieParcours.nature", "SortieParcours.date", "Orientation.closeLe", "ContratEngagement.statut"]),
  ]);
  return sortie;
}

/** Declares a return to work: the fact, its event and its trace. It closes nothing by itself. */
export async function declarerRepriseEmploi(
  situation: Situation,
  demande: DemandeReprise,
  sorties: Sorties,
  { publish, trace }: WritingTransaction,
  horloge: Horloge,
): Promise<RepriseEmploi | Refus> {
  const { debut, typeContrat } = demande;
  const dureeMois = demande.dureeMois ?? null;
  const quotite = demande.quotite ?? null;
  const refusee = premierRefus(
    () => refusDeDate(debut, "debut", horloge.aujourdhui),
    () => (dureeMois === null || (dureeMois >= 1 && dureeMois <= 600) ? null : refus("DUREE_INVALIDE", "dureeMois")),
    () => (typeContrat === "CDI" && dureeMois !== null ? refus("DUREE_SANS_OBJET", "dureeMois") : null),
    () => (quotite === null || (quotite > 0 && quotite <= 1) ? null : refus("QUOTITE_INVALIDE", "quotite")),
  );
  if (refusee) return refusee;
  const { departement, allocataire } = situation;
  const id = randomUUID();
  const fin = dureeMois === null ? null : addDays(addMonths(debut, dureeMois), -1);
  const [reprise] = await Promise.all([
    sorties.reprendre(situation, { ...demande, id, fin }, horloge.maintenant),
    publish({ type: "RepriseEmploiDeclaree", departement, allocataire, donnees: { reprise: id, debut, typeContrat } }),
    trace([allocataire], ["RepriseEmploi.debut", "RepriseEmploi.typeContrat"]),
  ]);
  return reprise;
}
