import { createHash, X509Certificate } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { BlockList, isIPv6 } from "node:net";
import type { TLSSocket } from "node:tls";
import type { ClientEnregistre } from "../subgraphs/shared/clients/client-enregistre";
import type { Caller } from "../subgraphs/shared/identity";
import { InvalidTokenError } from "../subgraphs/shared/token";

/** `x5t#S256` of RFC 8705: SHA-256 of the certificate in DER, base64url. */
export const empreinteDe = (certificat: X509Certificate): string => createHash("sha256").update(certificat.raw).digest("base64url");

/** `Client-Cert: :<DER in base64>:` (RFC 9440). */
const CLIENT_CERT = /^:([A-Za-z0-9+/]+={0,2}):$/;
const PLUS_LONG = 8_192;

/** Reads the certificate of a client: that of its TLS connection, or the one that a trusted proxy, which ended the TLS, tells of.
 * From anybody else the header says nothing. */
export class CertificatsPresentes {
  private readonly proxys = new BlockList();

  /** @param proxys addresses and ranges: `10.0.0.4`, `10.0.0.0/24`, `fd00::/8`. */
  constructor(proxys: readonly string[] = []) {
    for (const proxy of proxys) {
      const [adresse, longueur] = proxy.split("/") as [string, string | undefined];
      const famille = isIPv6(adresse) ? "ipv6" : "ipv4";
      if (longueur === undefined) this.proxys.addAddress(adresse, famille);
      else this.proxys.addSubnet(adresse, Number(longueur), famille);
    }
  }

  de(request: IncomingMessage): X509Certificate | null {
    const header = request.headers["client-cert"];
    if (typeof header === "string" && this.estUnProxy(request.socket.remoteAddress)) return duHeader(header);
    return (request.socket as TLSSocket).getPeerX509Certificate?.() ?? null;
  }

  /** Whether somebody vouches for it: an authority of the TLS connection, or the proxy that tells of it. */
  verifie(request: IncomingMessage): boolean {
    if (typeof request.headers["client-cert"] === "string") return this.estUnProxy(request.socket.remoteAddress);
    return (request.socket as TLSSocket).authorized === true;
  }

  private estUnProxy(adresse: string | undefined): boolean {
    if (adresse === undefined) return false;
    const v4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(adresse)?.[1];
    if (v4) return this.proxys.check(v4, "ipv4");
    return this.proxys.check(adresse, isIPv6(adresse) ? "ipv6" : "ipv4");
  }
}

function duHeader(header: string): X509Certificate | null {
  const base64 = header.length <= PLUS_LONG ? CLIENT_CERT.exec(header)?.[1] : undefined;
  if (base64 === undefined) return null;
  try {
    return new X509Certificate(Buffer.from(base64, "base64"));
  } catch {
    return null; // not a certificate: as if none had come, and a bound token is refused
  }
}

/** Refuses a token that is not bound to a certificate as the register wants it. The verifier has checked that the certificate of a bound token is the
 * one presented. Errors: InvalidTokenError. */
export function exigerDuRegistre(caller: Caller, { empreinteCertificat, preuveDePossession }: ClientEnregistre): void {
  const lie = caller.certificat ?? null;
  if (preuveDePossession && lie === null)
    throw new InvalidTokenError("Ce client ne présente que des jetons liés à son certificat (RFC 8705) : demandez-en un en TLS mutuel.");
  if (empreinteCertificat !== null && lie !== null && lie !== empreinteCertificat)
    throw new InvalidTokenError("Le jeton est lié à un certificat qui n’est pas celui du client au registre.");
}
