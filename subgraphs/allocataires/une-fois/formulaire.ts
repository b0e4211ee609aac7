import type { Formulaire } from "../vocabulaire";

/** A datum of a form. `fraicheurJours`: after so many days it is to be confirmed; null: it does not age. */
export interface DonneeDeFormulaire {
  code: string;
  fraicheurJours: number | null;
  libelle: string;
}

/** One version of a form, in the order of its questions. `departement` is `*` for the list of all. `du`: civil date from which it is used. */
export interface VersionDeFormulaire {
  formulaire: Formulaire;
  departement: string;
  du: string;
  donnees: DonneeDeFormulaire[];
}

/** The version that a département uses: its own list, else the one of all. Null when the form has none that day. */
export const versionUtilisee = (versions: readonly VersionDeFormulaire[], departement: string): VersionDeFormulaire | null =>
  versions.find((v) => v.departement === departement) ?? versions.find((v) => v.departement === "*") ?? null;
