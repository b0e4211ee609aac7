import { type Jour, jourDeSemaine, ouvreDepuis } from "../calendrier";
import type { Contexte } from "../contexte";
import type { Droits } from "../foyer/foyer-modele";

import type { Hasard } from "../hasard";
import type { Action, Contrat, OrientationDecidee, Suivi } from "./fait";

interface Depuis {
  orientation: OrientationDecidee;
  droits: Droits;
  codeInsee: string;
  limite: Jour;
}

/** Signatures an oriented person gives for one contract that her commune decides for a foyer: fitted on territoires.csv (1 609 a year). */
const CALAGE_CONTRATS = 1.28;
/** Weeks before the end during which activities are declared. */
const SEMAINES = 8;

const ACTIVITES: readonly (readonly [nature: string, mode: Action["mode"]])[] = [
  ["Atelier de recherche d’emploi", "COLLECTIF"],
  ["Cours de français à visée professionnelle", "COLLECTIF"],
  ["Atelier numérique", "COLLECTIF"],
  ["Immersion professionnelle", "INDIVIDUEL"],
  ["Démarches de recherche d’emploi", "INDIVIDUEL"],
  ["Préparation du permis de conduire", "INDIVIDUEL"],
  ["Démarches de santé", "INDIVIDUEL"],
  ["Chantier d’insertion", "COLLECTIF"],
  ["Atelier de remobilisation", "COLLECTIF"],
];

/** After the orientation: diagnostic, contracts, activities, exit. Always in that order, each on or before the limit. */
export function actionsDe(contexte: Contexte, depuis: Depuis, h: Hasard): Pick<Suivi, "diagnostic" | "contrats" | "activites" | "sortie"> {
  const { orientation, limite } = depuis;
  const etabli = ouvreDepuis(orientation.jour + h.entier(2, 24));
  const diagnostic = h.oui(0.72) && etabli <= limite ? etabli : null;
  const contrats = signer(contexte, depuis, h);
  return { diagnostic, contrats, activites: agir(contexte, contrats.at(-1), limite, h), sortie: sortir(contexte, depuis.droits, h) };
}

function signer(contexte: Contexte, { orientation, codeInsee, limite }: Depuis, h: Hasard): Contrat[] {
  const commune = contexte.territoire.communes.find((c) => c.codeInsee === codeInsee) as { contrats: number; foyers: number };
  if (!h.oui((CALAGE_CONTRATS * commune.contrats) / commune.foyers)) return [];
  const jour = ouvreDepuis(orientation.jour + h.entier(5, 30));
  const suite = ouvreDepuis(jour + h.entier(55, 92));
  if (jour > limite) return [];
  if (h.oui(0.3)) return [engagement(jour, h)];
  const premier: Contrat = { jour, nature: "ORIENTATION_3_MOIS", dureeMois: 3, heures: null, exempte: false, motif: null };
  return h.oui(0.6) && suite <= limite ? [premier, engagement(suite, h)] : [premier];
}

function engagement(jour: Jour, h: Hasard): Contrat {
  const base = { jour, nature: "CONTRAT_ENGAGEMENT" as const, dureeMois: h.choix([6, 6, 9, 12]) };
  if (h.oui(0.08))
    return { ...base, heures: null, exempte: true, motif: h.choix(["SANTE", "HANDICAP", "INVALIDITE", "PARENT_ISOLE_SANS_GARDE"]) };
  if (h.oui(0.08))
    return {
      ...base,
      heures: h.entier(4, 10),
      exempte: false,
      motif: h.choix(["SANTE", "PARENT_ISOLE_SANS_GARDE", "PROCHE_AIDANT", "EMPLOI"]),
    };
  return { ...base, heures: h.pese([15, 16, 18, 20], (heures) => (heures === 15 ? 6 : 1)), exempte: false, motif: null };
}

/** Hours of the last weeks, for those who report them. */
function agir(contexte: Contexte, contrat: Contrat | undefined, limite: Jour, h: Hasard): Action[] {
  const actions: Action[] = [];
  if (!contrat || contrat.exempte || !h.oui(0.5)) return actions;
  const lundi = contexte.veille - jourDeSemaine(contexte.veille);
  for (let semaine = lundi - (SEMAINES - 1) * 7; semaine <= lundi; semaine += 7) {
    if (!h.oui(0.7)) continue;
    const [nature, mode] = h.choix(ACTIVITES);
    const jour = ouvreDepuis(semaine + h.entier(0, semaine === lundi ? 1 : 4));
    const declaree = ouvreDepuis(jour + (semaine === lundi ? 0 : h.entier(0, 2)));
    if (jour > contrat.jour && declaree <= limite) actions.push({ jour, declaree, minutes: h.entier(4, 30) * 30, nature, mode });
  }
  return actions;
}

function sortir(contexte: Contexte, droits: Droits, h: Hasard): Suivi["sortie"] {
  if (droits.cloture === null || !h.oui(0.7)) return null;
  const declaree = ouvreDepuis(droits.cloture + h.entier(3, 15));
  const emploi = h.pese(
    ["EMPLOI_DURABLE", "EMPLOI_COURT", "CREATION_ACTIVITE", "FORMATION"],
    (n) => ({ EMPLOI_DURABLE: 5, EMPLOI_COURT: 3 })[n] ?? 1,
  );
  const nature = { RESSOURCES: emploi, DEMENAGEMENT: "DEMENAGEMENT", AUTRE: "FIN_DE_DROIT" }[droits.cause ?? "AUTRE"];
  return declaree > contexte.veille ? null : { jour: droits.cloture, declaree, nature };
}
