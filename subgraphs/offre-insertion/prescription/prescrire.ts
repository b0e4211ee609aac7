import type { ModeIntervention } from "../../shared/contrat/enums";
import { Refus } from "../../shared/contrat/refus";
import { refusDuMotif } from "./cycle";
import { dureeMinutes, type PreferenceContact } from "./prescription";

export interface DemandeDePrescription {
  allocataire: string;
  offre: string;
  session: string | null;
  motif: string;
  /** Kept aside: it takes no place and the structure does not see it. */
  brouillon: boolean;
  /** Rather wait for a place than be refused. */
  listeAttente: boolean;
  preferencesContact: PreferenceContact[];
  disponibilites: string | null;
  conditionsRemplies: string[];
  protectionDonneesAttestee: boolean;
}

interface OffreAPrescrire {
  id: string;
  mode: ModeIntervention | null;
  volumeHoraireHebdomadaire: number | null;
  nombreSemaines: number | null;
  retireeLe: Date | null;
}
interface SessionAPrescrire {
  id: string;
  offre: string;
  debut: Date;
  fin: Date | null;
  annuleeLe: Date | null;
}

/** What prescribing needs of the storage. Each read answers null for what the caller may not see. */
export interface PourPrescrire {
  personne(id: string): Promise<{ departement: string; canonique: string } | null>;
  offre(id: string): Promise<OffreAPrescrire | null>;
  session(id: string): Promise<SessionAPrescrire | null>;
  /** Until the end of the transaction, nobody else prescribes this offer to this person; true when it already is prescribed. */
  dejaPrescrite(departement: string, canonique: string, offre: string): Promise<boolean>;
  prendreUnePlace(offre: string, session: string | null): Promise<boolean>;
  creer(nouvelle: {
    departement: string;
    allocataire: string;
    offre: string;
    session: string | null;
    statut: "BROUILLON" | "OUVERTE";
    place: boolean;
    motif: string;
    dureeMinutes: number | null;
    mode: ModeIntervention | null;
  }): Promise<string>;
}

export const PLUS_DE_PLACE = (session: boolean) =>
  Refus.de("PLUS_DE_PLACE", "Toutes les places sont prises : choisissez une autre session ou une autre offre.", {
    champ: session ? "session" : "offre",
  });

const LIGNES_MAX = 20;
const LIGNE_MAX = 500;

/** Why what the structure will be told is not accepted, or null. Refus : TROP_DE_PRECISIONS. */
export function refusDesPrecisions({ disponibilites, conditionsRemplies }: DemandeDePrescription): Refus | null {
  const lignes = [...conditionsRemplies, disponibilites ?? ""];
  if (lignes.length <= LIGNES_MAX + 1 && lignes.every((ligne) => ligne.length <= LIGNE_MAX)) return null;
  return Refus.de("TROP_DE_PRECISIONS", `Donnez au plus ${LIGNES_MAX} conditions, et ${LIGNE_MAX} caractères à chaque précision.`, {
    champ: "conditionsRemplies",
  });
}

/** Why an offer and its session cannot be prescribed now, or null.
 * Refus : OFFRE_INTROUVABLE, OFFRE_RETIREE, SESSION_COMMENCEE, SESSION_ANNULEE. */
export function refusDeLOffre(
  offre: Pick<OffreAPrescrire, "retireeLe"> | null,
  session: SessionAPrescrire | null,
  maintenant: Date,
): Refus | null {
  if (!offre) return Refus.de("OFFRE_INTROUVABLE", "Aucune offre du catalogue ne porte cet identifiant.", { champ: "offre" });
  if (offre.retireeLe !== null)
    return Refus.de("OFFRE_RETIREE", "Sa source ne propose plus cette offre : choisissez-en une autre.", { champ: "offre" });
  if (session?.annuleeLe) return Refus.de("SESSION_ANNULEE", "Cette session est annulée : choisissez-en une autre.", { champ: "session" });
  if (session && session.debut <= maintenant)
    return Refus.de("SESSION_COMMENCEE", "Cette session a déjà commencé : choisissez-en une à venir.", { champ: "session" });
  return null;
}

/** Prescribes an offer: the id of the prescription, or a Refus.
 * Refus : ALLOCATAIRE_INTROUVABLE, OFFRE_INTROUVABLE, OFFRE_RETIREE, SESSION_INTROUVABLE, SESSION_COMMENCEE, SESSION_ANNULEE, DEJA_PRESCRITE,
 * PLUS_DE_PLACE, MOTIF_MANQUANT, MOTIF_TROP_LONG, TROP_DE_PRECISIONS. */
export async function prescrire(
  demande: DemandeDePrescription,
  port: PourPrescrire,
  maintenant: Date,
): Promise<{ id: string; departement: string; canonique: string } | Refus> {
  const refusTexte = refusDuMotif(demande.motif, true) ?? refusDesPrecisions(demande);
  if (refusTexte) return refusTexte;
  const personne = await port.personne(demande.allocataire);
  if (!personne)
    return Refus.de("ALLOCATAIRE_INTROUVABLE", "Aucun allocataire de votre périmètre ne porte cet identifiant.", { champ: "allocataire" });
  const offre = await port.offre(demande.offre);
  const session = offre && demande.session !== null ? await port.session(demande.session) : null;
  if (offre && demande.session !== null && session?.offre !== offre.id)
    return Refus.de("SESSION_INTROUVABLE", "Cette offre n’a pas de session de cet identifiant.", { champ: "session" });
  const refusOffre = refusDeLOffre(offre, session, maintenant);
  if (refusOffre) return refusOffre;
  if (await port.dejaPrescrite(personne.departement, personne.canonique, offre!.id)) {
    return Refus.de("DEJA_PRESCRITE", "Cette offre est déjà prescrite à cette personne et la prescription est en cours.", {
      champ: "offre",
    });
  }
  const place = !demande.brouillon && (await port.prendreUnePlace(offre!.id, session?.id ?? null));
  if (!place && !demande.brouillon && !demande.listeAttente) return PLUS_DE_PLACE(session !== null);
  const id = await port.creer({
    departement: personne.departement,
    allocataire: personne.canonique,
    offre: offre!.id,
    session: session?.id ?? null,
    statut: demande.brouillon ? "BROUILLON" : "OUVERTE",
    place,
    motif: demande.motif.trim(),
    dureeMinutes: dureeMinutes(session, offre!),
    mode: offre!.mode,
  });
  return { id, departement: personne.departement, canonique: personne.canonique };
}
