import { BlockList, isIP } from "node:net";

const MAX_LENGTH = 2_000;

/** Networks that no delivery may reach: this machine, private networks, link-local (metadata of clouds), tunnels to them, multicast, reserved. */
// Two lists: one list would take an IPv4 address for its IPv6-mapped form, which is refused as a whole.
const RESERVED = { 4: new BlockList(), 6: new BlockList() };
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  RESERVED[4].addSubnet(net, bits, "ipv4");
for (const [net, bits] of [
  ["::", 96],
  ["::ffff:0:0", 96],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
] as const)
  RESERVED[6].addSubnet(net, bits, "ipv6");

/** Names that only have a meaning inside a network. */
const LOCAL_NAME = /(^|\.)(localhost|local|localdomain|internal|intranet|private|corp|home|lan|home\.arpa|test|invalid|example|onion)$/;

/** True for an address of this machine, of a private network or of no network that a partner may have. Not an address: true. */
export function adresseReservee(address: string): boolean {
  const family = isIP(address) as 0 | 4 | 6;
  return family === 0 || RESERVED[family].check(address, `ipv${family}`);
}

export interface AdressesAdmises {
  /** WEBHOOKS_ADRESSES_PRIVEES: http and addresses of a closed network too. */
  privees?: boolean;
}

const PORT_HTTPS = "";

/** Why an address cannot receive deliveries, in French, or `null`. A delivery checks it again, and each address that the name then gives. */
export function raisonUrlRefusee(text: string, { privees = false }: AdressesAdmises = {}): string | null {
  if (text.length > MAX_LENGTH) return `l’adresse dépasse ${MAX_LENGTH} caractères`;
  const url = URL.parse(text);
  if (url === null) return "ce n’est pas une adresse complète (https://…)";
  if (url.protocol !== "https:" && !(privees && url.protocol === "http:")) return "seul https est accepté";
  if (url.username !== "" || url.password !== "") return "elle ne doit porter ni identifiant ni mot de passe";
  if (url.hash !== "") return "elle ne doit pas porter de fragment (#…)";
  if (privees) return null;
  if (url.port !== PORT_HTTPS && Number(url.port) < 1024) return "seuls le port 443 et ceux à partir de 1024 sont acceptés";
  return raisonHoteRefuse(hoteDe(url));
}

/** Host of an address, as a resolver takes it: no brackets, no last dot. */
export const hoteDe = (url: URL): string =>
  url.hostname
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();

function raisonHoteRefuse(host: string): string | null {
  if (isIP(host) !== 0) return adresseReservee(host) ? "elle désigne une machine ou un réseau privé" : null;
  if (!host.includes(".") || LOCAL_NAME.test(host)) return "elle désigne un nom qui n’existe que dans un réseau privé";
  return null;
}
