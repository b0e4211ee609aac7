import type { NirCipher } from "./nir-cipher";

/** What stands before an original that rests encrypted. */
export const MARQUE = "chiffre:";

/** The original of a reject as it is stored: it holds names and NIR, which never rest in clear. */
export const scellerOriginal = (cipher: Pick<NirCipher, "encrypt">, original: string): string =>
  `${MARQUE}${cipher.encrypt(original).toString("base64")}`;

/** The original as it was received. One kept before originals were encrypted is given as it is. */
export const ouvrirOriginal = (cipher: Pick<NirCipher, "decrypt">, garde: string): string =>
  garde.startsWith(MARQUE) ? cipher.decrypt(Buffer.from(garde.slice(MARQUE.length), "base64")) : garde;
