import type { Refus } from "../../shared/contrat/refus";
import { enCapitalesSansAccent } from "../caf/etat-civil";
import { premierRefus, refus } from "../refus";
import type { Acteur } from "../situation";
import type { MotifEffacement } from "../vocabulaire";

/** Someone was erased. Nothing of her is in it. */
export interface Effacement {
  id: string;
  motif: MotifEffacement;
  effaceLe: Date;
  /** How many rows went. */
  lignes: number;
}

/** Why a person cannot be erased on request, or null. Refus: NON_HABILITE, EFFACEMENT_FINALITE, EFFACEMENT_MOTIF, EFFACEMENT_DROITS_OUVERTS.
 * Source: RGPD, article 17: the right to erasure does not hold against a mission of public interest that goes on; data collected by mistake go at once. */
export function refusDEffacement(
  { acteur, finalite, droitsOuverts }: { acteur: Acteur; finalite: string | null; droitsOuverts: boolean },
  motif: MotifEffacement,
): Refus | null {
  return premierRefus(
    () => (acteur.type === "DEPARTEMENT" ? null : refus("NON_HABILITE", "allocataire")),
    () => (finalite === "EXERCICE_DES_DROITS" ? null : refus("EFFACEMENT_FINALITE")),
    () => (motif === "CONSERVATION_ECHUE" ? refus("EFFACEMENT_MOTIF", "motif") : null),
    () => (droitsOuverts && motif === "DEMANDE_DE_LA_PERSONNE" ? refus("EFFACEMENT_DROITS_OUVERTS", "allocataire") : null),
  );
}

/** The words that a keyed hash of a civil status is made of: letters and digits of the name and of the first given name, and the birth date. */
export const texteEtatCivil = (nom: string, prenom: string, dateNaissance: string): string =>
  `${enCapitalesSansAccent(nom).replace(/[^A-Z0-9]/g, "")}|${enCapitalesSansAccent(prenom).replace(/[^A-Z0-9]/g, "")}|${dateNaissance}`;

/** A request number with the birth date: another person who comes into the same foyer is not the one who was erased. */
export const texteDossier = (numeroDemande: string, dateNaissance: string): string => `${numeroDemande}|${dateNaissance}`;
