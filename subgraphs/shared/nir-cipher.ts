import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { clesDe, deriver, nomDeCle, Trousseau } from "./trousseau";

interface Cles {
  nom: Buffer;
  hash: KeyObject;
  seal: KeyObject;
  tombstone: KeyObject;
  derivation: KeyObject;
}

/** What stays of a former `NIR_KEY` once it is withdrawn, sealed with the one in use: its hashes of erased people, whom nothing can hash again,
 * and of contents already read. */
export interface ClesGardees {
  nom: Buffer;
  scellees: Buffer;
}

/** Encrypts identifiers that are a NIR, and hashes them for look-up. AES-256-GCM and HMAC-SHA256, keys derived from `NIR_KEY`,
 * which may be two while it turns (`nouvelle,ancienne`): the first writes, both read. */
export class NirCipher {
  private readonly trousseau: Trousseau;
  private readonly cles: readonly Cles[];
  private gardees: readonly Pick<Cles, "hash" | "tombstone">[] = [];
  private contenu: KeyObject;

  constructor(nirKey: string) {
    this.trousseau = new Trousseau(nirKey, "unefois chiffrement du NIR");
    this.cles = clesDe(nirKey).map((secret) => ({
      nom: nomDeCle(secret),
      hash: deriver(secret, "unefois empreinte du NIR"),
      seal: deriver(secret, "unefois sceau des curseurs"),
      tombstone: deriver(secret, "unefois empreinte des personnes effacées"),
      derivation: deriver(secret, "unefois secrets partagés"),
    }));
    this.contenu = this.cles[0]!.hash;
  }

  encrypt(nir: string): Buffer {
    return this.trousseau.sceller(Buffer.from(nir, "utf8"));
  }

  decrypt(stored: Buffer): string {
    return this.trousseau.ouvrir(stored).toString("utf8");
  }

  /** True: sealed with the key in use. */
  isCurrent(stored: Buffer): boolean {
    return this.trousseau.estCourant(stored);
  }

  /** The same NIR with or without its key gives the same 32 bytes: only the first 13 characters count. */
  hash(nir: string): Buffer {
    return hashOf(this.cles[0]!.hash, nir);
  }

  /** That hash under each key: what a look-up searches while the key turns. The one in use first. */
  hashes(nir: string): Buffer[] {
    return this.cles.map(({ hash }) => hashOf(hash, nir));
  }

  /** What remains of someone who was erased: without the key, no name can be tried against it. */
  tombstone(text: string): Buffer {
    return createHmac("sha256", this.cles[0]!.tombstone).update(text).digest();
  }

  /** The same under each key that may have made it: those given, and those kept. */
  tombstones(text: string): Buffer[] {
    return [...this.cles, ...this.gardees].map(({ tombstone }) => createHmac("sha256", tombstone).update(text).digest());
  }

  /** The hashes by which someone erased under any key may be known. */
  tombstonesOfNir(nir: string): Buffer[] {
    return [...this.cles, ...this.gardees].map(({ hash }) => hashOf(hash, nir));
  }

  /** In the fingerprint of what a flow says of a household: under the first key of the base, so that a rotation makes nothing new. */
  contentHash(nir: string): Buffer {
    return hashOf(this.contenu, nir);
  }

  /** Takes the keys that the base keeps. @param premiere name of the first key that the base had. */
  keep(gardees: readonly ClesGardees[], premiere: Buffer): void {
    const ouvertes = gardees.map(({ nom, scellees }) => {
      const octets = this.trousseau.ouvrir(scellees);
      return { nom, hash: createSecretKey(octets.subarray(0, 32)), tombstone: createSecretKey(octets.subarray(32)) };
    });
    this.gardees = ouvertes.filter(({ nom }) => !this.cles.some((cle) => cle.nom.equals(nom)));
    this.contenu = [...this.cles, ...ouvertes].find(({ nom }) => nom.equals(premiere))!.hash;
  }

  /** 32 bytes that a partner and the hub share: computed again each time it is needed, kept nowhere. */
  sharedSecret(label: string): Buffer {
    return createHmac("sha256", this.cles[0]!.derivation).update(label).digest();
  }

  /** That secret under each key: what a partner may still hold while the key turns. */
  sharedSecrets(label: string): Buffer[] {
    return this.cles.map(({ derivation }) => createHmac("sha256", derivation).update(label).digest());
  }

  /** Eight characters that bind a cursor to its list: keyed, since what is searched may be a name that others could guess. */
  seal(text: string): string {
    return createHmac("sha256", this.cles[0]!.seal).update(text).digest("base64url").slice(0, 8);
  }

  /** Names of the keys given, the one in use first. */
  names(): Buffer[] {
    return this.cles.map(({ nom }) => nom);
  }

  /** What must stay of the keys given that are not in use any more. */
  toKeep(): ClesGardees[] {
    return this.cles.slice(1).map(({ nom, hash, tombstone }) => {
      return { nom, scellees: this.trousseau.sceller(Buffer.concat([hash.export(), tombstone.export()])) };
    });
  }

  /** The same bytes, sealed with the key in use. */
  reseal(stored: Buffer): Buffer {
    return this.trousseau.sceller(this.trousseau.ouvrir(stored));
  }
}

const hashOf = (key: KeyObject, nir: string): Buffer => createHmac("sha256", key).update(nir.slice(0, 13).toUpperCase()).digest();
