import { randomUUID } from "node:crypto";
import type { WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { present, type Referent } from "../organisme/organisme";
import { premierRefus, refus, refusDeMotif } from "../refus";
import type { Acteur } from "../situation";
import { evenementDAffectation, type Intervenant } from "./intervention";

export interface DemandeRemplacement {
  referent: string;
  remplacant: string;
  /** First and last day, civil dates, inclusive. */
  du: string;
  au: string;
  motif: string;
}

export interface Remplacement extends DemandeRemplacement {
  id: string;
  departement: string;
  /** People whom the replacement takes over today. */
  nombre: number;
}

export interface Remplacements {
  referent(id: string): Promise<Referent | null>;
  /** Whether she already replaces the same référent on some of these days. */
  remplaceDeja(departement: string, demande: DemandeRemplacement): Promise<boolean>;
  /** Locks the people whom the référent follows on some of these days. */
  personnesSuivies(departement: string, demande: DemandeRemplacement): Promise<string[]>;
  enregistrer(remplacement: Omit<Remplacement, "nombre">, personnes: string[], le: Date): Promise<Intervenant[]>;
}

/** Why a référent cannot be replaced so, or null. Both work for the same organisme.
 * Refus: NON_HABILITE, MOTIF_MANQUANT, TEXTE_INVALIDE, REFERENT_INCONNU, MEME_REFERENT, REMPLACANT_HORS_ORGANISME, DATE_ANTERIEURE, REFERENT_ABSENT. */
export function refusDeRemplacement(
  acteur: Acteur,
  referent: Referent | null,
  remplacant: Referent | null,
  demande: DemandeRemplacement,
  aujourdhui: string,
): Refus | null {
  return premierRefus(
    () => (acteur.type === "DEPARTEMENT" ? null : refus("NON_HABILITE")),
    () => refusDeMotif(demande.motif),
    () => (referent ? null : refus("REFERENT_INCONNU", "referent")),
    () => (remplacant && remplacant.departement === referent!.departement ? null : refus("REFERENT_INCONNU", "remplacant")),
    () => (remplacant!.id === referent!.id ? refus("MEME_REFERENT", "remplacant") : null),
    () => (remplacant!.organisme === referent!.organisme ? null : refus("REMPLACANT_HORS_ORGANISME", "remplacant")),
    () => (demande.au < demande.du || demande.au < aujourdhui ? refus("DATE_ANTERIEURE", "au") : null),
    () => (present(remplacant!, demande.du) && present(remplacant!, demande.au) ? null : refus("REFERENT_ABSENT", "remplacant")),
  );
}

/** Replaces a référent for the time of an absence: her whole portfolio, its events and its traces. Whom she is given meanwhile follows. */
export async function remplacerReferent(
  acteur: Acteur,
  demande: DemandeRemplacement,
  remplacements: Remplacements,
  { publish, trace }: WritingTransaction,
  horloge: { aujourdhui: string; maintenant: Date },
): Promise<Remplacement | Refus> {
  const [referent, remplacant] = [await remplacements.referent(demande.referent), await remplacements.referent(demande.remplacant)];
  const refusee = refusDeRemplacement(acteur, referent, remplacant, demande, horloge.aujourdhui);
  if (refusee) return refusee;
  const { departement } = referent!;
  if (await remplacements.remplaceDeja(departement, demande)) return refus("REMPLACEMENT_EXISTANT", "remplacant");
  const personnes = await remplacements.personnesSuivies(departement, demande);
  const remplacement = { ...demande, motif: demande.motif.trim(), id: randomUUID(), departement };
  const affectes = await remplacements.enregistrer(remplacement, personnes, horloge.maintenant);
  await publish(...affectes.map((affecte) => evenementDAffectation(departement, affecte)));
  const remplacees = [...new Set(affectes.map(({ allocataire }) => allocataire))];
  await trace(remplacees, ["Orientation.intervenants"]);
  return { ...remplacement, nombre: remplacees.length };
}
