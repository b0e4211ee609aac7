import type { Calcul } from "../mesure/calcul";
import type { Fiche } from "../mesure/fiche";
import type { Faits } from "../projection/faits";
import { TABLES_PROJETEES } from "../projection/table";
import type { Cote } from "./personnes.repository";

/** The rule in words: what each side counts, and who is counted, on what date, and where. */
export const regle = ({ numerateur, denominateur, regleCohorte }: Fiche): string =>
  [`Numérateur : ${numerateur}`, denominateur && `Dénominateur : ${denominateur}`, `Règle : ${regleCohorte}`].filter(Boolean).join("\n");

/** Each table under a name of its own, to find it in the text of a rule. */
const REPERES = Object.fromEntries(TABLES_PROJETEES.map((table) => [table, `"fait ${table}"`])) as Faits;

/** The fact tables that an indicator reads, in the order of its rule: the first is the one whose rows it counts. */
export function tablesLues(calcul: Calcul): string[] {
  return [...new Set([...calcul.lignes(REPERES).matchAll(/"fait (\w+)"/g)].map(([, table]) => table!))];
}

/** Where the people of a figure are counted. The share of a part is its people over all of them: its numerator is the denominator of its rows,
 * its denominator that of the whole. */
export function coteCompte({ parts }: Calcul, cote: Cote, part: string | null): { cote: Cote; part: string | null } {
  if (part === null || parts !== "part-du-total") return { cote, part };
  return { cote: "DENOMINATEUR", part: cote === "NUMERATEUR" ? part : null };
}

export const FINALITE_DES_PERSONNES = "ACCOMPAGNEMENT";

/** Why the people behind a figure are not shown, or null when they may be.
 * @param calcule false: a result that people entered. */
export function pourquoiSansPersonnes(finalite: string | null, calcule: boolean): string | null {
  if (!calcule) return "Ce résultat a été saisi : le hub ne connaît pas les personnes qui le font.";
  if (finalite === FINALITE_DES_PERSONNES) return null;
  return "Les personnes ne se lisent que pour les accompagner : prenez un jeton de finalité ACCOMPAGNEMENT.";
}
