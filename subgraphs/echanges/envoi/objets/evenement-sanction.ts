import { versPartenaire } from "../../../shared/contrat/correspondance/correspondance";
import { CAUSE_ANNULATION_FT, NATURE_MANQUEMENT_FT, NATURE_SANCTION_FT } from "../../../shared/contrat/correspondance/sanction";
import type { DecisionSanctionFT, TraitementSanctionFT } from "../../france-travail/api";
import { ErreurFranceTravail } from "../../france-travail/erreur-france-travail";
import type { Message } from "../objet-sortant";
import type { FaitSanction } from "./fait-sanction";

/** What goes to « Gestion des sanctions RSA »: an event on a consequence that France Travail knows, or a decision of the Département on its own breach. */
export type CorpsSanction = { traitement: TraitementSanctionFT } | { decision: DecisionSanctionFT };

type TypeEvenement = TraitementSanctionFT["evenement"]["typeEvenement"];

/** What the event of the hub is for France Travail; null when it is nothing for it. Pure. */
export function typeDEvenement({ evenement, donnees }: Pick<Message, "evenement" | "donnees">): TypeEvenement | null {
  switch (evenement) {
    case "SanctionInstruite":
    case "SanctionNotifiee":
      return "SAISIE_SANCTION";
    case "SanctionDecidee":
      return donnees.statut === "REFUSEE" ? "REFUS_SANCTION" : "VALID_SANCTION";
    case "SanctionLevee":
      return "VALID_LEVEE_SUSP";
    case "SanctionAnnulee":
      return "ANNULATION_SANCTION";
    default:
      return null;
  }
}

/** Civil date of the step. */
const dateDe = (type: TypeEvenement, fait: FaitSanction, survenuLe: Date): string => {
  const dates: Partial<Record<TypeEvenement, string | null>> = {
    SAISIE_SANCTION: fait.instruiteLe ?? fait.notifieeLe,
    VALID_SANCTION: fait.decideeLe,
    REFUS_SANCTION: fait.decideeLe,
    VALID_LEVEE_SUSP: fait.leveeLe,
    ANNULATION_SANCTION: fait.annuleeLe,
  };
  return dates[type] ?? survenuLe.toISOString().slice(0, 10);
};

const mesure = (fait: FaitSanction) => ({
  modaliteDecisionValidee: "P" as const,
  montantValide: fait.quotitePourcent ?? Number.NaN,
  dureeValidee: (fait.dureeMois ?? Number.NaN) as 1 | 2 | 3 | 4,
});

export function traitementDe(message: Message, fait: FaitSanction, identifiant: string): TraitementSanctionFT {
  const type = typeDEvenement(message)!;
  return {
    identifiantConsequenceSanction: identifiant,
    evenement: {
      typeEvenement: type,
      dateEvenement: dateDe(type, fait, message.survenuLe),
      ...(type === "ANNULATION_SANCTION" && {
        motifEvenement: versPartenaire(CAUSE_ANNULATION_FT, fait.annulationCause ?? "AUTRE") ?? "AUTRE",
      }),
    },
    ...(type === "VALID_SANCTION" && { typeConsequenceSanctionValide: versPartenaire(NATURE_SANCTION_FT, fait.nature)!, ...mesure(fait) }),
  };
}

export const decisionDe = (fait: FaitSanction): DecisionSanctionFT => ({
  dateNotificationDecisionSanction: fait.decideeLe!,
  natureManquement: versPartenaire(NATURE_MANQUEMENT_FT, fait.manquement.nature)!,
  rangManquement: fait.repetition ? "R2" : "R1",
  dateManquement: fait.manquement.constateLe,
  typeSanctionValide: versPartenaire(NATURE_SANCTION_FT, fait.nature)!,
  ...mesure(fait),
});

/** Stops what France Travail would refuse, before any call. Errors: DONNEE_INVALIDE (QUOTITE_HORS_BORNES, DUREE_HORS_BORNES). Source: reference §3.2. */
export function verifierMesure(corps: CorpsSanction): void {
  const dit = "decision" in corps ? corps.decision : corps.traitement;
  if (dit.modaliteDecisionValidee === undefined) return;
  const { montantValide, dureeValidee } = dit;
  if (!Number.isInteger(montantValide) || montantValide! < 30 || montantValide! > 100)
    throw new ErreurFranceTravail("DONNEE_INVALIDE", {
      codePartenaire: "QUOTITE_HORS_BORNES",
      precision: "France Travail n’admet qu’une quotité entière, de 30 à 100 %.",
    });
  if (![1, 2, 3, 4].includes(dureeValidee!))
    throw new ErreurFranceTravail("DONNEE_INVALIDE", {
      codePartenaire: "DUREE_HORS_BORNES",
      precision: "France Travail n’admet qu’une durée de 1 à 4 mois.",
    });
}
