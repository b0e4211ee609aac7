import { generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from "node:crypto";

export interface CertificatDeTest {
  cert: string;
  key: string;
  x509: X509Certificate;
}

const der = (tag: number, ...contenus: Buffer[]): Buffer => {
  const corps = Buffer.concat(contenus);
  const n = corps.length;
  const taille = n < 128 ? [n] : n < 256 ? [0x81, n] : [0x82, n >> 8, n & 255];
  return Buffer.concat([Buffer.of(tag, ...taille), corps]);
};
const oid = (hex: string) => der(6, Buffer.from(hex, "hex"));
const nom = (cn: string) => der(0x30, der(0x31, der(0x30, oid("550403"), der(0x0c, Buffer.from(cn)))));
const date = (quand: Date) => der(0x17, Buffer.from(`${quand.toISOString().replace(/[-:T]/g, "").slice(2, 14)}Z`));
/** ecdsa-with-SHA256 */
const ALGORITHME = der(0x30, oid("2a8648ce3d040302"));
/** The address of this machine, which a client of the tests connects to. */
const LOCAL = der(0x30, oid("551d11"), der(4, der(0x30, der(0x87, Buffer.of(127, 0, 0, 1)))));

/** A certificate of the tests, made on the spot: no key stands in the repository. @param autorite who signs it; itself without. */
export function certificatDeTest(cn: string, autorite?: CertificatDeTest): CertificatDeTest {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jour = 86_400_000;
  const validite = der(0x30, date(new Date(Date.now() - jour)), date(new Date(Date.now() + 30 * jour)));
  const emetteur = autorite ? autorite.x509.subject.replace("CN=", "") : cn;
  const basique = der(0x30, oid("551d13"), Buffer.from("0101ff", "hex"), der(4, der(0x30, Buffer.from("0101ff", "hex"))));
  const extensions = der(0xa3, der(0x30, autorite ? LOCAL : basique, ...(autorite ? [] : [LOCAL])));
  const numero = der(2, Buffer.concat([Buffer.of(1), randomBytes(8)]));
  const cle = publicKey.export({ type: "spki", format: "der" });
  const contenu = der(0x30, der(0xa0, der(2, Buffer.of(2))), numero, ALGORITHME, nom(emetteur), validite, nom(cn), cle, extensions);
  const parQui: KeyObject | string = autorite ? autorite.key : privateKey;
  const signature = der(3, Buffer.of(0), sign("sha256", contenu, parQui));
  const x509 = new X509Certificate(der(0x30, contenu, ALGORITHME, signature));
  return { cert: x509.toString(), key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), x509 };
}
