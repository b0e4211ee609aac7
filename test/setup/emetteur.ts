import http from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import type { Caller } from "../../subgraphs/shared/identity";

interface Cle {
  kid: string;
  privee: CryptoKey;
  publique: JWK;
}

/** What a forged token changes: claims (undefined: absent), header, key. */
export interface Faux {
  claims?: Record<string, unknown>;
  entete?: Record<string, unknown>;
  cle?: CryptoKey | Uint8Array;
}

/** An issuer of the tests: real keys over real HTTP, that may turn, disappear, or answer nothing. */
export class Emetteur {
  lectures = 0;
  enPanne = false;
  cles: Cle[] = [];
  private constructor(private readonly serveur: http.Server) {}

  static async ouvrir(): Promise<Emetteur> {
    const serveur = http.createServer((requete, reponse) => emetteur.repondre(requete, reponse));
    const emetteur = new Emetteur(serveur);
    await new Promise<void>((resolve) => serveur.listen(0, "127.0.0.1", resolve));
    emetteur.cles = [await cle("premiere")];
    return emetteur;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.serveur.address() as AddressInfo).port}`;
  }

  private repondre(requete: http.IncomingMessage, reponse: http.ServerResponse): void {
    if (this.enPanne) return void reponse.writeHead(500).end("panne");
    if (requete.url === "/jwks") this.lectures++;
    const corps =
      requete.url === "/jwks" ? { keys: this.cles.map((une) => une.publique) } : { issuer: this.issuer, jwks_uri: `${this.issuer}/jwks` };
    reponse.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(corps));
  }

  /** A token of that caller, of the last key, at that instant (ms); what `faux` says is changed. */
  async jeton(caller: Caller, now = Date.now(), faux: Faux = {}): Promise<string> {
    const { scopes, client, ...reste } = caller;
    const dit = { ...reste, sub: client, client_id: client, scope: [...scopes].join(" ") };
    const secondes = Math.floor(now / 1000);
    const claims = { ...dit, iss: this.issuer, aud: "unefois", iat: secondes, exp: secondes + 3600, ...faux.claims };
    const courante = this.cles.at(-1)!;
    const presents = Object.fromEntries(Object.entries(claims).filter(([, valeur]) => valeur !== undefined && valeur !== null));
    return new SignJWT(presents)
      .setProtectedHeader({ alg: "RS256", kid: courante.kid, typ: "at+jwt", ...faux.entete } as never)
      .sign(faux.cle ?? courante.privee);
  }

  async fermer(): Promise<void> {
    this.serveur.closeAllConnections();
    await new Promise((resolve) => this.serveur.close(resolve));
  }
}

/** A key pair that signs RS256. */
export async function cle(kid: string): Promise<Cle> {
  const paire = await generateKeyPair("RS256", { extractable: true });
  return { kid, privee: paire.privateKey, publique: { ...(await exportJWK(paire.publicKey)), kid, alg: "RS256", use: "sig" } };
}
