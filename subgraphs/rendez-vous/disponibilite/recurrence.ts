import { addDays, daysBetween, daysInMonth, isCivilDate } from "../../shared/civil-date";

/** A rule that cannot be read. `code`: RRULE_ILLISIBLE, RRULE_NON_PRISE_EN_CHARGE, RRULE_TROP_DENSE. */
export class RegleIllisible extends Error {
  constructor(
    readonly code: "RRULE_ILLISIBLE" | "RRULE_NON_PRISE_EN_CHARGE" | "RRULE_TROP_DENSE",
    message: string,
  ) {
    super(message);
  }
}

type Frequence = "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";

/** RFC 5545, the parts that count in days. Days of the week: 0 Monday … 6 Sunday. */
export interface Regle {
  freq: Frequence;
  interval: number;
  count: number | null;
  /** Last day (civil date) or last moment (`AAAA-MM-JJTHH:MM`, on the wall or in UTC). */
  until: { jour: string; heure: string | null; utc: boolean } | null;
  wkst: number;
  byday: readonly { jour: number; rang: number | null }[];
  bymonthday: readonly number[];
  bymonth: readonly number[];
  bysetpos: readonly number[];
}

/** A rule from a webhook is hostile until read: what it may ask for. */
export const LIMITES_REGLE = { caracteres: 500, interval: 1_000, count: 10_000, premierJour: "1990-01-01" } as const;

const JOURS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const CLES = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"];
const illisible = (quoi: string) => new RegleIllisible("RRULE_ILLISIBLE", `La règle de répétition ne se lit pas : ${quoi}.`);

/** Reads a rule (`FREQ=WEEKLY;BYDAY=TU`, with or without `RRULE:`). Errors: RegleIllisible. */
export function lireRegle(texte: string): Regle {
  if (texte.length > LIMITES_REGLE.caracteres) throw illisible(`plus de ${LIMITES_REGLE.caracteres} caractères`);
  const parts = new Map<string, string>();
  for (const part of texte
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, "")
    .split(";")
    .filter(Boolean)) {
    const [cle, valeur, ...reste] = part.split("=");
    if (!cle || !valeur || reste.length > 0 || parts.has(cle)) throw illisible("chaque partie est NOM=VALEUR, une fois");
    parts.set(cle, valeur);
  }
  const freq = parts.get("FREQ") ?? "";
  if (["SECONDLY", "MINUTELY", "HOURLY"].includes(freq))
    throw new RegleIllisible("RRULE_TROP_DENSE", "Une plage se répète au plus une fois par jour.");
  if (!["DAILY", "WEEKLY", "MONTHLY", "YEARLY"].includes(freq)) throw illisible("FREQ manque ou n’est pas connue");
  const inconnue = [...parts.keys()].find((cle) => !CLES.includes(cle));
  if (inconnue)
    throw new RegleIllisible("RRULE_NON_PRISE_EN_CHARGE", `Le hub ne suit pas ${inconnue.slice(0, 20)} dans une règle de répétition.`);
  if (parts.has("COUNT") && parts.has("UNTIL")) throw illisible("COUNT et UNTIL s’excluent");
  return {
    freq: freq as Frequence,
    interval: nombres(parts.get("INTERVAL") ?? "1", 1, LIMITES_REGLE.interval)[0]!,
    count: parts.has("COUNT") ? nombres(parts.get("COUNT")!, 1, LIMITES_REGLE.count)[0]! : null,
    until: parts.has("UNTIL") ? lireFin(parts.get("UNTIL")!) : null,
    wkst: jourDe(parts.get("WKST") ?? "MO"),
    byday: liste(parts.get("BYDAY")).map(lireJour),
    bymonthday: nombres(parts.get("BYMONTHDAY"), -31, 31),
    bymonth: nombres(parts.get("BYMONTH"), 1, 12),
    bysetpos: nombres(parts.get("BYSETPOS"), -366, 366),
  };
}

const liste = (valeur: string | undefined): string[] => (valeur === undefined ? [] : valeur.split(","));

function nombres(valeur: string | undefined, minimum: number, maximum: number): number[] {
  return liste(valeur).map((texte) => {
    const n = /^[+-]?\d{1,5}$/.test(texte) ? Number(texte) : Number.NaN;
    if (!(n >= minimum && n <= maximum) || n === 0) throw illisible("un nombre est hors de ses bornes");
    return n;
  });
}

function jourDe(code: string): number {
  const jour = JOURS.indexOf(code);
  if (jour < 0) throw illisible("un jour de la semaine n’existe pas");
  return jour;
}

function lireJour(texte: string): { jour: number; rang: number | null } {
  const match = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(texte);
  if (!match) throw illisible("un jour de BYDAY n’existe pas");
  return { jour: jourDe(match[2]!), rang: match[1] === undefined ? null : nombres(match[1], -53, 53)[0]! };
}

function lireFin(texte: string): Regle["until"] {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{2}(Z)?)?$/.exec(texte);
  const jour = match && `${match[1]}-${match[2]}-${match[3]}`;
  if (!match || !jour || !isCivilDate(jour)) throw illisible("UNTIL n’est pas une date");
  return { jour, heure: match[4] === undefined ? null : `${match[4]}:${match[5]}`, utc: match[6] === "Z" };
}

/** 0 Monday … 6 Sunday. 1970-01-01 was a Thursday. */
export const jourDeSemaine = (date: string): number => (((daysBetween("1970-01-01", date) + 3) % 7) + 7) % 7;

/** Days on which a rule falls, in order, from its first day to `au` included, COUNT and BYSETPOS applied, UNTIL as a day: the caller checks its hour.
 * At most one look at each day between them: no rule, however empty, takes longer. */
export function joursDeRegle(regle: Regle, premierJour: string, au: string): string[] {
  const jours: string[] = [];
  const dernier = regle.until && !regle.until.utc && regle.until.jour < au ? regle.until.jour : au;
  const complete = completer(regle, premierJour);
  for (let rang = 0; ; rang++) {
    const periode = periodeDe(complete, premierJour, rang * complete.interval);
    if (periode.du > dernier) return jours;
    for (const jour of choisir(complete, periode)) {
      if (jour < premierJour) continue;
      if (jour > dernier || (regle.count !== null && jours.length >= regle.count)) return jours;
      jours.push(jour);
    }
  }
}

/** Without BYDAY nor BYMONTHDAY, the first day says which one (RFC 5545, 3.3.10). */
function completer(regle: Regle, premierJour: string): Regle {
  if (regle.byday.length > 0 || regle.bymonthday.length > 0 || regle.freq === "DAILY") return regle;
  if (regle.freq === "WEEKLY") return { ...regle, byday: [{ jour: jourDeSemaine(premierJour), rang: null }] };
  const bymonth = regle.freq === "YEARLY" && regle.bymonth.length === 0 ? [Number(premierJour.slice(5, 7))] : regle.bymonth;
  return { ...regle, bymonth, bymonthday: [Number(premierJour.slice(8))] };
}

interface Periode {
  du: string;
  au: string;
}

function periodeDe({ freq, wkst }: Regle, premierJour: string, avance: number): Periode {
  if (freq === "DAILY") {
    const jour = addDays(premierJour, avance);
    return { du: jour, au: jour };
  }
  if (freq === "WEEKLY") {
    const du = addDays(premierJour, avance * 7 - ((jourDeSemaine(premierJour) - wkst + 7) % 7));
    return { du, au: addDays(du, 6) };
  }
  if (freq === "YEARLY") {
    const annee = String(Number(premierJour.slice(0, 4)) + avance).padStart(4, "0");
    return { du: `${annee}-01-01`, au: `${annee}-12-31` };
  }
  const mois = Number(premierJour.slice(0, 4)) * 12 + Number(premierJour.slice(5, 7)) - 1 + avance;
  return bornesDuMois(Math.floor(mois / 12), (mois % 12) + 1);
}

function bornesDuMois(annee: number, mois: number): Periode {
  const debut = `${String(annee).padStart(4, "0")}-${String(mois).padStart(2, "0")}`;
  return { du: `${debut}-01`, au: `${debut}-${String(daysInMonth(annee, mois)).padStart(2, "0")}` };
}

/** Days of a period that the rule keeps, in order. */
function choisir(regle: Regle, periode: Periode): string[] {
  const jours: string[] = [];
  for (let jour = periode.du; jour <= periode.au; jour = addDays(jour, 1)) if (convient(regle, periode, jour)) jours.push(jour);
  if (regle.bysetpos.length === 0) return jours;
  const positions = new Set(regle.bysetpos.map((p) => (p > 0 ? p - 1 : jours.length + p)));
  return jours.filter((_, index) => positions.has(index));
}

function convient(regle: Regle, periode: Periode, jour: string): boolean {
  const [annee, mois, quantieme] = jour.split("-").map(Number) as [number, number, number];
  if (regle.bymonth.length > 0 && !regle.bymonth.includes(mois)) return false;
  const jours = daysInMonth(annee, mois);
  if (regle.bymonthday.length > 0 && !regle.bymonthday.some((n) => (n > 0 ? n : jours + 1 + n) === quantieme)) return false;
  if (regle.byday.length === 0) return true;
  const semaine = jourDeSemaine(jour);
  const dans = regle.freq === "YEARLY" && regle.bymonth.length > 0 ? bornesDuMois(annee, mois) : periode;
  const compte = regle.freq === "MONTHLY" || regle.freq === "YEARLY";
  return regle.byday.some((d) => d.jour === semaine && (d.rang === null || !compte || rangDans(dans, jour, d.rang)));
}

/** True for the n-th such day of the week of a period, from its end when negative. */
const rangDans = ({ du, au }: Periode, jour: string, rang: number): boolean =>
  rang > 0 ? Math.floor(daysBetween(du, jour) / 7) + 1 === rang : Math.floor(daysBetween(jour, au) / 7) + 1 === -rang;
