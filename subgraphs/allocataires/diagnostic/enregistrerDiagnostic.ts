import { randomUUID } from "node:crypto";
import type { WritingTransaction } from "../../shared/context";
import type { Frein } from "../../shared/contrat/enums";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeDate, refusDeTexte } from "../refus";
import type { Situation } from "../situation";
import type { Impact } from "../vocabulaire";
import type { Diagnostic } from "./diagnostic";

export interface DemandeDiagnostic {
  /** Civil date, Europe/Paris. */
  etabliLe: string;
  contraintes: { frein: Frein; impact: Impact; prioritaire?: boolean | null }[];
  niveauQualification?: string | null;
  situationEmploi?: string | null;
  projetProfessionnel?: string | null;
  metiersRecherches?: string[] | null;
  procheAidant?: boolean | null;
  /** The grid that was used, and whether it follows the national norm. */
  referentiel?: string | null;
  conformeNormeNationale?: boolean | null;
}

export interface Diagnostics {
  enregistrer(situation: Situation, diagnostic: DemandeDiagnostic & { id: string }, le: Date): Promise<Diagnostic>;
}

const ELEMENT_MAX = 200;
const METIERS_MAX = 20;

/** Why a diagnostic cannot be recorded, or null. */
export function refusDeDiagnostic(demande: DemandeDiagnostic, aujourdhui: string): Refus | null {
  const metiers = demande.metiersRecherches ?? [];
  const freins = demande.contraintes.map((c) => c.frein);
  return premierRefus(
    () => refusDeDate(demande.etabliLe, "etabliLe", aujourdhui),
    () => (new Set(freins).size === freins.length ? null : refus("CONTRAINTE_EN_DOUBLE", "contraintes")),
    () => refusDeTexte(demande.niveauQualification, "niveauQualification"),
    () => refusDeTexte(demande.situationEmploi, "situationEmploi"),
    () => refusDeTexte(demande.projetProfessionnel, "projetProfessionnel"),
    () => refusDeTexte(demande.referentiel, "referentiel", ELEMENT_MAX),
    () => (metiers.length > METIERS_MAX ? refus("TEXTE_INVALIDE", "metiersRecherches") : null),
    ...metiers.map((metier) => () => refusDeTexte(metier, "metiersRecherches", ELEMENT_MAX)),
  );
}

/** Records a diagnostic and its contraintes: the fact, its event and its trace. */
export async function enregistrerDiagnostic(
  situation: Situation,
  demande: DemandeDiagnostic,
  diagnostics: Diagnostics,
  { publish, trace }: WritingTransaction,
  horloge: { aujourdhui: string; maintenant: Date },
): Promise<Diagnostic | Refus> {
  const refusee = refusDeDiagnostic(demande, horloge.aujourdhui);
  if (refusee) return refusee;
  const id = randomUUID();
  const { departement, allocataire } = situation;
  const [enregistre] = await Promise.all([
    diagnostics.enregistrer(situation, { ...demande, id }, horloge.maintenant),
    publish({ type: "DiagnosticEnregistre", departement, allocataire, donnees: { diagnostic: id, etabliLe: demande.etabliLe } }),
    trace([allocataire], ["Diagnostic.contraintes", "Diagnostic.etabliLe", "Diagnostic.situationEmploi"]),
  ]);
  return enregistre;
}
