const LETTRES = new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", day: "numeric", month: "long", year: "numeric" });

/** « 3 mars 2026 », « 1er mars 2026 » : an instant, or a civil date (read at noon, so that no zone moves it). */
export function jourEnLettres(jour: Date | string): string {
  const texte = LETTRES.format(typeof jour === "string" ? new Date(`${jour}T12:00:00Z`) : jour);
  return texte.replace(/^1 /, "1er ");
}
