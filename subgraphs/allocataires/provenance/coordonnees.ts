/** Prefixes of the overseas numbering plans (Arcep): 0590 12 34 56 is +590 590 12 34 56, not +33. 06 39 98, in the middle of those of Mayotte, is kept for fiction. */
const OUTRE_MER: [RegExp, string][] = [
  [/^0(?:262|263|269|639(?!98)|692|693)/, "+262"],
  [/^0(?:590|690|691)/, "+590"],
  [/^0(?:594|694)/, "+594"],
  [/^0(?:596|696|697)/, "+596"],
];

/** A phone number in the international form E.164 (« 06 12 34 56 78 » → « +33612345678 »); null for what is no number of France nor an international one. */
export function telephoneE164(saisi: string): string | null {
  const compact = saisi
    .normalize("NFKC")
    .replace(/\(0\)/g, "")
    .replace(/[\s.\-/()]/g, "")
    .replace(/^00/, "+");
  if (/^\+33\d+$/.test(compact)) return /^\+33[1-9]\d{8}$/.test(compact) ? compact : null;
  if (/^\+[1-9]\d{7,14}$/.test(compact)) return compact;
  if (!/^0[1-9]\d{8}$/.test(compact)) return null;
  const indicatif = OUTRE_MER.find(([prefixe]) => prefixe.test(compact))?.[1] ?? "+33";
  return `${indicatif}${compact.slice(1)}`;
}

const COURRIEL = /^[^\s@<>(),;:"[\]\\]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}$/u;

/** An e-mail address in lower case; null for what is not one (RFC 5321: 254 characters at most, 64 before the @). */
export function courrielValide(saisi: string): string | null {
  const courriel = saisi.trim().toLowerCase();
  const local = courriel.split("@")[0]!;
  const points = local.startsWith(".") || local.endsWith(".") || local.includes("..");
  return courriel.length <= 254 && local.length <= 64 && !points && COURRIEL.test(courriel) ? courriel : null;
}

export interface AdresseSaisie {
  /** Number and street, and what completes them. */
  voie: string;
  codePostal: string;
  codeInsee: string;
  commune: string;
}

/** The address as declarations keep it, on one line; null when a code is not one. The INSEE code of a commune of Corsica holds a letter. */
export function adresseValide({ voie, codePostal, codeInsee, commune }: AdresseSaisie) {
  const [rue, ville, insee] = [enLigne(voie), enLigne(commune.normalize("NFC")), codeInsee.trim().toUpperCase()];
  const bonne = rue !== "" && COMMUNE.test(ville) && /^\d{5}$/.test(codePostal) && /^\d[\dAB]\d{3}$/.test(insee);
  return bonne ? { adresse: `${rue}, ${codePostal} ${ville}`, codePostal, codeInsee: insee, communeNom: ville } : null;
}

const enLigne = (texte: string): string => texte.replace(/\s+/g, " ").trim();

/** A letter of the Latin script with, at most, two marks that no composed letter holds. */
const LETTRE = "(?=[\\p{Lu}\\p{Ll}\\p{Lt}])\\p{Script=Latin}\\p{Mn}{0,2}";
const NOM = new RegExp(`^[ .'’-]*${LETTRE}(?:${LETTRE}|[ .'’-])*$`, "u");
/** The number of an arrondissement, and what some files add between brackets. */
const COMMUNE = new RegExp(`^${LETTRE}(?:${LETTRE}|[\\d .,'’/()-])*$`, "u");
const NOM_MAX = 100;

/** The name of a person on one line, composed (NFC); null for what is no name: another script, a digit, a sign, more than 100 characters. */
export function nomValide(saisi: string): string | null {
  const nom = enLigne(saisi.normalize("NFC"));
  return nom.length <= NOM_MAX && NOM.test(nom) ? nom : null;
}
