import type { Calcul, Indicateur } from "../mesure/calcul";
import { definir, definirEnDeuxVersions, type Ecrite } from "../mesure/definir";
import type { Faits } from "../projection/faits";
import { colonnesDe } from "../projection/table";

/** Volet 3 and the roadmap count people who have rights and duties: those who had them on the day counted. What a person is today would take
 * her out of the past months as soon as she leaves, and nobody who found work would be counted among those who did. */

/** The person of `a` has rights and duties on a day, in one of her dossiers at least. `exists`: the planner hashes it, whatever the number of rows. */
export const soumiseLe = (f: Faits, a: string, jour: string) => `exists (
    select from ${f.situation_droit} q where q.departement = $1 and q.allocataire = ${a}.allocataire and q.soumis_droits_devoirs
      and q.depuis <= ${jour} and q.avant > ${jour})`;

const SANS_DEVOIRS = (table: "personne" | "entree") => colonnesDe(table).filter((colonne) => colonne !== "soumis_droits_devoirs");
/** The facts, with everyone counted as having rights and duties. */
export const toutes = (f: Faits): Faits => ({
  ...f,
  personne: `(select ${SANS_DEVOIRS("personne").join(", ")}, true as soumis_droits_devoirs from ${f.personne} x)`,
  entree: `(select ${SANS_DEVOIRS("entree").join(", ")}, true as soumis_droits_devoirs from ${f.entree} x)`,
});

const DIFFERENCES =
  "Les versions 1 et 2 ne retiennent que les personnes aujourd’hui soumises aux droits et devoirs : qui sort disparaît des mois passés. " +
  "La version 3 retient celles qui l’étaient le jour compté.";

/** @param jour the day on which a row `l` asks for rights and duties. */
export function definirEnTroisVersions(ecrite: Ecrite, calcul: Calcul, { jour = "l.le", quand = "le jour compté" } = {}): Indicateur[] {
  return [
    ...definirEnDeuxVersions(ecrite, calcul),
    definir(
      {
        ...ecrite,
        version: 3,
        differences: DIFFERENCES,
        regleCohorte: `${ecrite.regleCohorte} Personnes soumises aux droits et devoirs ${quand}.`,
      },
      { ...calcul, lignes: (f) => `select l.* from (${calcul.lignes(toutes(f))}) l where ${soumiseLe(f, "l", jour)}` },
    ),
  ];
}
