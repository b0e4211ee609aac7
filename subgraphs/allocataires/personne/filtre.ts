import type { CategorieParcours } from "../../shared/contrat/enums";
import { motsDeRecherche } from "./allocataire";

/** Shape of FiltreAllocataires once read: absent and null mean the same. */
export interface FiltreAllocataires {
  departement?: string | null;
  communes?: string[] | null;
  categorie?: CategorieParcours | null;
  parcours?: string[] | null;
  organisme?: string | null;
  referent?: string | null;
  sansOrientation?: boolean | null;
  echeanceDepassee?: boolean | null;
  ouvertureDroitsDepuis?: string | null;
  ouvertureDroitsJusque?: string | null;
  /** Words in capitals without accents. */
  mots?: string[] | null;
  /** Numbers under which a person is known, as typed. */
  numeros?: string[] | null;
}

/** What a text of search asks for; `NIR` and `VIDE` cannot be searched. */
export type Recherche = { mots: string[]; numeros: string[] } | "NIR" | "VIDE";

const RECHERCHE_MAX = 100;
const CHIFFRES_D_UN_NUMERO = 5;
const NIR = /^[1-478]\d{4}[\dAB]{2}\d{6}(\d{2})?$/i;

/** Reads a search: a word of five digits or more is a number, the others begin a name. Digits and spaces alone are one number. */
export function lireRecherche(texte: string): Recherche {
  if (texte.length > RECHERCHE_MAX) return "VIDE";
  const compact = texte.replace(/[\s.]/g, "");
  if (NIR.test(compact)) return "NIR";
  const estNumero = (mot: string) => (mot.match(/\d/g) ?? []).length >= CHIFFRES_D_UN_NUMERO && /^[\w-]{1,64}$/.test(mot);
  if (/^\d+$/.test(compact) && estNumero(compact)) return { mots: [], numeros: [compact] };
  const parties = texte.split(/\s+/);
  if (parties.some((partie) => NIR.test(partie))) return "NIR";
  const numeros = parties.filter(estNumero);
  const mots = motsDeRecherche(parties.filter((partie) => !estNumero(partie)).join(" "));
  return mots.length + numeros.length === 0 ? "VIDE" : { mots, numeros };
}
