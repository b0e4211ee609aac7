import fs from "node:fs";
import { ImportRefuse } from "../../../shared/import";

/** One element of a JSON list, as it was written. */
export interface Element {
  /** From 1. */
  rang: number;
  /** Line where it begins, from 1. */
  ligne: number;
  texte: string;
  /** Bytes read so far. */
  lus: number;
}

const CODE = Object.fromEntries([...'[]{},"\\\n\r\t '].map((c) => [c, c.charCodeAt(0)])) as Record<string, number>;
const ELEMENT_MAX = 8_000_000;
const BOM = [0xef, 0xbb, 0xbf];

const malForme = (ligne: number, quoi: string) => new ImportRefuse("JSON_MAL_FORME", `Ligne ${ligne} : ${quoi}. Rien n’a été appliqué.`);

const PAS_UNE_LISTE = new ImportRefuse(
  "JSON_PAS_UNE_LISTE",
  'Le fichier doit être une liste JSON d’enregistrements, « [ … ] », ou une page de l’API, « {"items": [ … ]} ». Rien n’a été appliqué.',
);

/** What a page of the API of data·inclusion says around its `items`. */
export interface Page {
  /** Records of all the pages, as the API counts them. */
  total: number | null;
}

/** Cuts a file into its elements, without holding it in memory: one JSON list, or a page of the API (`{"items": […], "total": …}`).
 * `page`: told what surrounds the list, once it is read. Refuses the file: JSON_PAS_UNE_LISTE, JSON_MAL_FORME (with the line). The elements themselves are not parsed here. */
export async function* lireListe(fichier: string, page?: (page: Page) => void): AsyncGenerator<Element> {
  const decoupe = new Decoupe();
  for await (const bloc of fs.createReadStream(fichier, { highWaterMark: 262_144 })) yield* decoupe.avancer(bloc as Buffer);
  const autour = decoupe.finir();
  if (autour) page?.(autour);
}

type Etat = "AVANT" | "ENTETE" | "VALEUR_OU_FIN" | "VALEUR" | "DANS" | "SEPARATEUR" | "PIED" | "APRES";

const AUTOUR_MAX = 65_536;

/** Follows depth and strings byte by byte: UTF-8 never puts a structural byte inside a longer character. */
class Decoupe {
  private etat: Etat = "AVANT";
  private profondeur = 0;
  private chaine = false;
  private echappe = false;
  private ligne = 1;
  private lus = 0;
  private rang = 0;
  private ligneDeLElement = 0;
  private morceaux: Buffer[] = [];
  private debut = 0;

  *avancer(bloc: Buffer): Generator<Element> {
    this.debut = 0;
    let i = this.lus === 0 && BOM.every((octet, rang) => bloc[rang] === octet) ? 3 : 0;
    for (; i < bloc.length; i++) {
      const octet = bloc[i]!;
      if (this.etat === "DANS") {
        if (this.finitLElement(octet)) {
          yield this.element(bloc.subarray(this.debut, this.scalaire ? i : i + 1), this.lus + i);
          if (this.scalaire) this.separer(octet);
        }
      } else if (this.etat === "ENTETE" || this.etat === "PIED") this.autourDeLaListe(octet);
      else this.horsElement(octet, i);
      if (octet === CODE["\n"]) this.ligne++;
    }
    if (this.etat === "DANS") this.garder(bloc.subarray(this.debut));
    this.lus += bloc.length;
  }

  /** What surrounds the list; null when the file is only a list. */
  finir(): Page | null {
    const etat = this.autour === null ? this.etat : this.etat === "PIED" ? "APRES" : this.etat;
    if (etat === "ENTETE") throw PAS_UNE_LISTE;
    if (etat !== "APRES")
      throw malForme(this.ligne, etat === "AVANT" ? "le fichier est vide" : "le fichier s’arrête avant la fin de la liste");
    return this.autour && pageDe(Buffer.from(this.autour).toString("utf8"), this.ligne);
  }

  /** Bytes of a page before and after its items, which are left out; null for a file that is a list. */
  private autour: number[] | null = null;

  private autourDeLaListe(octet: number): void {
    const autour = this.autour!;
    autour.push(octet);
    if (autour.length > AUTOUR_MAX) throw PAS_UNE_LISTE;
    if (
      this.etat === "ENTETE" &&
      octet === CODE["["] &&
      /^\{\s*([^[\]{}]*,\s*)?"items"\s*:\s*\[$/.test(Buffer.from(autour).toString("utf8"))
    )
      this.etat = "VALEUR_OU_FIN";
  }

  private scalaire = false;

  /** True when this byte ends the element, or follows the end of a number or a word. */
  private finitLElement(octet: number): boolean {
    if (this.chaine) {
      if (this.echappe) this.echappe = false;
      else if (octet === CODE["\\"]) this.echappe = true;
      else if (octet === CODE['"']) this.chaine = false;
      return !this.chaine && this.profondeur === 0 && !this.scalaire;
    }
    if (octet === CODE['"']) this.chaine = true;
    else if (octet === CODE["{"] || octet === CODE["["]) this.profondeur++;
    else if (this.profondeur === 0) return this.scalaire && (octet === CODE[","] || octet === CODE["]"]);
    else if (octet === CODE["}"] || octet === CODE["]"]) return --this.profondeur === 0;
    return false;
  }

  private horsElement(octet: number, i: number): void {
    if (octet === CODE[" "] || octet === CODE["\n"] || octet === CODE["\r"] || octet === CODE["\t"]) return;
    if (this.etat === "AVANT") {
      if (octet === CODE["{"]) this.autour = [octet];
      else if (octet !== CODE["["]) throw this.pasUneListe(octet);
      this.etat = this.autour ? "ENTETE" : "VALEUR_OU_FIN";
    } else if (this.etat === "SEPARATEUR") this.separer(octet);
    else if (this.etat === "APRES") throw malForme(this.ligne, "il y a du texte après la fin de la liste");
    else if (octet === CODE["]"] && this.etat === "VALEUR_OU_FIN") this.fermer();
    else this.commencer(octet, i);
  }

  private commencer(octet: number, i: number): void {
    if (octet === CODE[","] || octet === CODE["]"] || octet === CODE["}"])
      throw malForme(this.ligne, "un enregistrement manque entre deux virgules");
    this.etat = "DANS";
    this.debut = i;
    this.ligneDeLElement = this.ligne;
    this.rang++;
    this.chaine = octet === CODE['"'];
    this.profondeur = octet === CODE["{"] || octet === CODE["["] ? 1 : 0;
    this.scalaire = !this.chaine && this.profondeur === 0;
  }

  private separer(octet: number): void {
    if (octet === CODE[","]) this.etat = "VALEUR";
    else if (octet === CODE["]"]) this.fermer();
    else throw malForme(this.ligne, "une virgule ou la fin de la liste était attendue");
  }

  private fermer(): void {
    this.etat = this.autour ? "PIED" : "APRES";
    this.autour?.push(CODE["]"]!);
  }

  private garder(morceau: Buffer): void {
    this.morceaux.push(Buffer.from(morceau));
    if (this.morceaux.reduce((taille, m) => taille + m.length, 0) > ELEMENT_MAX) {
      throw malForme(this.ligneDeLElement, `l’enregistrement ${this.rang} dépasse ${ELEMENT_MAX / 1_000_000} Mo`);
    }
  }

  private element(fin: Buffer, lus: number): Element {
    const octets = this.morceaux.length === 0 ? fin : Buffer.concat([...this.morceaux, fin]);
    this.morceaux = [];
    this.etat = "SEPARATEUR";
    try {
      return { rang: this.rang, ligne: this.ligneDeLElement, texte: new TextDecoder("utf-8", { fatal: true }).decode(octets), lus };
    } catch {
      throw malForme(this.ligneDeLElement, `l’enregistrement ${this.rang} n’est pas en UTF-8`);
    }
  }

  /** A JSON value that is not a list, or no JSON at all. */
  private pasUneListe(octet: number): ImportRefuse {
    if (!'{"-0123456789tfn'.includes(String.fromCharCode(octet))) return malForme(this.ligne, "ce n’est pas du JSON");
    return PAS_UNE_LISTE;
  }
}

function pageDe(autour: string, ligne: number): Page {
  let page: { total?: unknown };
  try {
    page = JSON.parse(autour);
  } catch {
    throw malForme(ligne, "ce qui entoure la liste « items » n’est pas du JSON, ou le fichier s’arrête avant sa fin");
  }
  return { total: typeof page.total === "number" ? page.total : null };
}
