import type { Programme } from "./nature";

/** The rules on the money of the contract, each with its words. Source: contract of 2024 between the State and the Département, fiches and annexe 3. */
export interface Regle {
  code: string;
  texte: string;
}

/** Flat amount of the State for each of the 47 territories of volet 3: 1 406 250 €. */
export const FORFAIT_VOLET_3_CENTIMES = 140_625_000;

export interface LigneDuContrat {
  fiche: string;
  axe: string;
  intitule: string;
  partEtatCentimes: number;
  partDepartementCentimes: number;
  autresCentimes: number | null;
  /** As printed. */
  totalCentimes: number;
}

export const programmeDe = (axe: string): Programme => (/^insertion/i.test(axe) ? "INSERTION" : "SOLIDARITES");

/** Volet of an insertion line (1, 2 or 3), or null. */
export const voletDe = (axe: string): number | null => Number(/^insertion - volet (\d)$/i.exec(axe)?.[1] ?? 0) || null;

export interface PartEtat extends Regle {
  /** The most that the State may pay of the line. */
  plafondCentimes: number;
  /** True when the State pays that amount, not at most that amount. */
  exacte: boolean;
}

const part = (code: string, plafondCentimes: number, exacte: boolean, texte: string): PartEtat => ({
  code,
  plafondCentimes,
  exacte,
  texte,
});

/** What the State may pay of a line. */
export function partEtat({ axe, totalCentimes }: Pick<LigneDuContrat, "axe" | "totalCentimes">): PartEtat {
  const volet = voletDe(axe);
  if (volet === 1) return part("ETAT_SEUL", totalCentimes, true, "Volet 1 : l’État paie 100 % du total de la ligne.");
  if (volet === 3) {
    const forfait = "Volet 3 : l’État paie un forfait de 1 406 250 € pour chacun des 47 territoires.";
    return part("FORFAIT", FORFAIT_VOLET_3_CENTIMES, true, forfait);
  }
  const action = volet === 2 ? "Volet 2" : "Solidarités";
  return part("MOITIE_AU_PLUS", Math.floor(totalCentimes / 2), false, `${action} : l’État paie au plus 50 % de chaque action.`);
}

/** Instalments of the State, in percent of its share. */
export const VERSEMENTS: Record<Programme, Versement[]> = {
  INSERTION: [
    versement("PREMIER_VERSEMENT", 60, "SIGNATURE", "Insertion : 60 % dans les quinze jours de la signature."),
    versement("SOLDE", 40, "RAPPORT", "Insertion : le solde après le rapport final ; le contrat ne fixe pas de délai."),
  ],
  SOLIDARITES: [versement("VERSEMENT_UNIQUE", 100, "SIGNATURE", "Solidarités : le tout dans les quinze jours de la signature.")],
};

export interface Versement extends Regle {
  pourcent: number;
  apres: "SIGNATURE" | "RAPPORT";
}

function versement(code: string, pourcent: number, apres: Versement["apres"], texte: string): Versement {
  return { code, pourcent, apres, texte };
}

/** Days from the signature to a payment, calendar days: the contract does not say working days. */
export const JOURS_DE_VERSEMENT = 15;

/** A share of an amount, the last instalment taking the cent that rounding leaves. */
export function tranche(partCentimes: number, programme: Programme, rang: number): number {
  const versements = VERSEMENTS[programme];
  const arrondie = ({ pourcent }: Versement) => Math.round((partCentimes * pourcent) / 100);
  if (rang < versements.length - 1) return arrondie(versements[rang]!);
  return partCentimes - versements.slice(0, rang).reduce((somme, v) => somme + arrondie(v), 0);
}
