import { Refus } from "../../shared/contrat/refus";
import type { Portee } from "../../shared/identity";
import type { FamilleMotif, Modalite } from "../correspondances-rdv";
import { peutPublier } from "../creneau/creneau";
import { type Plage, refusPlage } from "../prise-rendez-vous";

/** A collective meeting that the hub holds, and the places left. */
export interface Reunion {
  departement: string;
  id: string;
  organisme: string;
  famille: FamilleMotif;
  modalite: Modalite;
  debut: Date;
  dureeMinutes: number;
  lieu: string;
  codeInsee: string;
  capacite: number;
  restantes: number;
}

export interface DemandeReunion extends Plage {
  organisme: string;
  famille: FamilleMotif;
  lieu: string;
  codeInsee: string;
  capacite: number;
}

const CAPACITE_MAXIMUM = 500;
const LIEU_MAXIMUM = 200;
const CODE_INSEE = /^[0-9][0-9AB][0-9]{3}$/;

/** Why a meeting cannot be planned, or `null`. Who may: the organisme for itself, the Département for its services and délégataires.
 * Refus: ORGANISME_INTERDIT, REUNION_INVALIDE, and those of a span of time. */
export function refusReunion(
  d: DemandeReunion,
  cible: { id: string; type: string },
  appelant: { organisme: string | null; type: string | null; portee: Portee },
  maintenant: Date,
): Refus | null {
  if (appelant.portee === "referent" || !peutPublier(appelant, cible))
    return Refus.de(
      "ORGANISME_INTERDIT",
      "Un organisme programme ses propres réunions ; le Département programme aussi celles de ses délégataires.",
      {
        champ: "organisme",
      },
    );
  const champ = champInvalide(d);
  if (champ)
    return Refus.de("REUNION_INVALIDE", "Une réunion a un lieu (200 caractères au plus), une commune (code INSEE) et de 1 à 500 places.", {
      champ,
    });
  return refusPlage(d, maintenant);
}

function champInvalide({ lieu, codeInsee, capacite }: DemandeReunion): string | null {
  if (lieu.trim() === "" || lieu.length > LIEU_MAXIMUM) return "lieu";
  if (!CODE_INSEE.test(codeInsee)) return "codeInsee";
  return Number.isInteger(capacite) && capacite >= 1 && capacite <= CAPACITE_MAXIMUM ? null : "capacite";
}

export const refusReunionInconnue = (): Refus =>
  Refus.de("REUNION_INTROUVABLE", "Aucune réunion à venir de votre département n’a cet identifiant.", { champ: "reunion" });

/** Why a person cannot be put down for a meeting, or `null`. The meeting is locked. Refus: REUNION_INTROUVABLE, REUNION_PASSEE, DEJA_INSCRITE, REUNION_COMPLETE. */
export function refusInscription(reunion: Reunion | null, dejaInscrite: boolean, maintenant: Date): Refus | null {
  if (!reunion) return refusReunionInconnue();
  if (reunion.debut <= maintenant)
    return Refus.de("REUNION_PASSEE", "Cette réunion a commencé : choisissez-en une à venir.", { champ: "reunion" });
  if (dejaInscrite) return Refus.de("DEJA_INSCRITE", "La personne est déjà inscrite à cette réunion.", { champ: "allocataire" });
  if (reunion.restantes < 1)
    return Refus.de("REUNION_COMPLETE", "Cette réunion est complète : « reunions » donne celles qui ont encore des places.", {
      champ: "reunion",
    });
  return null;
}
