import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto";

/** Encrypts identifiers that are a NIR, and hashes them for look-up. AES-256-GCM and HMAC-SHA256, keys derived from `NIR_KEY`. */
export class NirCipher {
  private readonly encryptionKey: KeyObject;
  private readonly hashKey: KeyObject;
  private readonly sealKey: KeyObject;
  private readonly tombstoneKey: KeyObject;
  private readonly derivationKey: KeyObject;

  constructor(nirKey: string) {
    this.encryptionKey = derive(nirKey, "unefois chiffrement du NIR");
    this.hashKey = derive(nirKey, "unefois empreinte du NIR");
    this.sealKey = derive(nirKey, "unefois sceau des curseurs");
    this.tombstoneKey = derive(nirKey, "unefois empreinte des personnes effacées");
    this.derivationKey = derive(nirKey, "unefois secrets partagés");
  }

  /** One version byte, 12 bytes of nonce, the text, 16 bytes of tag. */
  encrypt(nir: string): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.encryptionKey, nonce);
    const text = Buffer.concat([cipher.update(nir, "utf8"), cipher.final()]);
    return Buffer.concat([Buffer.of(1), nonce, text, cipher.getAuthTag()]);
  }

  decrypt(stored: Buffer): string {
    if (stored[0] !== 1) throw new Error("NIR chiffré avec une version de clé inconnue.");
    const decipher = createDecipheriv("aes-256-gcm", this.encryptionKey, stored.subarray(1, 13));
    decipher.setAuthTag(stored.subarray(-16));
    return Buffer.concat([decipher.update(stored.subarray(13, -16)), decipher.final()]).toString("utf8");
  }

  /** The same NIR with or without its key gives the same 32 bytes: only the first 13 characters count. */
  hash(nir: string): Buffer {
    return createHmac("sha256", this.hashKey).update(nir.slice(0, 13).toUpperCase()).digest();
  }

  /** What remains of someone who was erased: without the key, no name can be tried against it. */
  tombstone(text: string): Buffer {
    return createHmac("sha256", this.tombstoneKey).update(text).digest();
  }

  /** 32 bytes that a partner and the hub share: computed again each time it is needed, kept nowhere. */
  sharedSecret(label: string): Buffer {
    return createHmac("sha256", this.derivationKey).update(label).digest();
  }

  /** Eight characters that bind a cursor to its list: keyed, since what is searched may be a name that others could guess. */
  seal(text: string): string {
    return createHmac("sha256", this.sealKey).update(text).digest("base64url").slice(0, 8);
  }
}

/** A KeyObject: five times faster than the same bytes given at each call, which counts in an import. */
const derive = (secret: string, label: string) => createSecretKey(Buffer.from(hkdfSync("sha256", secret, "unefois", label, 32)));
