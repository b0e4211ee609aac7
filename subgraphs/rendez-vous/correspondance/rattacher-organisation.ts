import type { SystemeSource } from "../../shared/contrat/enums";
import { Refus } from "../../shared/contrat/refus";

export interface DemandeRattachement {
  systeme: SystemeSource;
  /** Id of the organisation in its tool. */
  identifiant: string;
  /** Id of the organisme. */
  organisme: string;
}

export interface Organisations {
  /** Type of the organisme of the caller; null without one. */
  typeOrganisme(): Promise<string | null>;
  organismeDuDepartement(id: string): Promise<boolean>;
  /** True when a tool told it and no other département has it. */
  rattachable(systeme: string, identifiant: string): Promise<boolean>;
  rattacher(demande: DemandeRattachement): Promise<void>;
}

/** The Département says which organisme an organisation of a tool is, when no name tells it; the messages kept for it are replayed by the worker.
 * One mapped to another département reads like one that does not exist.
 * Refus: NON_HABILITE, SYSTEME_SANS_MESSAGES, ORGANISME_INCONNU, ORGANISATION_INTROUVABLE. */
export async function rattacherOrganisation(demande: DemandeRattachement, organisations: Organisations): Promise<Refus | null> {
  const { systeme, identifiant, organisme } = demande;
  if ((await organisations.typeOrganisme()) !== "DEPARTEMENT")
    return Refus.de("NON_HABILITE", "Votre organisme n’est pas habilité à cet acte : il revient au Département.");
  if (systeme !== "RENDEZ_VOUS_SOLIDARITES" && systeme !== "RENDEZ_VOUS_INSERTION")
    return Refus.de("SYSTEME_SANS_MESSAGES", "Ce système n’envoie pas de messages de rendez-vous au hub.", {
      champ: "systeme",
    });
  if (!(await organisations.organismeDuDepartement(organisme)))
    return Refus.de("ORGANISME_INCONNU", "Aucun organisme du département n’a cet identifiant.", { champ: "organisme" });
  if (!(await organisations.rattachable(systeme, identifiant)))
    return Refus.de("ORGANISATION_INTROUVABLE", "Aucun message de cet outil ne nomme cette organisation.", { champ: "identifiant" });
  await organisations.rattacher(demande);
  return null;
}
