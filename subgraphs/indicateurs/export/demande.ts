import { addDays, addMonths } from "../../shared/civil-date";
import { Refus } from "../../shared/contrat/refus";
import { territoireInconnu } from "../contrat/resultat/saisie";
import { TABLEAUX } from "../mesure/calcul";
import { lireTerritoire } from "../mesure/territoire";

interface Forme {
  titre: string;
  /** For the whole département only. */
  ensemble: boolean;
  /** Whether a quarter may, or must, be given. */
  trimestre: "possible" | "exigé" | "sans";
  /** Keys of its tables, beside those that every model has. */
  tableaux: readonly string[];
}

const FINANCES = ["FINANCES", "PROGRAMMES", "ECHEANCES", "CONTROLES"];

/** What can be exported. */
export const MODELES = {
  ANNEXE_4: { titre: "Données à fournir (annexe 4, 3/3)", ensemble: true, trimestre: "sans", tableaux: ["DONNEES"] },
  SUIVI: {
    titre: "Tableau de suivi du contrat",
    ensemble: true,
    trimestre: "sans",
    tableaux: ["SUIVI", "FEUILLE_DE_ROUTE", "CONTROLES_SUIVI"],
  },
  FINANCES: { titre: "Suivi financier du contrat", ensemble: true, trimestre: "sans", tableaux: FINANCES },
  OARSA: {
    titre: "Enquête OARSA, tableaux 1 à 6",
    ensemble: false,
    trimestre: "possible",
    tableaux: TABLEAUX.filter((tableau) => tableau.startsWith("OARSA_")),
  },
  PLAN_PAUVRETE: {
    titre: "Plan pauvreté, tableaux A1 à B5",
    ensemble: false,
    trimestre: "possible",
    tableaux: TABLEAUX.filter((tableau) => tableau.startsWith("PLAN_PAUVRETE_")),
  },
  TRIMESTRE: {
    titre: "Rapport du trimestre",
    ensemble: false,
    trimestre: "exigé",
    tableaux: ["INDICATEURS", "PILOTE", "DELAIS", "PARCOURS", "ALERTES", "FEUILLE_DE_ROUTE", ...FINANCES],
  },
} as const satisfies Record<string, Forme>;
export type ModeleExport = keyof typeof MODELES;
/** Every model begins with what the file is, and ends with the definitions. */
const TOUJOURS = ["PRESENTATION", "DEFINITIONS"];
export const NOMS_DES_MODELES = Object.keys(MODELES) as ModeleExport[];

export interface DemandeExport {
  modele: ModeleExport;
  departement: string;
  annee: number;
  /** 1 to 4; null: the year. */
  trimestre: number | null;
  territoire: string;
  /** Figures as they were known on that day; null: as they are known. */
  connuLe: string | null;
  /** One table only, by its key; null: all of them. */
  tableau: string | null;
}

export interface Periode {
  debut: string;
  fin: string;
}

export const periodeDe = ({ annee, trimestre }: Pick<DemandeExport, "annee" | "trimestre">): Periode => {
  if (trimestre === null) return { debut: `${annee}-01-01`, fin: `${annee}-12-31` };
  const debut = `${annee}-${String(trimestre * 3 - 2).padStart(2, "0")}-01`;
  return { debut, fin: addDays(addMonths(debut, 3), -1) };
};

export const enMots = ({ annee, trimestre }: Pick<DemandeExport, "annee" | "trimestre">): string =>
  trimestre === null ? `année ${annee}` : `${trimestre === 1 ? "1er" : `${trimestre}e`} trimestre ${annee}`;

/** The quarter before. */
export const trimestreAvant = ({ annee, trimestre }: { annee: number; trimestre: number }) =>
  trimestre === 1 ? { annee: annee - 1, trimestre: 4 } : { annee, trimestre: trimestre - 1 };

/** Why nothing can be exported, or null.
 * @param aujourdhui civil date, Paris. Refus: ANNEE_INVALIDE, TRIMESTRE_INVALIDE, EXPORT_DEPARTEMENT_ENTIER, PERIODE_FUTURE, CONNU_LE_FUTUR,
 * CONNU_LE_SANS_OBJET, TABLEAU_INCONNU. */
export function refusExport(demande: DemandeExport, aujourdhui: string): Refus | null {
  const { annee, trimestre, connuLe, tableau } = demande;
  const modele = MODELES[demande.modele];
  if (!Number.isInteger(annee) || annee < 2000 || annee > 2100)
    return Refus.de("ANNEE_INVALIDE", "L’année est un nombre de quatre chiffres, de 2000 à 2100.", { champ: "annee" });
  if (trimestre === null ? modele.trimestre === "exigé" : modele.trimestre === "sans" || ![1, 2, 3, 4].includes(trimestre))
    return Refus.de(
      "TRIMESTRE_INVALIDE",
      "Un trimestre va de 1 à 4 : le rapport du trimestre en demande un, les tableaux de suivi et de finances couvrent l’année.",
      { champ: "trimestre" },
    );
  if (modele.ensemble && demande.territoire !== demande.departement)
    return Refus.de("EXPORT_DEPARTEMENT_ENTIER", "Le contrat se suit pour le département entier : ne donnez pas de territoire.", {
      champ: "territoire",
    });
  if (periodeDe(demande).debut > aujourdhui)
    return Refus.de("PERIODE_FUTURE", "La période n’a pas commencé : rien ne peut y être compté.", { champ: "annee" });
  if (connuLe !== null && connuLe > aujourdhui)
    return Refus.de("CONNU_LE_FUTUR", "Ce jour n’est pas venu : personne ne sait ce qui sera connu alors.", { champ: "connuLe" });
  if (connuLe !== null && demande.modele === "ANNEXE_4")
    return Refus.de("CONNU_LE_SANS_OBJET", "Les données à fournir se comptent telles qu’elles sont aujourd’hui : retirez connuLe.", {
      champ: "connuLe",
    });
  const connus: readonly string[] = [...TOUJOURS, ...modele.tableaux];
  if (tableau !== null && !connus.includes(tableau))
    return Refus.de("TABLEAU_INCONNU", `Ce modèle n’a pas de tableau « ${tableau.slice(0, 40)} » : ${connus.join(", ")}.`, {
      champ: "tableau",
    });
  return null;
}

/** Why a territory is refused: it has not the shape of one of the département, or the département is not the caller's. With `ressort` null, it is
 * refused because the base does not know it. Refus: TERRITOIRE_INCONNU. */
export function territoireRefuse({ territoire, departement }: DemandeExport, ressort: string | null): Refus | null {
  const lu = lireTerritoire(territoire);
  if (ressort !== null && lu && lu.departement === departement && (ressort === "*" || ressort === departement)) return null;
  return territoireInconnu(territoire);
}

/** Name of the file: what it is, for whom, when, and the first signs of its fingerprint. */
export function nomDuFichier(demande: DemandeExport, empreinte: string, format: string): string {
  const quand = demande.trimestre === null ? `${demande.annee}` : `${demande.annee}-T${demande.trimestre}`;
  const connu = demande.connuLe === null ? [] : [`connu-${demande.connuLe}`];
  const morceaux = ["unefois", demande.modele, demande.tableau, demande.territoire, quand, ...connu, empreinte.slice(0, 12)];
  return `${morceaux
    .flatMap((morceau) => morceau ?? [])
    .join("-")
    .toLowerCase()
    .replaceAll("_", "-")}.${format}`;
}
