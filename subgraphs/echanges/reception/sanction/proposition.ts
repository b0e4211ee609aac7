import { depuisPartenaire } from "../../../shared/contrat/correspondance/correspondance";
import { FAMILLE_MANQUEMENT_FT, NATURE_MANQUEMENT_FT, NATURE_SANCTION_FT } from "../../../shared/contrat/correspondance/sanction";
import { jourLu } from "../../envoi/heure-paris";
import type { ConsequenceSanctionFT, ManquementFT } from "../../france-travail/api";
import type { Traitement } from "../recevoir";

/** What the hub does not take as France Travail says it. */
export const refusLu = (code: string, message: string) => ({ applique: false, code, message }) as const satisfies Traitement;

/** Kept as the motive: what France Travail writes in clear is not copied. */
export const MOTIF_DE_PROPOSITION = "Proposition de France Travail.";

/** A breach and the sanction that France Travail proposes for it, in the hub's words. Civil dates. */
export interface PropositionLue {
  manquement: { nature: string; constateLe: string };
  sanction: { nature: string; quotitePourcent: number | null; dureeMois: number | null };
}

/** The nature of the breach, by its family and by the evidence; null when a code is unknown, or when they do not say the same: somebody looks. Pure. */
export function natureDuManquement({ familleManquement, faisceauIndices = [] }: ManquementFT): string | null {
  const natures = [
    depuisPartenaire(FAMILLE_MANQUEMENT_FT, familleManquement),
    ...faisceauIndices.map(({ natureDefaut }) => depuisPartenaire(NATURE_MANQUEMENT_FT, natureDefaut)),
  ];
  return new Set(natures).size === 1 ? natures[0]! : null;
}

const RETIREE = ["ANNULATION_SANCTION", "REFUS_SANCTION"];

/** What a consequence proposes, or why the hub opens nothing for it. Pure. */
export function propositionLue(manquement: ManquementFT, consequence: ConsequenceSanctionFT): PropositionLue | Traitement {
  const nature = depuisPartenaire(NATURE_SANCTION_FT, consequence.typeConsequenceSanction);
  if (nature === null) return { ignore: "Cette conséquence ne touche pas le RSA : elle n’ouvre rien au Département." };
  if (consequence.evenements.some(({ typeEvenement }) => RETIREE.includes(typeEvenement)))
    return { ignore: "France Travail ne propose plus cette sanction." };
  const duManquement = natureDuManquement(manquement);
  if (duManquement === null)
    return refusLu("NATURE_INDETERMINEE", "Les codes de nature que France Travail donne à ce manquement sont inconnus ou se contredisent.");
  return {
    manquement: { nature: duManquement, constateLe: jourLu(manquement.dateManquement) },
    sanction: {
      nature,
      // « M » is an amount: the share is left to whoever decides.
      quotitePourcent: consequence.modaliteProposee === "P" ? (consequence.montantPropose ?? null) : null,
      dureeMois: consequence.dureeProposee ?? null,
    },
  };
}

/** Why France Travail decides in the place of the Département. */
const SES_MOTIFS = ["DELAI_SAISIE_DEPASSE", "DELEGATION_FT", "REFUS_SAISIE"];

/** The arguments of `constaterSanction`; a refusal to show; or null while nothing is decided. Pure. */
export function decisionLue(consequence: ConsequenceSanctionFT): Record<string, unknown> | Traitement | null {
  if (consequence.evenements.some(({ typeEvenement }) => RETIREE.includes(typeEvenement)))
    return refusLu(
      "PROPOSITION_RETIREE",
      "France Travail ne propose plus cette sanction, ou l’a annulée : la procédure du hub reste ouverte.",
    );
  const valide = consequence.evenements.find(({ typeEvenement }) => typeEvenement === "VALID_SANCTION");
  if (!valide) return null;
  if (!SES_MOTIFS.includes(valide.motif ?? ""))
    return refusLu("DECISION_INCONNUE", "France Travail montre une décision du Département que le hub ne connaît pas.");
  const { modaliteValidee, montantValide, dureeValidee, dateDebutApplication } = consequence;
  if (modaliteValidee !== "P" || montantValide === undefined || dureeValidee === undefined || !dateDebutApplication)
    return refusLu("DECISION_INCOMPLETE", "La décision de France Travail ne dit pas sa quotité, sa durée ou son premier jour.");
  return {
    decideeLe: jourLu(valide.dateEvenement),
    motif: valide.motif,
    quotitePourcent: montantValide,
    dureeMois: dureeValidee,
    debut: jourLu(dateDebutApplication),
  };
}
