import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto";

/** Shortest key of a rotation: a comma may stand in a single key, so two keys are read only where both are this long. */
const PLUS_COURTE = 32;

/** The keys that `NIR_KEY` gives, the one in use first: one, or `nouvelle,ancienne` while it turns. */
export function clesDe(nirKey: string): string[] {
  const parts = nirKey.split(",").map((part) => part.trim());
  return parts.length === 2 && parts.every((part) => part.length >= PLUS_COURTE) ? parts : [nirKey];
}

/** A KeyObject: five times faster than the same bytes given at each call, which counts in an import. */
export const deriver = (secret: string, label: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync("sha256", secret, "unefois", label, 32)));

/** Four bytes that name a key without saying anything of it. */
export const nomDeCle = (secret: string): Buffer => Buffer.from(hkdfSync("sha256", secret, "unefois", "unefois nom de la clé", 4));

interface Cle {
  nom: Buffer;
  cle: KeyObject;
}

/** What was sealed before keys had names. */
const SANS_NOM = 1;
const AVEC_NOM = 2;

/** AES-256-GCM under keys derived from `NIR_KEY`: seals with the one in use, opens with each one that is given. */
export class Trousseau {
  private readonly cles: readonly Cle[];

  constructor(nirKey: string, label: string) {
    this.cles = clesDe(nirKey).map((secret) => ({ nom: nomDeCle(secret), cle: deriver(secret, label) }));
  }

  /** One version byte, four that name the key, 12 bytes of nonce, the text, 16 bytes of tag. */
  sceller(clair: Buffer): Buffer {
    const { nom, cle } = this.cles[0]!;
    const nonce = randomBytes(12);
    const chiffre = createCipheriv("aes-256-gcm", cle, nonce);
    const texte = Buffer.concat([chiffre.update(clair), chiffre.final()]);
    return Buffer.concat([Buffer.of(AVEC_NOM), nom, nonce, texte, chiffre.getAuthTag()]);
  }

  /** Errors: the key that sealed it is not given, or it was changed. */
  ouvrir(scelle: Buffer): Buffer {
    if (scelle[0] === AVEC_NOM) {
      const cle = this.cles.find(({ nom }) => nom.equals(scelle.subarray(1, 5)));
      if (!cle) throw new Error("Chiffré avec une clé qui n’est plus donnée (NIR_KEY).");
      return ouvrirAvec(cle.cle, scelle.subarray(5));
    }
    if (scelle[0] !== SANS_NOM) throw new Error("Chiffré avec une version de clé inconnue.");
    return this.sansNom(scelle.subarray(1));
  }

  /** True: nothing to do for it when the key turns. */
  estCourant(scelle: Buffer): boolean {
    return scelle[0] === AVEC_NOM && scelle.subarray(1, 5).equals(this.cles[0]!.nom);
  }

  private sansNom(reste: Buffer): Buffer {
    let derniere: unknown;
    for (const { cle } of this.cles) {
      try {
        return ouvrirAvec(cle, reste);
      } catch (error) {
        derniere = error;
      }
    }
    throw derniere;
  }
}

function ouvrirAvec(cle: KeyObject, reste: Buffer): Buffer {
  const dechiffre = createDecipheriv("aes-256-gcm", cle, reste.subarray(0, 12), { authTagLength: 16 });
  dechiffre.setAuthTag(reste.subarray(-16));
  return Buffer.concat([dechiffre.update(reste.subarray(12, -16)), dechiffre.final()]);
}
