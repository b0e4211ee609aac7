import { parse } from "csv-parse/sync";
import { ImportRefuse } from "../../shared/import";
import { decoderTexte } from "../../shared/lignes-csv";
import { courriel, telephone } from "./contacts";
import { matriculeCaf } from "./matricule";
import { lireNir } from "./nir";
import type { Reserve } from "./valeur";

/** A line of the « fichier de contacts » of the CNAF. The file says nothing of the consent. */
export interface ContactCnaf {
  /** Line of the file, the heading being the first. */
  ligne: number;
  /** On 7 digits, as in the flows; null when it cannot be read. */
  matricule: string | null;
  /** 13 characters, without key; null when it is absent or cannot be read. */
  nir13: string | null;
  telephones: string[];
  courriel: string | null;
}

export interface ContactsCnaf {
  contacts: ContactCnaf[];
  /** What was left out, with its line. */
  reserves: (Reserve & { ligne: number })[];
}

const MATRICULE = "MATRICULE";
const NIR = "NIR";
const TELEPHONES = ["NUMERO TELEPHONE DOSSIER", "NUMERO TELEPHONE 2 DOSSIER"];
const COURRIEL = "ADRESSE ELECTRONIQUE DOSSIER";
const COLONNES = [MATRICULE, NIR, ...TELEPHONES, COURRIEL];

type Cellules = Record<string, string>;

function lignesDe(octets: Buffer, fichier: string): { record: Cellules; info: { lines: number } }[] {
  try {
    return parse(decoderTexte(octets), {
      columns: (entete: string[]) => entete.map((nom) => nom.trim().toUpperCase().replace(/\s+/g, " ")),
      delimiter: ";",
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count_less: true,
      info: true,
    }) as never;
  } catch (error) {
    throw new ImportRefuse(
      "FICHIER_INVALIDE",
      `${fichier} n’est pas un CSV lisible (code ${(error as { code?: string }).code ?? "inconnu"}). Rien n’a été appliqué.`,
    );
  }
}

/** Reads the « fichier de contacts » of the CNAF (reference §1.5). Refuses the file: FICHIER_INVALIDE (no CSV), ENTETE_INVALIDE (a column is
 * missing). A value that cannot be read is left out and reported, never quoted. A line with neither matricule nor NIR, or no contact, is left out. */
export function lireContactsCnaf(octets: Buffer, fichier: string): ContactsCnaf {
  const lignes = lignesDe(octets, fichier);
  const manque = lignes[0] && COLONNES.find((colonne) => !(colonne in lignes[0]!.record));
  if (manque) throw new ImportRefuse("ENTETE_INVALIDE", `${fichier}, ligne 1 : la colonne « ${manque} » manque. Rien n’a été appliqué.`);
  const reserves: ContactsCnaf["reserves"] = [];
  const contacts = lignes.map(({ record, info }) => lireLigne(record, info.lines, reserves)).filter((contact) => contact !== null);
  return { contacts, reserves };
}

function lireLigne(cellules: Cellules, ligne: number, reserves: ContactsCnaf["reserves"]): ContactCnaf | null {
  const lire = (champ: string, lecture: (recu: string) => string | null): string | null => {
    const recu = cellules[champ];
    if (!recu) return null;
    const valeur = lecture(recu);
    if (valeur === null)
      reserves.push({
        ligne,
        code: "CONTACT_ILLISIBLE",
        champ,
        message: `La valeur de ${champ} ne se lit pas, ligne ${ligne}. Elle n’est pas gardée.`,
      });
    return valeur;
  };
  const matricule = lire(MATRICULE, matriculeCaf);
  const nir13 = lire(NIR, nirLu);
  const telephones = [...new Set(TELEPHONES.map((champ) => lire(champ, telephone)).filter((t) => t !== null))];
  const adresse = lire(COURRIEL, courriel);
  if ((matricule === null && nir13 === null) || (telephones.length === 0 && adresse === null)) return null;
  return { ligne, matricule, nir13, telephones, courriel: adresse };
}

function nirLu(recu: string): string | null {
  const lu = lireNir(recu);
  return "nir" in lu ? lu.nir : null;
}
