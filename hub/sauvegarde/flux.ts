import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import fs from "node:fs";
import { type Readable, Transform, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";

const NONCE = 12;
const SCEAU = 16;

/** Key of the files of a backup, from `SAUVEGARDE_CLE`. */
export const cleDesFichiers = (secret: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync("sha256", secret, "unefois", "unefois chiffrement des sauvegardes", 32)));

/** What recognises a key without telling it. */
export const marqueDeLaCle = (cle: KeyObject): string => createHmac("sha256", cle).update("marque de la clé").digest("hex").slice(0, 16);

/** Counts and fingerprints what passes. */
class Compteur extends Transform {
  private readonly sha256 = createHash("sha256");
  octets = 0;
  lignes = 0;

  override _transform(bloc: Buffer, _codage: string, suite: () => void): void {
    this.sha256.update(bloc);
    this.octets += bloc.length;
    for (let ici = bloc.indexOf(10); ici >= 0; ici = bloc.indexOf(10, ici + 1)) this.lignes++;
    this.push(bloc);
    suite();
  }

  /** Once it ended: SHA-256, 64 hexadecimal characters. */
  empreinte(): string {
    return this.sha256.digest("hex");
  }
}

export interface Ecrit {
  lignes: number;
  contenu: string;
  empreinte: string;
  octets: number;
}

/** Writes rows in a file: compressed, then encrypted when there is a key (12 bytes of nonce, AES-256-GCM, 16 bytes of tag). On the disk when it resolves. */
export async function ecrireFichier(
  chemin: string,
  rangees: Readable,
  cle: KeyObject | null,
  avance: (octets: number) => void,
): Promise<Ecrit> {
  const clair = new Compteur();
  const garde = new Compteur();
  clair.on("data", (bloc: Buffer) => avance(bloc.length));
  const sortie = fs.createWriteStream(chemin, { mode: 0o600, flags: "wx", flush: true });
  const chiffre = cle ? [chiffrement(cle)] : [];
  await pipeline([rangees, clair, createGzip({ level: 6 }), ...chiffre, garde, sortie]);
  return { lignes: clair.lignes, contenu: clair.empreinte(), empreinte: garde.empreinte(), octets: garde.octets };
}

function chiffrement(cle: KeyObject): Transform {
  const nonce = randomBytes(NONCE);
  const aes = createCipheriv("aes-256-gcm", cle, nonce);
  let commence = false;
  return new Transform({
    transform(bloc, _codage, suite) {
      if (!commence) this.push(nonce);
      commence = true;
      suite(null, aes.update(bloc));
    },
    flush(suite) {
      this.push(aes.final());
      suite(null, aes.getAuthTag());
    },
  });
}

/** SHA-256 of a file as it is. */
export async function empreinteDuFichier(chemin: string): Promise<string> {
  const sha256 = createHash("sha256");
  for await (const bloc of fs.createReadStream(chemin)) sha256.update(bloc as Buffer);
  return sha256.digest("hex");
}

/** Sends the rows of a file into a stream. The file was compared with its fingerprint before: nothing of an altered file gets here. */
export async function relireFichier(chemin: string, octets: number, cle: KeyObject | null, vers: Writable): Promise<void> {
  if (cle === null) return pipeline(fs.createReadStream(chemin), createGunzip(), vers);
  const fichier = await fs.promises.open(chemin);
  try {
    const nonce = Buffer.alloc(NONCE);
    const sceau = Buffer.alloc(SCEAU);
    await fichier.read(nonce, 0, NONCE, 0);
    await fichier.read(sceau, 0, SCEAU, octets - SCEAU);
    const aes = createDecipheriv("aes-256-gcm", cle, nonce);
    aes.setAuthTag(sceau);
    const corps = fichier.createReadStream({ start: NONCE, end: octets - SCEAU - 1, autoClose: false });
    await pipeline(corps, aes, createGunzip(), vers);
  } finally {
    await fichier.close();
  }
}

/** SHA-256 of rows that pass, kept nowhere. */
export async function empreinteDesRangees(rangees: Readable): Promise<string> {
  const sha256 = createHash("sha256");
  for await (const bloc of rangees) sha256.update(bloc as Buffer);
  return sha256.digest("hex");
}
