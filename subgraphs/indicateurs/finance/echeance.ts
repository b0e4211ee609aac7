import { addDays, daysBetween } from "../../shared/civil-date";
import { nextWorkingDay } from "../../shared/working-days";
import { dateDe, type Nature, PROGRAMMES, type Programme, type SaisieFinanciere } from "./nature";
import { JOURS_DE_VERSEMENT, tranche, VERSEMENTS } from "./regle";

export const ETATS_ECHEANCE = ["A_VENIR", "FAITE", "EN_RETARD", "PASSEE", "SANS_DATE"] as const;
export type EtatEcheance = (typeof ETATS_ECHEANCE)[number];

export interface Echeance {
  code: string;
  programme: Programme;
  libelle: string;
  /** Last civil day; null when the contract gives none, or when what it starts from is not known. */
  date: string | null;
  /** The day itself, or the next working day when it is a Saturday, a Sunday or a holiday: the contract does not move its dates, banks do. */
  jourOuvre: string | null;
  montantCentimes: number | null;
  faiteLe: string | null;
  etat: EtatEcheance;
  /** Days from the deadline to what was done, or to today; negative before it. */
  ecartJours: number | null;
  regle: string;
}

interface Fixe {
  code: string;
  programme: Programme;
  libelle: string;
  /** Years after that of the contract. */
  annees: number;
  /** `MM-JJ`. */
  jour: string;
  /** What says that it is done; null: nothing does. */
  fait: Nature | null;
  regle: string;
}

const fixe = (
  code: string,
  [programme, fait]: [Programme, Nature | null],
  [annees, jour]: [number, string],
  libelle: string,
  regle: string,
): Fixe => ({ code, programme, fait, annees, jour, libelle, regle });

const TRIMESTRES = ["premier", "deuxième", "troisième", "quatrième"];

/** Deadlines that fall on a day of a year counted from that of the contract. */
const FIXES: Fixe[] = [
  ...["03-31", "06-30", "09-30", "12-31"].map((jour, i) =>
    fixe(
      `SUIVI_T${i + 1}`,
      ["INSERTION", null],
      [0, jour],
      `Suivi du ${TRIMESTRES[i]} trimestre`,
      "Insertion : suivi au moins trimestriel.",
    ),
  ),
  fixe(
    "RAPPORT_FINAL",
    ["INSERTION", "RAPPORT_INSERTION"],
    [1, "03-31"],
    "Rapport final de l’insertion",
    "Insertion : rapport final au 31 mars de l’année suivante.",
  ),
  fixe("SUIVI_ANNUEL", ["SOLIDARITES", null], [0, "12-31"], "Suivi annuel des solidarités", "Solidarités : suivi au moins annuel."),
  fixe(
    "RAPPORT_EXECUTION",
    ["SOLIDARITES", "RAPPORT_SOLIDARITES"],
    [2, "03-31"],
    "Rapport d’exécution des solidarités",
    "Solidarités : rapport d’exécution au 31 mars de la deuxième année qui suit (31 mars 2026 pour le contrat de 2024).",
  ),
];

export interface Contexte {
  departement: string;
  /** Year of the contract. */
  annee: number;
  saisies: readonly SaisieFinanciere[];
  /** State's share of each programme, in centimes. */
  parts: Record<Programme, number>;
  /** Paid of each programme, in centimes. */
  verses: Record<Programme, number>;
  /** Programme of what an entry is of: a fiche, or the programme itself. */
  programmeDe: (objet: string) => Programme | null;
  /** Civil date, Paris. */
  aujourdhui: string;
}

/** Every deadline of a contract: payments first, then reports and follow-up. */
export function echeances(contexte: Contexte): Echeance[] {
  return [
    ...PROGRAMMES.flatMap((programme) => VERSEMENTS[programme].map((_, rang) => versement(contexte, programme, rang))),
    ...FIXES.map((prevue) => {
      const faiteLe = prevue.fait === null ? null : dateDe(contexte.saisies, prevue.fait);
      const date = `${contexte.annee + prevue.annees}-${prevue.jour}`;
      const { code, programme, libelle, regle } = prevue;
      // Nobody tells the hub that a follow-up was held: it gives the day, and never says late.
      const passee = prevue.fait === null ? "PASSEE" : "EN_RETARD";
      return completer({ code, programme, libelle, regle, date, montantCentimes: null, faiteLe }, contexte, passee);
    }),
    avenant(contexte),
  ];
}

function versement(contexte: Contexte, programme: Programme, rang: number): Echeance {
  const { code, apres, pourcent, texte } = VERSEMENTS[programme][rang]!;
  const depart = dateDe(contexte.saisies, apres === "SIGNATURE" ? "SIGNATURE" : "RAPPORT_INSERTION");
  const montantCentimes = tranche(contexte.parts[programme], programme, rang);
  const cumul = VERSEMENTS[programme]
    .slice(0, rang + 1)
    .reduce((somme, _, i) => somme + tranche(contexte.parts[programme], programme, i), 0);
  const date = depart && (apres === "SIGNATURE" ? addDays(depart, JOURS_DE_VERSEMENT) : depart);
  const solde = contexte.parts[programme] > 0 && contexte.verses[programme] >= cumul;
  const faiteLe = solde ? jourOu(contexte, programme, cumul) : null;
  const libelle = `${programme === "INSERTION" ? "Insertion" : "Solidarités"} : versement de ${pourcent} % de la part de l’État`;
  return completer({ code, programme, libelle, regle: texte, date, montantCentimes, faiteLe }, contexte);
}

/** The day when the payments of a programme reached an amount. Line by line or for the whole programme, they add up. */
function jourOu({ saisies, programmeDe }: Contexte, programme: Programme, cumul: number): string | null {
  const versements = saisies
    .filter(({ nature, objet }) => nature === "VERSEMENT_ETAT" && programmeDe(objet) === programme)
    .sort((a, b) => (a.le < b.le ? -1 : 1));
  let somme = 0;
  for (const { le, montantCentimes } of versements) {
    somme += montantCentimes!;
    if (somme >= cumul) return le;
  }
  return null;
}

function avenant(contexte: Contexte): Echeance {
  const regle = "Solidarités : avenant chaque année ; le contrat n’en donne pas le jour.";
  const { code, programme, libelle } = fixe("AVENANT", ["SOLIDARITES", "AVENANT"], [0, ""], "Avenant annuel", regle);
  const faiteLe = dateDe(contexte.saisies, "AVENANT");
  return completer({ code, programme, libelle, regle, date: null, montantCentimes: null, faiteLe }, contexte);
}

function completer(
  e: Omit<Echeance, "jourOuvre" | "etat" | "ecartJours">,
  { aujourdhui, departement }: Contexte,
  passee: EtatEcheance = "EN_RETARD",
): Echeance {
  const jourOuvre = e.date && nextWorkingDay(e.date, "OUVRES", departement);
  if (e.faiteLe !== null) return { ...e, jourOuvre, etat: "FAITE", ecartJours: e.date === null ? null : daysBetween(e.date, e.faiteLe) };
  if (e.date === null) return { ...e, jourOuvre, etat: "SANS_DATE", ecartJours: null };
  return { ...e, jourOuvre, etat: aujourdhui > e.date ? passee : "A_VENIR", ecartJours: daysBetween(e.date, aujourdhui) };
}
