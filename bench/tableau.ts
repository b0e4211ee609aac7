/** A figure as a reader of French writes it: three significant digits, a comma. */
export function nombre(valeur: number, chiffres = 3): string {
  if (!Number.isFinite(valeur)) return "—";
  const decimales = Math.max(0, chiffres - 1 - Math.floor(Math.log10(Math.abs(valeur) || 1)));
  return valeur.toLocaleString("fr-FR", { maximumFractionDigits: Math.min(decimales, 3) }).replaceAll(" ", " ");
}

/** A ratio: two decimals. */
export const rapport = (a: number, b: number): string =>
  (a / b).toLocaleString("fr-FR", { maximumFractionDigits: 2, minimumFractionDigits: 2 });

export const pourcent = (part: number, tout: number): string => `${nombre((100 * part) / tout, 2)} %`;

/** A Markdown table whose columns are aligned when it is read as plain text. */
export function tableau(entetes: readonly string[], lignes: readonly (readonly string[])[]): string {
  const largeurs = entetes.map((entete, i) => Math.max(3, entete.length, ...lignes.map((ligne) => (ligne[i] ?? "").length)));
  const enLigne = (cellules: readonly string[]) => `| ${largeurs.map((largeur, i) => (cellules[i] ?? "").padEnd(largeur)).join(" | ")} |`;
  return [enLigne(entetes), `|${largeurs.map((largeur) => "-".repeat(largeur + 2)).join("|")}|`, ...lignes.map(enLigne)].join("\n");
}

/** The middle of some measures. */
export function mediane(valeurs: readonly number[]): number {
  const triees = [...valeurs].sort((a, b) => a - b);
  const milieu = triees.length >> 1;
  return triees.length % 2 === 1 ? triees[milieu]! : (triees[milieu - 1]! + triees[milieu]!) / 2;
}
