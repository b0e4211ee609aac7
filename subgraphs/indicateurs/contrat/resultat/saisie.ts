import { Refus } from "../../../shared/contrat/refus";
import { estDuRessort, lireTerritoire } from "../../mesure/territoire";
import { texteTropLong } from "../texte";

/** A result that someone enters for a line of the contract. */
export interface Saisie {
  code: string;
  territoire: string;
  annee: number;
  valeur: number | null;
  texte: string | null;
  /** Where the figure comes from: file, report, link. */
  preuve: string;
}

/** The largest figure of the contract is an amount in euros: a thousand billion is a typing error. */
const VALEUR_MAX = 1e12;
const CONTRAT = "Tableau de suivi du contrat (annexe 4)";

/** Why a result cannot be entered, whatever the contract says, or null.
 * @param aujourdhui civil date, Paris. Refus: TERRITOIRE_INCONNU, ANNEE_FUTURE, RESULTAT_VIDE, VALEUR_INVALIDE, PREUVE_MANQUANTE, TEXTE_TROP_LONG. */
export function refusSaisie(saisie: Saisie, departement: string, aujourdhui: string): Refus | null {
  const territoire = lireTerritoire(saisie.territoire);
  if (!territoire || !estDuRessort(territoire, departement)) return territoireInconnu(saisie.territoire);
  if (saisie.annee > Number(aujourdhui.slice(0, 4))) {
    return Refus.de("ANNEE_FUTURE", `L’année ${saisie.annee} n’a pas commencé : son résultat ne peut pas être connu.`, {
      champ: "annee",
      source: CONTRAT,
    });
  }
  if (saisie.valeur === null && !saisie.texte) {
    return Refus.de("RESULTAT_VIDE", "Donnez une valeur ou un texte : une ligne que personne n’a remplie reste vide.", {
      champ: "valeur",
      source: CONTRAT,
    });
  }
  if (saisie.valeur !== null && !(saisie.valeur >= 0 && saisie.valeur <= VALEUR_MAX)) {
    return Refus.de("VALEUR_INVALIDE", "Un résultat est un nombre positif ou nul, d’au plus mille milliards.", {
      champ: "valeur",
      source: CONTRAT,
    });
  }
  if (!saisie.preuve.trim())
    return Refus.de("PREUVE_MANQUANTE", "Dites d’où vient le résultat : fichier, compte rendu, lien.", {
      champ: "preuve",
      source: CONTRAT,
    });
  return texteTropLong({ preuve: saisie.preuve, texte: saisie.texte });
}

export const territoireInconnu = (territoire: string): Refus =>
  Refus.de(
    "TERRITOIRE_INCONNU",
    `Le territoire « ${territoire.slice(0, 40)} » n’existe pas : donnez le département, un code INSEE ou un ensemble de communes.`,
    {
      champ: "territoire",
    },
  );

export const codeInconnu = (code: string, annee: number): Refus =>
  Refus.de("CODE_INCONNU", `Le contrat n’a pas de ligne « ${code.slice(0, 40)} » pour ${annee} : suiviContrat donne celles de l’année.`, {
    champ: "code",
    source: CONTRAT,
  });
