import type { SystemeSource } from "../../shared/contrat/enums";
import { Refus } from "../../shared/contrat/refus";
import { statutDeRdv } from "../correspondances-rdv";
import type { StatutEnregistre, StatutParticipation } from "../statut-participation";

export interface DemandeCorrespondance {
  systeme: SystemeSource;
  /** Status as the source writes it. */
  code: string;
  statut: StatutParticipation;
}

export interface Correspondances {
  /** Type of the organisme of the caller; null without one. */
  typeOrganisme(): Promise<string | null>;
  definir(demande: DemandeCorrespondance & { statut: StatutEnregistre }): Promise<void>;
}

const CODE_MAXIMUM = 60;

/** A Département says what a status that the hub does not know means; the messages kept for it are replayed by the worker.
 * Refus: NON_HABILITE, SYSTEME_SANS_MESSAGES, CODE_INVALIDE, CODE_DEJA_LU, STATUT_NON_DEFINISSABLE. */
export async function definirCorrespondanceStatut(demande: DemandeCorrespondance, correspondances: Correspondances): Promise<Refus | null> {
  const refus = refusCorrespondance(demande);
  if (refus) return refus;
  if ((await correspondances.typeOrganisme()) !== "DEPARTEMENT")
    return Refus.de("NON_HABILITE", "Votre organisme n’est pas habilité à cet acte : il revient au Département.");
  await correspondances.definir({ ...demande, statut: demande.statut as StatutEnregistre });
  return null;
}

export function refusCorrespondance({ systeme, code, statut }: DemandeCorrespondance): Refus | null {
  if (systeme !== "RENDEZ_VOUS_SOLIDARITES" && systeme !== "RENDEZ_VOUS_INSERTION")
    return Refus.de("SYSTEME_SANS_MESSAGES", "Ce système n’envoie pas de messages de rendez-vous au hub.", {
      champ: "systeme",
    });
  if (code.trim() === "" || code.length > CODE_MAXIMUM)
    return Refus.de("CODE_INVALIDE", "Donnez le statut tel que l’outil l’écrit, en 60 caractères au plus.", { champ: "code" });
  if (statutDeRdv(code) !== null)
    return Refus.de("CODE_DEJA_LU", "La table du hub connaît déjà ce statut : elle ne change pas d’un département à l’autre.", {
      champ: "code",
    });
  if (statut === "A_RENSEIGNER")
    return Refus.de("STATUT_NON_DEFINISSABLE", "« À renseigner » se déduit de l’heure du rendez-vous : donnez PREVU.", { champ: "statut" });
  return null;
}
