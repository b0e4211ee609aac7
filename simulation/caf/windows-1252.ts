/** The 27 characters that windows-1252 puts where ISO 8859-1 has controls. */
const HORS_LATIN_1: Record<string, number> = {
  "€": 0x80,
  "‚": 0x82,
  ƒ: 0x83,
  "„": 0x84,
  "…": 0x85,
  "†": 0x86,
  "‡": 0x87,
  ˆ: 0x88,
  "‰": 0x89,
  Š: 0x8a,
  "‹": 0x8b,
  Œ: 0x8c,
  Ž: 0x8e,
  "‘": 0x91,
  "’": 0x92,
  "“": 0x93,
  "”": 0x94,
  "•": 0x95,
  "–": 0x96,
  "—": 0x97,
  "˜": 0x98,
  "™": 0x99,
  š: 0x9a,
  "›": 0x9b,
  œ: 0x9c,
  ž: 0x9e,
  Ÿ: 0x9f,
};

/** Encodes a text in windows-1252. Throws on a character that it does not have: nothing is replaced in silence. */
export function encoderWindows1252(texte: string): Buffer {
  const rang = texte.replace(/[^\0-\x7f\xa0-\xff]/g, (caractere) => {
    const octet = HORS_LATIN_1[caractere];
    if (octet === undefined)
      throw new Error(`Caractère absent de windows-1252 : U+${caractere.charCodeAt(0).toString(16).padStart(4, "0")}.`);
    return String.fromCharCode(octet);
  });
  return Buffer.from(rang, "latin1");
}
