import { depuisPartenaire } from "../../../shared/contrat/correspondance/correspondance";
import { FREIN_FRANCE_TRAVAIL } from "../../../shared/contrat/correspondance/personne";
import { jourLu } from "../../envoi/heure-paris";
import type { ContrainteLueFT, DossierDiagnosticFT } from "../../france-travail/api";

export interface ContrainteDuHub {
  frein: string;
  impact: string;
  prioritaire: boolean;
}
/** The last diagnostic of the hub. */
export interface DiagnosticDuHub {
  etabliLe: string;
  contraintes: ContrainteDuHub[];
}

const IMPACTS: readonly string[] = ["FORT", "MOYEN", "FAIBLE"];

/** The freins that France Travail says are there (valeur OUI), in the words of the hub. A code without a word there is left out. */
export function contraintesRecues({ contraintes, autonomieNumerique }: DossierDiagnosticFT): ContrainteDuHub[] {
  const lues = contraintes.flatMap((c) => contrainte(depuisPartenaire(FREIN_FRANCE_TRAVAIL, c.code), c));
  const numerique = autonomieNumerique ? contrainte("NUMERIQUE", autonomieNumerique) : [];
  return [...lues, ...numerique].sort((a, b) => a.frein.localeCompare(b.frein));
}

const contrainte = (frein: string | null, { valeur, impact, estPrioritaire }: ContrainteLueFT): ContrainteDuHub[] =>
  frein === null || valeur !== "OUI"
    ? []
    : [{ frein, impact: IMPACTS.includes(impact ?? "") ? impact! : "NON_RENSEIGNE", prioritaire: estPrioritaire ?? false }];

/** How a set of freins is shown in a divergence, and compared: codes only. */
export const contraintesDites = (contraintes: readonly ContrainteDuHub[]): string =>
  [...contraintes]
    .sort((a, b) => a.frein.localeCompare(b.frein))
    .map(
      ({ frein, impact, prioritaire }) => `${frein} ${impact === "AUCUN" ? "NON_RENSEIGNE" : impact}${prioritaire ? " prioritaire" : ""}`,
    )
    .join(", ");

export type SuiteDiagnostic = { suite: "ENREGISTRER"; etabliLe: string } | { suite: "DIVERGENCE" } | { suite: "IGNORER"; raison: string };

/** What the hub does with the diagnostic that France Travail shows.
 * @param enCours the hub is sending its own: both sides changed.  @param jour civil date of the exploration at France Travail. */
export function suiteDuDiagnostic(
  recues: readonly ContrainteDuHub[],
  jour: string,
  notre: DiagnosticDuHub | null,
  enCours: boolean,
): SuiteDiagnostic {
  if (notre === null) return { suite: "ENREGISTRER", etabliLe: jour };
  if (contraintesDites(recues) === contraintesDites(notre.contraintes))
    return { suite: "IGNORER", raison: "Le hub et France Travail disent les mêmes freins." };
  if (jour < notre.etabliLe) return { suite: "IGNORER", raison: "Le diagnostic du hub est plus récent." };
  return enCours || jour === notre.etabliLe ? { suite: "DIVERGENCE" } : { suite: "ENREGISTRER", etabliLe: jour };
}

export const jourDuDiagnostic = ({ dateExploration }: DossierDiagnosticFT): string | null =>
  dateExploration === null ? null : jourLu(dateExploration);
