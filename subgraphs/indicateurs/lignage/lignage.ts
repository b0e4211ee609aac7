import type { Calcul } from "../mesure/calcul";
import type { Fiche } from "../mesure/fiche";
import type { Faits } from "../projection/faits";
import { faits } from "../projection/faits";

/** The rule in words: what each side counts, and who is counted, on what date, and where. */
export const regle = ({ numerateur, denominateur, regleCohorte }: Fiche): string =>
  [`Numérateur : ${numerateur}`, denominateur && `Dénominateur : ${denominateur}`, `Règle : ${regleCohorte}`].filter(Boolean).join("\n");

/** The fact tables that an indicator reads, the one that it counts first. */
export function tablesLues(calcul: Calcul): string[] {
  const lues = new Set<string>();
  const temoin = new Proxy(faits(false), {
    get(relations, table: keyof Faits) {
      lues.add(table);
      return relations[table];
    },
  });
  calcul.lignes(temoin);
  return [...lues];
}

export const FINALITE_DES_PERSONNES = "ACCOMPAGNEMENT";

/** Why the people behind a figure are not shown, or null when they may be.
 * @param calcule false: a result that people entered. */
export function pourquoiSansPersonnes(finalite: string | null, calcule: boolean): string | null {
  if (!calcule) return "Ce résultat a été saisi : le hub ne connaît pas les personnes qui le font.";
  if (finalite === FINALITE_DES_PERSONNES) return null;
  return "Les personnes ne se lisent que pour les accompagner : prenez un jeton de finalité ACCOMPAGNEMENT.";
}
