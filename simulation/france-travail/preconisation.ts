import type { OrientationSimulee } from "./modele-orientation";

type Preconisation = Pick<OrientationSimulee, "parcours" | "referent_parcours" | "msa_calculee" | "msa_calculee_libelle">;

const LOURDES = ["INCAPACITE_RECHERCHE_ACTIVITE_PRO", "SANS_LOGEMENT", "PROCEDURE_EXPULSION"];
const PESANTES = [
  "IMPACT_FORT_RECHERCHE_EMPLOI",
  "AIDANT_FAMILIAL",
  "ENFANT_SANS_SOLUTION_GARDE",
  "AUCUN_MOYEN_DE_TRANSPORT",
  "NON_ACCES_INTERNET",
];

/** A plausible préconisation from the criteria. The real computation is not published: this one is the simulator's.
 * Nothing on her professional situation: indeterminate (IND); a heavy obstacle: social; a strong one: socio-professionnel; else professionnel. */
export function preconisation(criteres: Record<string, unknown>): Preconisation {
  const valeurs = Object.values(criteres);
  const dit = (codes: string[]) => valeurs.some((valeur) => codes.includes(String(valeur)));
  if (criteres.capacite_a_travailler === false || dit(LOURDES)) return vers("PSO", "CD", "D", "Difficultés sociales");
  if (criteres.situation_professionnelle === undefined) return vers("IND", "IND", "I", "Indéterminé");
  if (dit(PESANTES)) return vers("PSP", "CD", "C", "Accompagnement renforcé");
  return vers("PED", "FT", "A", "Autonome");
}

const vers = (
  parcours: Preconisation["parcours"],
  code: "CD" | "FT" | "IND",
  msa_calculee: string,
  msa_calculee_libelle: string,
): Preconisation => ({
  parcours,
  referent_parcours: { organisme: { code } },
  msa_calculee,
  msa_calculee_libelle,
});
