import { jourLu } from "../../envoi/heure-paris";
import type { ManquementFT } from "../../france-travail/api";

export interface RendezVousConnu {
  id: string;
  /** Instant. */
  debut: string;
  liens: { identifiant: string }[];
}

const jourEcrit = (valeur: string): string | null => {
  const [, jour, mois, annee] = /^(\d{2})[/-](\d{2})[/-](\d{4})/.exec(valeur) ?? [];
  if (annee) return `${annee}-${mois}-${jour}`;
  return /^\d{4}-\d{2}-\d{2}/.test(valeur) ? jourLu(valeur) : null;
};

/** The appointment of the hub that the evidence of an absence names (ARDV_IDENTIFIANT_RDV: ours, or the one of the tool it comes from), else the only
 * one of the day that it gives (ARDV_DATE_RDV). Null when the hub has none: the breach then rests on the word of France Travail. Pure. */
export function rendezVousManque({ faisceauIndices = [] }: ManquementFT, connus: readonly RendezVousConnu[]): string | null {
  const valeurs = (code: string) =>
    faisceauIndices.flatMap(({ attributs }) => attributs.filter((a) => a.codeAttribut === code).map((a) => a.valeurAttribut));
  const identifiants = new Set(valeurs("ARDV_IDENTIFIANT_RDV"));
  const nomme = connus.find(({ id, liens }) => identifiants.has(id) || liens.some((lien) => identifiants.has(lien.identifiant)));
  if (nomme) return nomme.id;
  const jours = new Set(valeurs("ARDV_DATE_RDV").map(jourEcrit));
  const duJour = connus.filter(({ debut }) => jours.has(jourLu(debut)));
  return duJour.length === 1 ? duJour[0]!.id : null;
}

/** True when the evidence speaks of a missed appointment. */
export const ditUneAbsence = ({ faisceauIndices = [] }: ManquementFT): boolean =>
  faisceauIndices.some(({ attributs }) => attributs.some(({ codeAttribut }) => codeAttribut.startsWith("ARDV_")));
