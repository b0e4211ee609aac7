import { type Zippable, zipSync } from "fflate";

/** The first instant of a ZIP: its entries carry no clock. Local parts, which is what the format writes, whatever the time zone. */
const ORIGINE = new Date(1980, 0, 1);

/** A ZIP of these files, in this order: the same bytes for the same content. fflate compresses in JavaScript, so that no version of the machine's zlib
 * changes them. */
export function archive(fichiers: readonly (readonly [nom: string, contenu: string, compresse?: boolean])[]): Buffer {
  const entrees: Zippable = {};
  for (const [nom, contenu, compresse = true] of fichiers) {
    // os 0 and attrs 0: nothing of the machine that writes.
    entrees[nom] = [Buffer.from(contenu, "utf8"), { level: compresse ? 6 : 0, mtime: ORIGINE, os: 0, attrs: 0 }];
  }
  return Buffer.from(zipSync(entrees));
}

/** A text in XML: what XML cannot hold (control characters) is left out. */
export const xml = (valeur: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out.
  valeur.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replaceAll(/[&<>"]/g, (c) => ENTITES[c]!);

const ENTITES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
