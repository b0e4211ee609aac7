import { Refus } from "../../shared/contrat/refus";
import type { Portee } from "../../shared/identity";
import { motifDit } from "../../shared/motif";

/** An emergency access as it is kept. `allocataire` null: an attempt that found nobody. */
export interface AccesUrgence {
  id: string;
  departement: string;
  allocataire: string | null;
  client: string;
  agent: string | null;
  organisme: string | null;
  motif: string;
  ouvertLe: Date;
  expireLe: Date;
  fermeLe: Date | null;
}

export const MOTIF_MIN = 20;
const MOTIF_MAX = 2_000;

/** Why an emergency access cannot be asked for, whoever it is about; or `null`.
 * @param quotaAtteint who reads the whole département has a use for one when her quota stops her.
 * Refus : ACCES_URGENCE_INUTILE, ACCES_URGENCE_SANS_ORGANISME, MOTIF_TROP_COURT. */
export function refusDemande(demande: { portee: Portee; motif: string; quotaAtteint: boolean }): Refus | null {
  const { portee, motif, quotaAtteint } = demande;
  if (portee === "departement" && !quotaAtteint)
    return Refus.de("ACCES_URGENCE_INUTILE", "Votre organisme lit déjà toutes les personnes du département : lisez celle-ci.");
  if (portee === "aucune")
    return Refus.de(
      "ACCES_URGENCE_SANS_ORGANISME",
      "Un accès d’urgence s’ouvre au nom d’un organisme du département : votre jeton n’en nomme aucun.",
    );
  const dit = motifDit(motif).length;
  if (dit < MOTIF_MIN || dit > MOTIF_MAX)
    return Refus.de("MOTIF_TROP_COURT", `Dites pourquoi, en ${MOTIF_MIN} caractères au moins (2 000 au plus) : la personne le lira.`, {
      champ: "motif",
    });
  return null;
}

/** Why no more is opened today, before anybody is looked for; or `null`.
 * @param essais attempts of the client in the last 24 hours, whether they found somebody or not. Refus : TROP_D_ACCES_URGENCE. */
export function refusNombre(essais: number, parJour: number): Refus | null {
  if (essais < parJour) return null;
  return Refus.de("TROP_D_ACCES_URGENCE", `Ce client a déjà demandé ${parJour} accès d’urgence en 24 heures : passez par le Département.`);
}

/** The same words for who does not exist, who is of another département, and who is badly named. */
export const personneIntrouvable = (): Refus =>
  Refus.de(
    "PERSONNE_INTROUVABLE",
    "Aucune personne de votre département ne répond à cette demande. Elle compte parmi vos accès d’urgence du jour.",
  );

/** Why an access is not closed, or `null`. Refus : ACCES_URGENCE_INCONNU, ACCES_URGENCE_CLOS. */
export function refusFermeture(acces: AccesUrgence | null, maintenant: Date): Refus | null {
  if (acces === null)
    return Refus.de("ACCES_URGENCE_INCONNU", "Cet accès d’urgence n’existe pas, ou n’est pas le vôtre.", { champ: "acces" });
  if (acces.fermeLe !== null || acces.expireLe <= maintenant)
    return Refus.de("ACCES_URGENCE_CLOS", "Cet accès d’urgence est déjà clos.", { champ: "acces" });
  return null;
}
