import fs from "node:fs";
import path from "node:path";
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWK } from "jose";
import { TOKEN_SECONDS } from "../gateway/demo-issuer";
import type { ClesEmetteur } from "../subgraphs/shared/cles-emetteur";
import { writeWhole } from "../subgraphs/shared/whole-file";

interface CleDemo {
  private: JWK;
  public: JWK;
  /** Instant after which it is no longer published; null: it signs. */
  retraitLe: number | null;
}

/** Longer than a token lives, and than two clocks may differ. */
const PUBLIEE_ENCORE_MS = (TOKEN_SECONDS + 300) * 1000;
/** The file is looked at again at most that often. */
const RELECTURE_MS = 1_000;

/** The keys that sign demo tokens, kept in the data folder: a token outlives a restart, and a new key is taken while the issuer runs. */
export class ClesDemo implements ClesEmetteur {
  private cles: CleDemo[] = [];
  private numero = 0;
  private ecritLe = Number.NaN;
  private regardeLe = Number.NEGATIVE_INFINITY;
  private jeu = createLocalJWKSet({ keys: [] });

  private constructor(
    private readonly fichier: string,
    private readonly now: () => number,
  ) {}

  static async ouvrir(dataFolder: string, now: () => number = Date.now): Promise<ClesDemo> {
    const cles = new ClesDemo(path.join(dataFolder, "cles-demo.json"), now);
    if (!fs.existsSync(cles.fichier)) await cles.tourner();
    cles.relire();
    return cles;
  }

  async edition(): Promise<number> {
    this.relire();
    return this.numero;
  }

  cle: ClesEmetteur["cle"] = async (header, token) => {
    this.relire();
    return this.jeu(header, token);
  };

  /** The private keys that the issuer publishes the public part of: the first one signs. */
  privees(): { keys: JWK[] } {
    this.relire();
    return { keys: this.cles.map((cle) => cle.private) };
  }

  /** Makes a new key, which signs from now on; the former one stays published until its last token has expired. Its `kid`. */
  async tourner(): Promise<string> {
    const pair = await generateKeyPair("RS256", { extractable: true });
    const commun = { kid: `demo-${this.now()}`, alg: "RS256", use: "sig" };
    const nouvelle: CleDemo = {
      private: { ...(await exportJWK(pair.privateKey)), ...commun },
      public: { ...(await exportJWK(pair.publicKey)), ...commun },
      retraitLe: null,
    };
    const anciennes = this.lire().map((cle) => ({ ...cle, retraitLe: cle.retraitLe ?? this.now() + PUBLIEE_ENCORE_MS }));
    this.ecrire([nouvelle, ...anciennes.filter((cle) => cle.retraitLe > this.now())]);
    return commun.kid;
  }

  private relire(): void {
    if (Math.abs(this.now() - this.regardeLe) < RELECTURE_MS) return;
    this.regardeLe = this.now();
    const ecritLe = fs.statSync(this.fichier).mtimeMs;
    if (ecritLe === this.ecritLe && this.cles.every((cle) => cle.retraitLe === null || cle.retraitLe > this.now())) return;
    this.ecritLe = ecritLe;
    this.cles = this.lire().filter((cle) => cle.retraitLe === null || cle.retraitLe > this.now());
    this.jeu = createLocalJWKSet({ keys: this.cles.map((cle) => cle.public) });
    this.numero++;
  }

  private lire(): CleDemo[] {
    if (!fs.existsSync(this.fichier)) return [];
    const lu = JSON.parse(fs.readFileSync(this.fichier, "utf8")) as CleDemo[] | Omit<CleDemo, "retraitLe">;
    // Kept before keys turned: one key, without a list.
    return Array.isArray(lu) ? lu : [{ ...lu, retraitLe: null }];
  }

  private ecrire(cles: CleDemo[]): void {
    fs.mkdirSync(path.dirname(this.fichier), { recursive: true });
    writeWhole(this.fichier, JSON.stringify(cles), { mode: 0o600, replace: true });
    this.regardeLe = Number.NEGATIVE_INFINITY;
  }
}
