import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { writeTogether, writeWhole } from "../../subgraphs/shared/whole-file";
import { documentDe, STYLE_DU_DOCUMENT } from "./document";
import type { ExportLu } from "./exporter-personne";

const sha256 = (texte: string) => createHash("sha256").update(texte, "utf8");

/** The export as the two files that are handed over, with the fingerprint of each in hexadecimal. */
export function fichiersDe({ export: donnees, noms }: ExportLu): {
  json: string;
  html: string;
  empreintes: { json: string; html: string };
} {
  const json = `${JSON.stringify(donnees, null, 2)}\n`;
  const empreinte = sha256(json).digest("hex");
  const html = documentDe(donnees, { noms, empreinte, empreinteDuStyle: sha256(STYLE_DU_DOCUMENT).digest("base64") });
  return { json, html, empreintes: { json: empreinte, html: sha256(html).digest("hex") } };
}

/** Writes donnees.json, document.html and EMPREINTES in a folder that only its owner reads. A file that is there is never overwritten. */
export async function ecrireExport(
  dossier: string,
  lu: ExportLu,
): Promise<{ fichiers: string[]; empreintes: { json: string; html: string } }> {
  const { json, html, empreintes } = fichiersDe(lu);
  fs.mkdirSync(dossier, { recursive: true, mode: 0o700 });
  const contenus = {
    "donnees.json": json,
    "document.html": html,
    EMPREINTES: `${empreintes.json}  donnees.json\n${empreintes.html}  document.html\n`,
  };
  const fichiers = await writeTogether(dossier, (fait) =>
    Object.entries(contenus).map(([nom, contenu]) => {
      const chemin = path.join(dossier, nom);
      writeWhole(chemin, contenu, { mode: 0o600, replace: false });
      fait(chemin);
      return chemin;
    }),
  );
  return { fichiers, empreintes };
}
