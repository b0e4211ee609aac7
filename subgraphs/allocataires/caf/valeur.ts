import { isCivilDate } from "../../shared/civil-date";
import { type Noeud, texte } from "./noeud";

/** Typed reading of the elements of a foyer. What has not the expected form throws Invalide, which names the element, never its value. */

export type CodeInvalide = "DOSSIER_INVALIDE" | "DEPARTEMENT_INCONNU";

/** Why a foyer cannot be applied. Caught by the reader of the foyer, which makes a reject of it. */
export class Invalide extends Error {
  constructor(
    readonly code: CodeInvalide,
    message: string,
  ) {
    super(message);
  }
}

/** A datum left out, or kept although it is unknown, while the foyer is kept. */
export interface Reserve {
  code: string;
  message: string;
  champ: string;
}

export const invalide = (element: string, attendu: string): never => {
  throw new Invalide("DOSSIER_INVALIDE", `${element} : ${attendu}. Corrigez chez l’organisme payeur, puis rejouez le rejet.`);
};

export function obligatoire(noeud: Noeud | undefined, ...chemin: string[]): string {
  return texte(noeud, ...chemin) ?? invalide(chemin.at(-1)!, "valeur absente");
}

export function date(noeud: Noeud | undefined, ...chemin: string[]): string | null {
  const valeur = texte(noeud, ...chemin);
  if (valeur !== null && !isCivilDate(valeur)) invalide(chemin.at(-1)!, "ce n’est pas une date du calendrier (AAAA-MM-JJ)");
  return valeur;
}

export function dateObligatoire(noeud: Noeud | undefined, ...chemin: string[]): string {
  return date(noeud, ...chemin) ?? invalide(chemin.at(-1)!, "valeur absente");
}

const BOOLEENS: Record<string, boolean> = { true: true, "1": true, false: false, "0": false };

/** False when absent. */
export function booleen(noeud: Noeud | undefined, ...chemin: string[]): boolean {
  const valeur = texte(noeud, ...chemin);
  if (valeur === null) return false;
  return BOOLEENS[valeur.toLowerCase()] ?? invalide(chemin.at(-1)!, "0, 1, true ou false est attendu");
}

/** A whole number of a few digits, leading zeros allowed; null when absent. */
export function entier(noeud: Noeud | undefined, chiffres: number, ...chemin: string[]): number | null {
  const valeur = texte(noeud, ...chemin);
  if (valeur === null) return null;
  if (!/^\d+$/.test(valeur) || valeur.length > chiffres) {
    invalide(chemin.at(-1)!, chiffres === 1 ? "un chiffre est attendu" : `${chiffres} chiffres au plus sont attendus`);
  }
  return Number(valeur);
}

/** An amount in euros (« 0001675.00 ») as an integer of centimes; null when absent. */
export function centimes(noeud: Noeud | undefined, ...chemin: string[]): number | null {
  const valeur = texte(noeud, ...chemin);
  if (valeur === null) return null;
  const lu = /^([+-]?)(\d{1,9})(?:\.(\d{1,2}))?$/.exec(valeur) ?? invalide(chemin.at(-1)!, "un montant en euros est attendu (0000646.52)");
  const montant = Number(lu[2]) * 100 + Number((lu[3] ?? "").padEnd(2, "0"));
  return lu[1] === "-" && montant > 0 ? -montant : montant;
}

export function centimesObligatoires(noeud: Noeud | undefined, ...chemin: string[]): number {
  return centimes(noeud, ...chemin) ?? invalide(chemin.at(-1)!, "valeur absente");
}

/** A number of request (NUMDEMRSA, NUMDEMRSAPRECE), as received; null when absent. */
export function numeroDeDemande(noeud: Noeud | undefined, ...chemin: string[]): string | null {
  const valeur = texte(noeud, ...chemin);
  if (valeur !== null && !/^[0-9A-Z]{1,11}$/i.test(valeur))
    invalide(chemin.at(-1)!, "11 caractères au plus, chiffres ou lettres, sont attendus");
  return valeur;
}

/** A code of a few letters or digits, in capitals; null when absent. */
export function code(noeud: Noeud | undefined, taille: number, ...chemin: string[]): string | null {
  const valeur = texte(noeud, ...chemin)?.toUpperCase() ?? null;
  if (valeur !== null && (valeur.length > taille || !/^[0-9A-Z]+$/.test(valeur)))
    invalide(chemin.at(-1)!, `un code de ${taille} caractères au plus est attendu, chiffres ou lettres`);
  return valeur;
}

export function codeObligatoire(noeud: Noeud | undefined, taille: number, ...chemin: string[]): string {
  return code(noeud, taille, ...chemin) ?? invalide(chemin.at(-1)!, "valeur absente");
}
