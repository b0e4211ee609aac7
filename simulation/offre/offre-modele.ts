/** A kind of service, with the values of data·inclusion v1. */
export interface ModeleService {
  nom: string;
  description: string;
  type: "accompagnement" | "aide-financiere" | "aide-materielle" | "atelier" | "formation" | "information";
  thematiques: readonly string[];
  publics: readonly string[];
  payant?: string;
  aDistance?: true;
  /** Hours a week and number of weeks, where it counts in the weekly activity. */
  heures?: readonly [hebdomadaires: number, semaines: number];
}

/** Short form: thématiques in one string. */
export const modele = (
  nom: string,
  type: ModeleService["type"],
  thematiques: string,
  description: string,
  suite: Partial<ModeleService> = {},
): ModeleService => ({
  nom,
  type,
  thematiques: thematiques.split(" "),
  description,
  publics: ["beneficiaires-des-minimas-sociaux", "demandeurs-emploi"],
  ...suite,
});
