/** Civil days as integers (days since 1970-01-01): cheap to compare and to add. Text only at the border. */
export type Jour = number;

const texte = new Map<Jour, string>();

export const jourDe = (date: string): Jour => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

/** AAAA-MM-JJ. */
export function iso(jour: Jour): string {
  let date = texte.get(jour);
  if (date === undefined) {
    date = new Date(jour * 86_400_000).toISOString().slice(0, 10);
    texte.set(jour, date);
  }
  return date;
}

/** First day of the month of a day. */
export const debutDeMois = (jour: Jour): Jour => jour - Number(iso(jour).slice(8)) + 1;

/** 0 is Monday, 6 is Sunday. */
export const jourDeSemaine = (jour: Jour): number => (jour + 3) % 7;

const feries = new Map<number, Set<Jour>>();

/** Easter Sunday of a Gregorian year (anonymous algorithm). */
function paques(annee: number): Jour {
  const [a, b, c] = [annee % 19, Math.floor(annee / 100), annee % 100];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const rang = h + l - 7 * m + 114;
  const [mois, jour] = [Math.floor(rang / 31), (rang % 31) + 1];
  return jourDe(`${annee}-${String(mois).padStart(2, "0")}-${String(jour).padStart(2, "0")}`);
}

function estFerie(jour: Jour): boolean {
  const annee = Number(iso(jour).slice(0, 4));
  let jours = feries.get(annee);
  if (!jours) {
    const p = paques(annee);
    const fixes = ["01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"].map((d) => jourDe(`${annee}-${d}`));
    jours = new Set([...fixes, p + 1, p + 39, p + 50]);
    feries.set(annee, jours);
  }
  return jours.has(jour);
}

const estOuvre = (jour: Jour): boolean => jourDeSemaine(jour) < 5 && !estFerie(jour);

/** The day itself, or the next working day. */
export function ouvreDepuis(jour: Jour): Jour {
  while (!estOuvre(jour)) jour++;
  return jour;
}

/** All working days, both ends included. */
export function joursOuvres(du: Jour, au: Jour): Jour[] {
  const jours: Jour[] = [];
  for (let jour = du; jour <= au; jour++) if (estOuvre(jour)) jours.push(jour);
  return jours;
}

/** Last Sunday of a month: the clock changes there in Europe. */
function dernierDimanche(annee: string, mois: string): Jour {
  const dernier = jourDe(`${annee}-${mois}-31`);
  return dernier - ((jourDeSemaine(dernier) + 1) % 7);
}

const decalages = new Map<Jour, string>();

/** Offset of Paris during the working hours of a day. */
function decalage(jour: Jour): string {
  let valeur = decalages.get(jour);
  if (valeur === undefined) {
    const annee = iso(jour).slice(0, 4);
    valeur = jour >= dernierDimanche(annee, "03") && jour < dernierDimanche(annee, "10") ? "+02:00" : "+01:00";
    decalages.set(jour, valeur);
  }
  return valeur;
}

const deux = (n: number) => String(n).padStart(2, "0");

/** hh:mm:ss. */
const heure = (secondes: number): string =>
  `${deux(Math.floor(secondes / 3600))}:${deux(Math.floor(secondes / 60) % 60)}:${deux(secondes % 60)}`;

/** RFC 3339 in Paris. `secondes` since midnight, within working hours. */
export const instant = (jour: Jour, secondes: number): string => `${iso(jour)}T${heure(secondes)}${decalage(jour)}`;
