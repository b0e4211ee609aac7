import { isCivilDate } from "../../shared/civil-date";
import { civilDateIn, isZone } from "../../shared/time-zone";

const PROPRIETE = /^(EXDATE|RDATE)(?:;[^:]{0,200})?:(.{1,20000})$/i;
const VALEUR = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?$/i;
/** A file of exceptions longer than this is not read: characters. */
const MAXIMUM = 200_000;

/** The days that an `ical` takes away (EXDATE) or adds (RDATE), as civil dates on the wall of `fuseau`; those that cannot be read are left out.
 * Only the first event counts: the source writes one. */
export function exceptionsIcal(ical: string | null | undefined, fuseau: string): { exclus: string[]; ajoutes: string[] } {
  const exclus = new Set<string>();
  const ajoutes = new Set<string>();
  if (!ical || ical.length > MAXIMUM || !isZone(fuseau)) return { exclus: [], ajoutes: [] };
  // RFC 5545, 3.1: a line goes on after a line break and a space.
  const lignes = ical.replace(/\r?\n[ \t]/g, "").split(/\r?\n/);
  for (const ligne of lignes) {
    if (/^END:VEVENT/i.test(ligne)) break;
    const lue = PROPRIETE.exec(ligne);
    if (!lue) continue;
    const jours = lue[1]!.toUpperCase() === "EXDATE" ? exclus : ajoutes;
    for (const valeur of lue[2]!.split(",")) {
      const jour = jourDe(valeur.trim(), fuseau);
      if (jour) jours.add(jour);
    }
  }
  return { exclus: [...exclus].sort(), ajoutes: [...ajoutes].sort() };
}

function jourDe(texte: string, fuseau: string): string | null {
  const v = VALEUR.exec(texte);
  const jour = v && `${v[1]}-${v[2]}-${v[3]}`;
  if (!v || !jour || !isCivilDate(jour)) return null;
  return v[7] ? civilDateIn(new Date(`${jour}T${v[4]}:${v[5]}:${v[6] ?? "00"}Z`), fuseau) : jour;
}
