import { type FoyerInterprete, lireFoyer } from "./foyer";
import { type DemandeInterpretee, lireDemande } from "./instruction";
import type { Noeud } from "./noeud";

/** What reads one dossier of a flow of this type: a right, or a request. */
export const lecteurDuType = (typeFlux: string): ((noeud: Noeud, reference: string) => FoyerInterprete | DemandeInterpretee) =>
  typeFlux === "INSTRUCTION" ? lireDemande : lireFoyer;
