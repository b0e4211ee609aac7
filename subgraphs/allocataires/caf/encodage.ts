import { ImportRefuse } from "../../shared/import";

/** Encoding of a flow: its mark, else its declaration, else windows-1252. */
function encodageDe(debut: Buffer): string {
  if (debut[0] === 0xef && debut[1] === 0xbb && debut[2] === 0xbf) return "utf-8";
  const declare = /^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']/i.exec(debut.subarray(0, 300).toString("latin1"))?.[1] ?? "windows-1252";
  return declare.toLowerCase();
}

/** A streaming decoder for the encoding that the first bytes of a file announce; `null` ends it. */
export function decodeur(debut: Buffer, fichier: string): (morceau: Buffer | null) => string {
  const encodage = encodageDe(debut);
  if (!["windows-1252", "cp1252", "iso-8859-1", "latin1", "us-ascii", "utf-8", "utf8"].includes(encodage)) {
    throw new ImportRefuse(
      "XML_MAL_FORME",
      `${fichier} : encodage « ${encodage.slice(0, 30)} » non pris en charge ; attendus : windows-1252, ISO-8859-1, UTF-8. Rien n’a été appliqué.`,
    );
  }
  const decoder = new TextDecoder(encodage, { fatal: true });
  // Always with `stream`: without it, some Node versions read windows-1252 as latin1 and lose Œ and Ÿ.
  return (morceau) => (morceau ? decoder.decode(morceau, { stream: true }) : decoder.decode());
}
