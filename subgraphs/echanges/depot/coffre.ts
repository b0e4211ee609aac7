import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Fichier } from "./manifeste";

/** Files that name people never rest in clear: AES-256-GCM, key derived from NIR_KEY with a label of its own. */
export class Coffre {
  private readonly cle: KeyObject;

  constructor(nirKey: string) {
    this.cle = createSecretKey(Buffer.from(hkdfSync("sha256", nirKey, "unefois", "unefois chiffrement des dépôts", 32)));
  }

  /** One version byte, 12 bytes of nonce, the files, 16 bytes of tag. */
  sceller(fichiers: readonly Fichier[]): Buffer {
    const clair = gzipSync(JSON.stringify(fichiers.map(({ nom, contenu }) => [nom, contenu.toString("base64")])));
    const nonce = randomBytes(12);
    const chiffre = createCipheriv("aes-256-gcm", this.cle, nonce);
    const texte = Buffer.concat([chiffre.update(clair), chiffre.final()]);
    return Buffer.concat([Buffer.of(1), nonce, texte, chiffre.getAuthTag()]);
  }

  ouvrir(garde: Buffer): Fichier[] {
    if (garde[0] !== 1) throw new Error("Dépôt chiffré avec une version de clé inconnue.");
    const dechiffre = createDecipheriv("aes-256-gcm", this.cle, garde.subarray(1, 13));
    dechiffre.setAuthTag(garde.subarray(-16));
    const clair = Buffer.concat([dechiffre.update(garde.subarray(13, -16)), dechiffre.final()]);
    const paires = JSON.parse(gunzipSync(clair).toString("utf8")) as [string, string][];
    return paires.map(([nom, base64]) => ({ nom, contenu: Buffer.from(base64, "base64") }));
  }
}
