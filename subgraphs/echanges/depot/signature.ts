import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

/** Ed25519 (RFC 8032): the same bytes under the same key give the same 64 bytes, which openssl checks too. */

/** Reads a private key, PKCS 8 in PEM or in base64. Throws a sentence when it is none, or not Ed25519. */
export function cleDeSignature(texte: string): KeyObject {
  const cle = lireCle(texte.trim());
  if (cle?.asymmetricKeyType !== "ed25519")
    throw new Error("DEPOT_CLE_PRIVEE n’est pas une clé privée Ed25519 : donnez une PKCS 8, en PEM ou en base64.");
  return cle;
}

function lireCle(texte: string): KeyObject | null {
  try {
    return texte.startsWith("-----")
      ? createPrivateKey(texte)
      : createPrivateKey({ key: Buffer.from(texte, "base64"), format: "der", type: "pkcs8" });
  } catch {
    return null; // told by the caller, without a byte of the key
  }
}

/** The public key, as partners take it (SPKI, PEM). */
export const clePublique = (cle: KeyObject): string => createPublicKey(cle).export({ type: "spki", format: "pem" }).toString();

export const signer = (cle: KeyObject, octets: Buffer): Buffer => sign(null, octets, cle);

export const verifier = (clePubliquePem: string, octets: Buffer, signature: Buffer): boolean =>
  verify(null, octets, createPublicKey(clePubliquePem), signature);
