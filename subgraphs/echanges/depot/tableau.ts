type Cellule = string | number | null | undefined;
type Ligne<C extends string> = { readonly [K in C]?: Cellule };

/** JSON Lines, UTF-8: one object a line, all the columns, a newline at the end of each. */
export const jsonl = <C extends string>(lignes: readonly Ligne<C>[], colonnes: readonly C[]): Buffer =>
  Buffer.from(lignes.map((l) => `${JSON.stringify(Object.fromEntries(colonnes.map((c) => [c, l[c] ?? null])))}\n`).join(""));

/** CSV, UTF-8 without mark, semicolon; numbers as JSON writes them, nothing for what is not known. RFC 4180 quoting, CRLF. */
export const csv = <C extends string>(lignes: readonly Ligne<C>[], colonnes: readonly C[]): Buffer =>
  Buffer.from([colonnes, ...lignes.map((l) => colonnes.map((c) => cellule(l[c])))].map((r) => `${r.join(";")}\r\n`).join(""));

const cellule = (valeur: Cellule): string => {
  const texte = valeur === null || valeur === undefined ? "" : String(valeur);
  return /[;"\r\n]/.test(texte) ? `"${texte.replaceAll('"', '""')}"` : texte;
};
