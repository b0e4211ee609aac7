/** What every NIR of the simulator looks like, and no one’s: `simulation/foyer/nir.ts` gives it a birth commune that does not exist (910 to 989, from 990 for
 * the MSA), never the order 000. A waiting number (first digit 7 or 8) has the same shape. Each place is the set of the characters that it may have. */
const CHIFFRES = "0123456789";
const PLACES = [
  "1278",
  CHIFFRES,
  CHIFFRES,
  "01",
  CHIFFRES,
  CHIFFRES,
  `${CHIFFRES}AB`,
  "9",
  "123456789",
  CHIFFRES,
  CHIFFRES,
  CHIFFRES,
  CHIFFRES,
];

const S = "(?:[ .+-]|%20)";
const MOIS = "(?:0[1-9]|1[0-2])";
const DEPARTEMENT = "(?:[0-9]{2}|2[AB])";
const COMMUNE = "9[1-9][0-9]";
const ORDRE = "(?:[0-9]{2}[1-9]|[0-9][1-9]0|[1-9]00)";
const compact = `[1278][0-9]{2}${MOIS}${DEPARTEMENT}${COMMUNE}${ORDRE}(?:[0-9]{2})?`;
const espace = `[1278]${S}[0-9]{2}${S}${MOIS}${S}${DEPARTEMENT}${S}${COMMUNE}${S}${ORDRE}(?:${S}[0-9]{2})?`;

/** Alone: not a part of a longer number, nor of a hash. What a URL or a JSON text escapes may stand before it. */
const seul = (motif: string): string => `(?:^|[^0-9a-fA-F]|%[0-9A-Fa-f]{2})(?:${motif})(?:$|[^0-9a-fA-F])`;

const enHexa = (c: string): string[] => [c, c.toLowerCase()].map((un) => un.charCodeAt(0).toString(16));
const enHexadecimal = PLACES.map((place) => classe([...place].flatMap(enHexa))).join("");

/** In base64, after `decalage` characters of something else: each character of the code that the thirteen alone determine. */
function enBase64(decalage: number): string {
  const octets = PLACES.map((place) => [...place].map((c) => c.charCodeAt(0)));
  const codes: string[] = [];
  for (let bit = 0; bit + 6 <= octets.length * 8; bit++) {
    if ((bit + decalage * 8) % 6 !== 0) continue;
    const premier = octets[bit >> 3]!;
    const second = octets[(bit >> 3) + 1] ?? [0];
    const lettres = premier.flatMap((a) => second.map((b) => ALPHABET[(((a << 8) | b) >> (10 - (bit & 7))) & 63]!));
    codes.push(classe(lettres));
  }
  return codes.join("");
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function classe(possibles: string[]): string {
  const uniques = [...new Set(possibles)].map((texte) => texte.replace(/[+/]/g, "\\$&"));
  return uniques.every((texte) => texte.length === 1) ? `[${uniques.join("")}]` : `(?:${uniques.join("|")})`;
}

/** One pattern, that PostgreSQL and JavaScript both read. */
export const SILHOUETTE = [seul(compact), seul(espace), enHexadecimal, ...[0, 1, 2].map(enBase64)].join("|");
