import { gunzipSync, gzipSync } from "node:zlib";
import { Trousseau } from "../../shared/trousseau";
import type { Fichier } from "./manifeste";

/** Files that name people never rest in clear: AES-256-GCM, key derived from NIR_KEY with a label of its own. */
export class Coffre {
  private readonly trousseau: Trousseau;

  constructor(nirKey: string) {
    this.trousseau = new Trousseau(nirKey, "unefois chiffrement des dépôts");
  }

  sceller(fichiers: readonly Fichier[]): Buffer {
    return this.trousseau.sceller(gzipSync(JSON.stringify(fichiers.map(({ nom, contenu }) => [nom, contenu.toString("base64")]))));
  }

  ouvrir(garde: Buffer): Fichier[] {
    const paires = JSON.parse(gunzipSync(this.trousseau.ouvrir(garde)).toString("utf8")) as [string, string][];
    return paires.map(([nom, base64]) => ({ nom, contenu: Buffer.from(base64, "base64") }));
  }
}
