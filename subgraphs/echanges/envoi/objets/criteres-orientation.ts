import { versPartenaire } from "../../../shared/contrat/correspondance/correspondance";
import { IMPACT_FRANCE_TRAVAIL } from "../../../shared/contrat/correspondance/personne";
import type { Frein } from "../../../shared/contrat/enums";

/** What the hub knows of the criteria, from the last diagnostic (allocataires/transmission). */
export interface CriteresConnus {
  contraintes: { frein: Frein; impact: string }[];
  procheAidant: boolean | null;
  niveauQualification: string | null;
  situationEmploi: string | null;
}

/** « criteres_orientation » of « Orientation usager » (arrêté of 21 November 2024). */
export type CriteresFT = Partial<
  Record<
    | "situation_professionnelle"
    | "niveau_etude"
    | "contrainte_sante"
    | "contrainte_logement"
    | "contrainte_mobilite"
    | "contrainte_familiale"
    | "contrainte_financiere"
    | "contrainte_numerique"
    | "contrainte_administrative_juridique"
    | "contrainte_francais_calcul",
    string
  >
>;

const CRITERE: Record<Frein, keyof CriteresFT> = {
  SANTE: "contrainte_sante",
  LOGEMENT: "contrainte_logement",
  MOBILITE: "contrainte_mobilite",
  FAMILLE: "contrainte_familiale",
  FINANCES: "contrainte_financiere",
  NUMERIQUE: "contrainte_numerique",
  ADMINISTRATIF_JURIDIQUE: "contrainte_administrative_juridique",
  LANGUE_SAVOIRS_DE_BASE: "contrainte_francais_calcul",
};
const SITUATIONS = ["EN_ACTIVITE", "DEUX_DERNIERES_ANNEES", "PLUS_DEUX_ANS", "JAMAIS"];
const NIVEAUX = ["AFS", "C12", "C3A", "CFG", "CP4", "NV5", "NV4", "NV3", "NV2", "NV1"];

/** Two criteria have no scale of impact. A contrainte of mobility whose nature is not known is AUTRE; no code says a digital one without its nature. */
function impactFT(frein: Frein, impact: string): string | null {
  if (impact === "AUCUN") return "AUCUNE";
  if (frein === "NUMERIQUE") return null;
  const dit = versPartenaire(IMPACT_FRANCE_TRAVAIL, impact);
  return frein === "MOBILITE" ? dit && "AUTRE" : dit;
}

/** Only what is known, and only codes: a text of the diagnostic never leaves, unless it is itself one of the codes. Handicap is never among them. */
export function criteresFT({ contraintes, procheAidant, niveauQualification, situationEmploi }: CriteresConnus): CriteresFT {
  const criteres: CriteresFT = {};
  for (const { frein, impact } of contraintes) {
    const dit = impactFT(frein, impact);
    if (dit !== null) criteres[CRITERE[frein]] = dit;
  }
  if (procheAidant) criteres.contrainte_familiale = "AIDANT_FAMILIAL";
  if (niveauQualification && NIVEAUX.includes(niveauQualification)) criteres.niveau_etude = niveauQualification;
  if (situationEmploi && SITUATIONS.includes(situationEmploi)) criteres.situation_professionnelle = situationEmploi;
  return criteres;
}
