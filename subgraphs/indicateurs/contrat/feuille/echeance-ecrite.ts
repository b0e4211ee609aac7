import { addDays, addMonths, daysBetween } from "../../../shared/civil-date";

/** A deadline of the roadmap, read without changing a word of it. */
export interface EcheanceEcrite {
  texte: string;
  /** What it is of: `F.3`, `flux`, `démonstrateur`; null: the whole target. */
  objet: string | null;
  /** First day of the period that is written. */
  debut: string | null;
  /** Last day; null when nothing ends it (« à partir de mai 2024 ») or when no date is written. */
  fin: string | null;
}

const MOIS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];
const PERIODE = new RegExp(`(${MOIS.join("|")}|premier semestre|second semestre|année(?= \\d{4})|fin(?= \\d{4}))`, "g");

/** The deadlines of a cell: separated by semicolons, each with what it is of before a colon, or in brackets.
 * A month is read to its last day (« début avril » too), a semester and a year to theirs. Source: roadmap of May 2024. */
export function lireEcheances(texte: string | null): EcheanceEcrite[] {
  return (texte ?? "")
    .replace(/\(([^()]*\d{4}[^()]*)\)/g, "; $1")
    .split(";")
    .map((segment) => segment.trim())
    .filter(Boolean)
    .map(lireSegment);
}

function lireSegment(texte: string): EcheanceEcrite {
  const objet = /^([^:]+?)\s*:/.exec(texte)?.[1] ?? /\(([^)]+)\)$/.exec(texte)?.[1] ?? null;
  const periodes = [...texte.matchAll(PERIODE)].map(({ 1: nom, index }) => {
    // « juillet et second semestre 2024 »: the year comes after, once for both.
    const annee = /\d{4}/.exec(texte.slice(index))?.[0] ?? null;
    return annee === null ? null : bornes(nom!, annee);
  });
  const [premiere, derniere] = [periodes[0] ?? null, periodes.at(-1) ?? null];
  return { texte, objet, debut: premiere?.debut ?? null, fin: /à partir d/.test(texte) ? null : (derniere?.fin ?? null) };
}

function bornes(nom: string, annee: string): { debut: string; fin: string } {
  if (nom === "premier semestre") return { debut: `${annee}-01-01`, fin: `${annee}-06-30` };
  if (nom === "second semestre") return { debut: `${annee}-07-01`, fin: `${annee}-12-31` };
  if (nom === "année" || nom === "fin") return { debut: nom === "année" ? `${annee}-01-01` : `${annee}-12-01`, fin: `${annee}-12-31` };
  const debut = `${annee}-${String(MOIS.indexOf(nom) + 1).padStart(2, "0")}-01`;
  return { debut, fin: addDays(addMonths(debut, 1), -1) };
}

/** The last day that is written, or null. */
export const derniereEcheance = (echeances: readonly EcheanceEcrite[]): string | null =>
  echeances.reduce<string | null>((derniere, { fin }) => (fin !== null && (derniere === null || fin > derniere) ? fin : derniere), null);

export const ETATS_AVANCEMENT = ["A_FAIRE", "EN_COURS", "FAIT", "ABANDONNE"] as const;
export type EtatAvancement = (typeof ETATS_AVANCEMENT)[number];

/** Days from the deadline to what was done, or to today, and the same in words. @param aujourdhui civil date, Paris. */
export function ecartALEcheance(
  echeance: string | null,
  avancement: { etat: EtatAvancement; le: string } | null,
  aujourdhui: string,
): { jours: number | null; texte: string } {
  if (avancement?.etat === "ABANDONNE") return { jours: null, texte: `Abandonné le ${avancement.le}.` };
  if (echeance === null) return { jours: null, texte: "La feuille de route n’écrit pas de dernier jour." };
  const fait = avancement?.etat === "FAIT";
  const jours = daysBetween(echeance, fait ? avancement.le : aujourdhui);
  if (fait && jours <= 0) return { jours, texte: jours === 0 ? "Fait le dernier jour." : `Fait ${jour(-jours)} avant l’échéance.` };
  if (fait) return { jours, texte: `Fait ${jour(jours)} après l’échéance.` };
  return { jours, texte: jours > 0 ? `En retard de ${jour(jours)}.` : `Échéance dans ${jour(-jours)}.` };
}

const jour = (n: number): string => `${n} jour${n > 1 ? "s" : ""}`;
