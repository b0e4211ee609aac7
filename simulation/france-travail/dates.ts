export const JOUR_MS = 86_400_000;

const PARIS = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Paris",
  dateStyle: "short",
  timeStyle: "medium",
});

/** Day of an instant in Paris, AAAA-MM-JJ. */
export const jourParis = (instant: Date): string => PARIS.format(instant).slice(0, 10);

/** Instant as Paris reads it, AAAA-MM-JJTHH:MM:SS, without an offset. */
export const heureParis = (instant: Date): string => PARIS.format(instant).replace(" ", "T");

export const dansJours = (instant: Date, jours: number): Date => new Date(instant.getTime() + jours * JOUR_MS);

/** An instant written by a Java partner (`+0100` as well as `+01:00`), or null when it does not exist. Without an offset it is Paris time. */
export function instantDe(texte: string): Date | null {
  const lu = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?$/.exec(texte);
  if (!lu) return null;
  const [, jour, heure, fraction = "0", decalage] = lu;
  const suffixe =
    decalage === undefined ? decalageParis(jour!) : decalage.length === 5 ? `${decalage.slice(0, 3)}:${decalage.slice(3)}` : decalage;
  const instant = new Date(`${jour}T${heure}.${fraction.slice(0, 3)}${suffixe}`);
  return Number.isNaN(instant.getTime()) || !jourExiste(jour!) ? null : instant;
}

/** Offset of Paris at noon of that day: the hour of change is the only one it may miss. */
function decalageParis(jour: string): string {
  const midi = new Date(`${jour}T12:00:00Z`);
  return Number.isNaN(midi.getTime()) ? "Z" : `+0${Number(heureParis(midi).slice(11, 13)) - 12}:00`;
}

export function jourExiste(jour: string): boolean {
  const lu = new Date(`${jour}T00:00:00Z`);
  return !Number.isNaN(lu.getTime()) && lu.toISOString().slice(0, 10) === jour;
}

/** dd-MM-yyyy to AAAA-MM-JJ, or null. */
export function jourDuFormatFrancais(texte: string): string | null {
  const lu = /^(\d{2})-(\d{2})-(\d{4})$/.exec(texte);
  const jour = lu ? `${lu[3]}-${lu[2]}-${lu[1]}` : "";
  return lu && jourExiste(jour) ? jour : null;
}
