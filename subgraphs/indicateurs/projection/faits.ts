import type { TableProjetee } from "./table";

/** SQL relations of the facts, by table: present ones, or as they were known on `$4`. */
export type Faits = Readonly<Record<TableProjetee | "localisation" | "profil", string>>;

export const faits = (_connuLe: boolean): Faits => ({
  personne: "indicateurs.personne",
  entree: "indicateurs.entree",
  orientation: "indicateurs.orientation",
  contrat: "indicateurs.contrat",
  presence: "indicateurs.presence",
  activite: "indicateurs.activite",
  sortie: "indicateurs.sortie",
  localisation:
    "(select departement, allocataire, code_insee, '-infinity'::date as du, 'infinity'::date as avant from indicateurs.personne)",
  profil:
    "(select departement, allocataire, null::date as naissance, null::text as sexe, null::text as situation_familiale from indicateurs.personne)",
});
