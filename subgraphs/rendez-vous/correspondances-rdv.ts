import type { StatutEnregistre } from "./statut-participation";

export const FAMILLES = ["ORIENTATION", "PREMIER_ACCOMPAGNEMENT", "ACCOMPAGNEMENT", "AUTRE"] as const;
export type FamilleMotif = (typeof FAMILLES)[number];
export const MODALITES = ["PHYSIQUE", "TELEPHONE", "VISIO"] as const;
export type Modalite = (typeof MODALITES)[number];

/** Status of a participation in RDV-Solidarités and RDV-Insertion (reference §7). ABSENT_JUSTIFIE is the hub's own. */
const STATUTS_RDV = {
  unknown: "PREVU",
  seen: "HONORE",
  noshow: "ABSENT",
  excused: "ANNULE_USAGER",
  revoked: "ANNULE_SERVICE",
} as const satisfies Record<string, StatutEnregistre>;
export type StatutRdv = keyof typeof STATUTS_RDV;
export const CODES_STATUT_RDV = Object.keys(STATUTS_RDV) as StatutRdv[];

/** The hub's status of a source code, or `null` when the code is unknown. */
export const statutDeRdv = (code: string): StatutEnregistre | null =>
  Object.hasOwn(STATUTS_RDV, code) ? STATUTS_RDV[code as StatutRdv] : null;
/** The source code of a status, or `null` when the source has no word for it. */
export const statutVersRdv = (statut: StatutEnregistre): StatutRdv | null =>
  CODES_STATUT_RDV.find((code) => STATUTS_RDV[code] === statut) ?? null;

const MODALITES_RDV: Record<string, Modalite> = { public_office: "PHYSIQUE", home: "PHYSIQUE", phone: "TELEPHONE", visio: "VISIO" };
/** `location_type` of a motif; absent means at the office. Null when unknown. */
export function modaliteDeRdv(code: string | null | undefined): Modalite | null {
  if (code === null || code === undefined) return "PHYSIQUE";
  return Object.hasOwn(MODALITES_RDV, code) ? MODALITES_RDV[code]! : null;
}

/** `motif_category.short_name` (reference §1.1). An entry that ends with `*` is a prefix; the first that fits counts. */
export const FAMILLES_DE_CATEGORIE: readonly (readonly [string, FamilleMotif])[] = [
  ["rsa_orientation*", "ORIENTATION"],
  ["rsa_premier_rdv_daccompagnement", "PREMIER_ACCOMPAGNEMENT"],
  ["rsa_accompagnement*", "ACCOMPAGNEMENT"],
  ["rsa_follow_up", "ACCOMPAGNEMENT"],
  ["rsa_cer_signature", "ACCOMPAGNEMENT"],
];
/** Categories of the two tools that are none of these families: known, and AUTRE. */
const CATEGORIES_AUTRES: readonly string[] = [
  "rsa_main_tendue",
  "rsa_spie",
  "rsa_insertion_offer",
  "rsa_atelier*",
  "rsa_integration_information",
  "rsa_droits_devoirs",
  "psychologue",
  "siae*",
  "autre*",
];
/** Words of the motif's name, when the source gives no category. */
const FAMILLES_DE_NOM: readonly (readonly [RegExp, FamilleMotif])[] = [
  [/orientation/, "ORIENTATION"],
  [/premier.*accompagnement/, "PREMIER_ACCOMPAGNEMENT"],
  [/accompagnement|suivi/, "ACCOMPAGNEMENT"],
];

const fits = (pattern: string, code: string) => (pattern.endsWith("*") ? code.startsWith(pattern.slice(0, -1)) : code === pattern);

/** False for a `short_name` that nobody has put in a family yet: it is shown, and to examine. */
export const categorieConnue = (code: string): boolean =>
  FAMILLES_DE_CATEGORIE.some(([pattern]) => fits(pattern, code)) || CATEGORIES_AUTRES.some((pattern) => fits(pattern, code));

/** Format of an invitation, as the hub names its channels. Null when unknown. */
export const canalInvitation = (format: string): "SMS" | "EMAIL" | "POSTAL" | null =>
  format === "sms" || format === "email" || format === "postal" ? (format.toUpperCase() as "SMS" | "EMAIL" | "POSTAL") : null;

/** What a sender says of a delivery (the words of the SMS and e-mail operators that RDV-Insertion keeps): delivered, failed, or not known yet. */
const REMISES: Record<string, "REMISE" | "ECHEC" | "EN_COURS"> = {
  delivered: "REMISE",
  opened: "REMISE",
  clicked: "REMISE",
  soft_bounce: "ECHEC",
  hard_bounce: "ECHEC",
  invalid_email: "ECHEC",
  blocked: "ECHEC",
  bounced: "ECHEC",
  error: "ECHEC",
  rejected: "ECHEC",
  replied: "REMISE",
  sent: "EN_COURS",
  request: "EN_COURS",
  accepted: "EN_COURS",
  deferred: "EN_COURS",
};
export const remiseInvitation = (code: string): "REMISE" | "ECHEC" | "EN_COURS" | null =>
  Object.hasOwn(REMISES, code) ? REMISES[code]! : null;

/** Family of an appointment, from the category of its motif, else from the motif's name. */
export function familleDeMotif(categorie: string | null | undefined, nom: string): FamilleMotif {
  if (categorie) return FAMILLES_DE_CATEGORIE.find(([pattern]) => fits(pattern, categorie))?.[1] ?? "AUTRE";
  const plain = sansAccents(nom);
  return FAMILLES_DE_NOM.find(([pattern]) => pattern.test(plain))?.[1] ?? "AUTRE";
}

/** Lower case, no accents, one space between words: two spellings of one name compare equal. */
export const sansAccents = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/œ/gi, "oe")
    .replace(/æ/gi, "ae")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();

/** The forms under which a matricule is kept: as given, without leading zeros, on seven digits. */
export function formesDuMatricule(matricule: string): string[] {
  const given = matricule.trim();
  const short = given.replace(/^0+/, "");
  return [...new Set([given, short, short.padStart(7, "0")])];
}
