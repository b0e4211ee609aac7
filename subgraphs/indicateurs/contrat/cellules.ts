import { parse } from "csv-parse/sync";
import { ImportRefuse, type Signalement } from "../../shared/import";

/** A cell that cannot be read: its record is rejected, the others go on. */
export class CelluleInvalide extends Error {
  constructor(
    readonly champ: string,
    message: string,
  ) {
    super(message);
  }
}

/** The cells of one record, by column; an empty cell is null: not given in the contract. */
export class Cellules {
  constructor(
    private readonly valeurs: Readonly<Record<string, string>>,
    /** Line of the file, the header being line 1. */
    readonly ligne: number,
  ) {}

  texteOuNull(champ: string): string | null {
    return this.valeurs[champ]!.trim() || null;
  }

  texte(champ: string): string {
    const valeur = this.texteOuNull(champ);
    if (valeur === null) throw new CelluleInvalide(champ, `colonne « ${champ} » vide`);
    return valeur;
  }

  entierOuNull(champ: string): number | null {
    const valeur = this.texteOuNull(champ);
    if (valeur !== null && !/^\d{1,12}$/.test(valeur)) {
      throw new CelluleInvalide(champ, `colonne « ${champ} » : « ${valeur.slice(0, 30)} » n’est pas un nombre entier`);
    }
    return valeur === null ? null : Number(valeur);
  }

  entier(champ: string): number {
    const valeur = this.entierOuNull(champ);
    if (valeur === null) throw new CelluleInvalide(champ, `colonne « ${champ} » vide`);
    return valeur;
  }

  /** Euros of the file, in centimes. */
  centimesOuNull(champ: string): number | null {
    const euros = this.entierOuNull(champ);
    return euros === null ? null : euros * 100;
  }

  centimes = (champ: string): number => this.entier(champ) * 100;

  /** Values separated by semicolons. */
  liste(champ: string): string[] {
    return (this.texteOuNull(champ) ?? "").split(";").flatMap((valeur) => valeur.trim() || []);
  }
}

/** The records of a CSV file. Errors: ImportRefuse ENTETE_INVALIDE when a column is missing, FICHIER_INVALIDE when it is no CSV. */
export function lireCsv(fichier: string, texte: string, colonnes: readonly string[]): { entete: string[]; lignes: Cellules[] } {
  const lignes = decouper(fichier, texte);
  const entete = lignes[0]?.record.map((nom) => nom.trim()) ?? [];
  const manquantes = colonnes.filter((colonne) => !entete.includes(colonne));
  if (manquantes.length > 0)
    throw new ImportRefuse("ENTETE_INVALIDE", `${fichier} : il manque ${manquantes.map((c) => `« ${c} »`).join(", ")} à l’en-tête.`);
  const corps = lignes
    .slice(1)
    .map(({ record, info }) => new Cellules(Object.fromEntries(entete.map((nom, i) => [nom, record[i]!])), info.lines));
  return { entete, lignes: corps };
}

function decouper(fichier: string, texte: string): { record: string[]; info: { lines: number } }[] {
  try {
    return parse(texte, { bom: true, skip_empty_lines: true, info: true }) as never;
  } catch (error) {
    const { code, lines } = error as { code?: string; lines?: number };
    if (!code?.startsWith("CSV_")) throw error;
    throw new ImportRefuse("FICHIER_INVALIDE", `${fichier}, ligne ${lines} : ce n’est pas un CSV lisible (${code}).`);
  }
}

/** Reads each record; those that cannot be read are told, with line and column. */
export function lireLignes<T>(lignes: readonly Cellules[], lire: (ligne: Cellules) => T): { lues: T[]; rejets: Signalement[] } {
  const lues: T[] = [];
  const rejets: Signalement[] = [];
  for (const ligne of lignes) {
    try {
      lues.push(lire(ligne));
    } catch (error) {
      if (!(error instanceof CelluleInvalide)) throw error;
      rejets.push({
        cle: `ligne ${ligne.ligne}`,
        code: "VALEUR_INVALIDE",
        message: `Ligne ${ligne.ligne} : ${error.message}.`,
        champ: error.champ,
        applique: false,
      });
    }
  }
  return { lues, rejets };
}
