import { DateTime } from "luxon";
import { LigneCsv } from "../../shared/lignes-csv";

const montrer = (valeur: string): string => `« ${valeur.slice(0, 40)} »`;
const CODE = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$/;
/** An offset from UTC, at the end of an instant. */
const DECALAGE = /(?:Z|[+-]\d\d(?::?\d\d)?)$/;
const ENTIER_MAX = 1_000_000;
/** A hundred billion euros. */
const CENTIMES_MAX = 10_000_000_000_000;

/** The cells of a line of the PDIE. Lists are separated by a bar; amounts are in euros, with a comma or a point; texts are shown back in the refusal. */
export class CellulesPdie extends LigneCsv {
  code(colonne: string): string {
    return this.codeOuNull(colonne) ?? this.refuser(colonne, "un code est attendu");
  }

  codeOuNull(colonne: string): string | null {
    const valeur = this.texteOuNull(colonne);
    if (valeur !== null && !CODE.test(valeur))
      this.refuser(colonne, `${montrer(valeur)} n’est pas un code (lettres sans accent, chiffres, point et tirets, 60 au plus)`);
    return valeur;
  }

  /** `minimum`: characters; a shorter text says nothing. */
  phrase(colonne: string, minimum: number, maximum: number): string {
    const valeur = this.texte(colonne, maximum);
    return valeur.length >= minimum ? valeur : this.refuser(colonne, `${montrer(valeur)} est trop court : ${minimum} caractères au moins`);
  }

  texteCourt(colonne: string, maximum = 500): string | null {
    const valeur = this.texteOuNull(colonne);
    return valeur === null || valeur.length <= maximum ? valeur : this.refuser(colonne, `${maximum} caractères au plus`);
  }

  parmiOuNull<T extends string>(colonne: string, valeurs: readonly T[]): T | null {
    return this.texteOuNull(colonne) === null ? null : this.parmi(colonne, valeurs);
  }

  /** Values of a list, each once, in their order; null when the cell is empty. */
  liste(colonne: string, admises?: readonly string[]): string[] | null {
    const valeur = this.texteOuNull(colonne);
    if (valeur === null) return null;
    const valeurs = [...new Set(valeur.split("|").map((v) => v.trim()))].filter(Boolean);
    const inconnue = admises && valeurs.find((v) => !admises.includes(v));
    if (inconnue !== undefined)
      this.refuser(colonne, `${montrer(inconnue)} n’est pas admis : voir les valeurs possibles dans docs/fichier-pdie.md`);
    return valeurs;
  }

  forme(colonne: string, forme: RegExp, attendu: string): string | null {
    const valeur = this.texteOuNull(colonne);
    return valeur === null || forme.test(valeur) ? valeur : this.refuser(colonne, `${montrer(valeur)} n’est pas admis : ${attendu}`);
  }

  nombreOuNull(colonne: string, maximum = ENTIER_MAX, minimum = 0): number | null {
    const valeur = this.texteOuNull(colonne);
    if (valeur === null) return null;
    const nombre = Number(valeur.replace(",", "."));
    return /^-?\d{1,9}([.,]\d{1,12})?$/.test(valeur) && nombre >= minimum && nombre <= maximum
      ? nombre
      : this.refuser(colonne, `${montrer(valeur)} n’est pas un nombre de ${minimum} à ${maximum}`);
  }

  entierOuNull(colonne: string): number | null {
    const valeur = this.texteOuNull(colonne);
    if (valeur === null) return null;
    return /^\d{1,7}$/.test(valeur) && Number(valeur) <= ENTIER_MAX
      ? Number(valeur)
      : this.refuser(colonne, `${montrer(valeur)} n’est pas un nombre entier de 0 à ${ENTIER_MAX}`);
  }

  exercice(colonne: string): number {
    const valeur = this.texte(colonne);
    return /^20\d\d$/.test(valeur) ? Number(valeur) : this.refuser(colonne, `${montrer(valeur)} n’est pas une année, comme 2026`);
  }

  /** Euros of the file, in centimes. */
  centimesOuNull(colonne: string, maximum = CENTIMES_MAX): number | null {
    const valeur =
      this.texteOuNull(colonne)
        ?.replace(/[\s\u00a0\u202f]/g, "")
        .replace(/€$/, "") || null;
    if (valeur === null) return null;
    const [euros, decimales = ""] = valeur.split(/[.,]/);
    const centimes = Number(euros) * 100 + Number(decimales.padEnd(2, "0"));
    return /^\d{1,12}([.,]\d{1,2})?$/.test(valeur) && centimes <= maximum
      ? centimes
      : this.refuser(colonne, `${montrer(valeur)} n’est pas un montant en euros, comme 1200 ou 1200,50`);
  }

  ouiNon(colonne: string): boolean {
    const valeur = this.texteOuNull(colonne)?.toLowerCase() ?? "non";
    return valeur === "oui" || valeur === "non" ? valeur === "oui" : this.refuser(colonne, `${montrer(valeur)} n’est ni oui ni non`);
  }

  /** An instant: `2026-03-20 09:00` is the hour of Paris; an offset may be given. */
  instantOuNull(colonne: string): Date | null {
    const valeur = this.texteOuNull(colonne);
    if (valeur === null) return null;
    const lu = DateTime.fromISO(valeur.replace(" ", "T"), { zone: "Europe/Paris" });
    if (!lu.isValid || !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(valeur))
      this.refuser(colonne, `${montrer(valeur)} n’est pas un jour et une heure, comme 2026-03-20 09:00`);
    if (!DECALAGE.test(valeur)) this.heureUnique(colonne, valeur, lu);
    return lu.toJSDate();
  }

  /** On the day when clocks change, an hour of Paris may be skipped, or come twice: the file must say which it means. */
  private heureUnique(colonne: string, valeur: string, lu: DateTime): void {
    if (lu.toFormat("HH:mm") !== valeur.slice(11, 16))
      this.refuser(colonne, `${montrer(valeur)} n’existe pas à Paris, où l’on passe ce jour-là à l’heure d’été : donnez une autre heure`);
    if (lu.getPossibleOffsets().length > 1)
      this.refuser(
        colonne,
        `${montrer(valeur)} vient deux fois à Paris, où l’on passe ce jour-là à l’heure d’hiver : donnez le décalage, +02:00 ou +01:00`,
      );
  }
}
