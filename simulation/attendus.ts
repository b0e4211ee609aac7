import { addMonths } from "../subgraphs/shared/civil-date";
import { iso } from "./calendrier";
import type { Contexte } from "./contexte";
import { jourDuNir } from "./foyer/annee";
import type { Droits } from "./foyer/foyer-modele";

import type { Decision } from "./suivi/decisions";
import type { Suivi } from "./suivi/fait";
import type { Vie } from "./vie";

type Compte = Record<string, number>;

/** What the hub must count after it has loaded the files. People are those that it keeps (demandeur, conjoint) unless said otherwise. */
export interface Attendus {
  foyers: { total: number; stock: number; entrants: number; parCommune: Compte };
  /** Requests: one a foyer, and the second ones (`annee`), of which some are refused at the end. */
  dossiers: { total: number; secondes: number; refuses: number };
  /** Adults whose NIR changes in the year: none before, or a waiting number (`annee`). */
  nir: { recus: number; remplaces: number };
  /** Dossiers of the MSA (`annee`), counted nowhere else. */
  msa: { dossiers: number; parDepartement: Compte };
  /** Requests of the instruction files (`annee`): parcours proposed, contacts with and without consent. */
  instruction: { demandes: number; parParcours: Compte; contactsAcceptes: number; contactsEcartes: number };
  /** State of the right on the last day, by ETATDOSRSA: one for each dossier of the CAF. */
  etats: Compte;
  /** Age of the right on the last day, closed ones left out. */
  anciennete: Record<string, Compte>;
  /** `soumises`: in the files; `soumisesOuvertes`: of them, those whose right is not closed on the last day. */
  personnes: { total: number; soumises: number; soumisesOuvertes: number; conjoints: number; enfants: number };
  /** People subject to « droits et devoirs » who came in during the year; foyers by month and commune. */
  entrants: { personnesSoumises: number; foyersParMois: Compte; foyersParCommune: Compte };
  decisions: { total: number; parMutation: Compte };
  orientations: {
    total: number;
    flux: number;
    stock: number;
    parCategorie: Compte;
    parParcours: Compte;
    parCommune: Compte;
    fluxEn15Jours: number;
    fluxEn1Mois: number;
  };
  contrats: { parNature: Compte; parCommune: Compte; exemptes: number };
  activites: { total: number; minutes: number };
  sorties: Compte;
  /** Appointments; convocations by rank and status (orientation only). */
  rendezVous: { individuels: number; reunionsCollectives: number; aVenir: number; convocationsDuFlux: Record<string, Compte> };
}

export const attendusVides = (): Attendus => ({
  foyers: { total: 0, stock: 0, entrants: 0, parCommune: {} },
  dossiers: { total: 0, secondes: 0, refuses: 0 },
  nir: { recus: 0, remplaces: 0 },
  msa: { dossiers: 0, parDepartement: {} },
  instruction: { demandes: 0, parParcours: {}, contactsAcceptes: 0, contactsEcartes: 0 },
  etats: {},
  anciennete: {},
  personnes: { total: 0, soumises: 0, soumisesOuvertes: 0, conjoints: 0, enfants: 0 },
  entrants: { personnesSoumises: 0, foyersParMois: {}, foyersParCommune: {} },
  decisions: { total: 0, parMutation: {} },
  orientations: { total: 0, flux: 0, stock: 0, parCategorie: {}, parParcours: {}, parCommune: {}, fluxEn15Jours: 0, fluxEn1Mois: 0 },
  contrats: { parNature: {}, parCommune: {}, exemptes: 0 },
  activites: { total: 0, minutes: 0 },
  sorties: {},
  rendezVous: { individuels: 0, reunionsCollectives: 0, aVenir: 0, convocationsDuFlux: {} },
});

const ajouter = (compte: Compte, cle: string, nombre = 1) => {
  compte[cle] = (compte[cle] ?? 0) + nombre;
};

/** Adds a foyer to the counts. */
export function compter(a: Attendus, contexte: Contexte, vie: Vie, decisions: Decision[]): void {
  compterFoyer(a, contexte, vie);
  for (const suivi of vie.suivis) {
    compterRendezVous(a, contexte, vie, suivi);
    compterOrientation(a, vie, suivi);
    compterSuite(a, suivi);
  }
  a.decisions.total += decisions.length;
  for (const decision of decisions) ajouter(a.decisions.parMutation, decision.mutation);
}

const etatFinal = (contexte: Contexte, droits: Droits) => droits.etats.findLast((etat) => etat.du <= contexte.fin)?.code ?? "2";

function compterDossiers(a: Attendus, contexte: Contexte, { foyer, droits, seconde }: Vie): void {
  a.dossiers.total++;
  ajouter(a.etats, etatFinal(contexte, droits));
  for (const personne of foyer.personnes) {
    const connu = jourDuNir(contexte, personne);
    // A dossier that closes before says it no more.
    if (connu === null || connu <= foyer.entree || connu > contexte.fin || (droits.cloture !== null && connu >= droits.cloture)) continue;
    a.nir[personne.nir === null ? "recus" : "remplaces"]++;
  }
  if (!seconde) return;
  a.dossiers.total++;
  a.dossiers.secondes++;
  const etat = etatFinal(contexte, seconde.droits);
  ajouter(a.etats, etat);
  if (etat === "1") a.dossiers.refuses++;
}

function compterFoyer(a: Attendus, contexte: Contexte, vie: Vie): void {
  const { foyer, droits, suivis, seconde } = vie;
  const rouvert = seconde !== null && etatFinal(contexte, seconde.droits) === "2";
  compterDossiers(a, contexte, vie);
  const commune = contexte.place(foyer.index).commune.codeInsee;
  a.foyers.total++;
  a.foyers[foyer.flux ? "entrants" : "stock"]++;
  ajouter(a.foyers.parCommune, commune);
  a.anciennete[commune] ??= {};
  if (droits.cloture === null) ajouter(a.anciennete[commune], anciennete(contexte, foyer.ouverture));
  if (rouvert) ajouter(a.anciennete[commune], anciennete(contexte, seconde.foyer.ouverture));
  const enfants = foyer.personnes.filter((p) => p.role === "ENF").length;
  a.personnes.total += foyer.personnes.length - enfants;
  a.personnes.enfants += enfants;
  a.personnes.soumises += suivis.length;
  if (droits.cloture === null || rouvert) a.personnes.soumisesOuvertes += suivis.length;
  a.personnes.conjoints += foyer.personnes.filter((p) => p.role === "CJT").length;
  if (!foyer.flux) return;
  a.entrants.personnesSoumises += suivis.length;
  ajouter(a.entrants.foyersParMois, iso(foyer.entree).slice(0, 7));
  ajouter(a.entrants.foyersParCommune, commune);
}

function anciennete(contexte: Contexte, ouverture: number): string {
  if (ouverture > contexte.debut) return "moins_1_an";
  return iso(ouverture) > addMonths(iso(contexte.fin), -24) ? "1_a_2_ans" : "plus_2_ans";
}

function compterRendezVous(a: Attendus, contexte: Contexte, { foyer }: Vie, suivi: Suivi): void {
  const tous = suivi.premierEntretien ? [...suivi.convocations, suivi.premierEntretien] : suivi.convocations;
  a.rendezVous.individuels += tous.filter((rdv) => !rdv.reunion).length;
  a.rendezVous.aVenir += tous.filter((rdv) => rdv.jour > contexte.veille).length;
  if (!foyer.flux) return;
  suivi.convocations.forEach((rdv, essai) => {
    const rang = String(1 + suivi.convocations.slice(0, essai).filter((avant) => avant.statut === "noshow").length);
    a.rendezVous.convocationsDuFlux[rang] ??= {};
    ajouter(a.rendezVous.convocationsDuFlux[rang], rdv.statut);
  });
}

function compterOrientation(a: Attendus, { foyer }: Vie, { orientation, codeInsee }: Suivi): void {
  if (!orientation) return;
  a.orientations.total++;
  a.orientations[foyer.flux ? "flux" : "stock"]++;
  ajouter(a.orientations.parCategorie, orientation.parcours.categorie);
  ajouter(a.orientations.parParcours, orientation.parcours.code);
  ajouter(a.orientations.parCommune, codeInsee);
  if (foyer.flux && orientation.jour - foyer.entree <= 15) a.orientations.fluxEn15Jours++;
  if (foyer.flux && iso(orientation.jour) < addMonths(iso(foyer.entree), 1)) a.orientations.fluxEn1Mois++;
}

function compterSuite(a: Attendus, suivi: Suivi): void {
  for (const contrat of suivi.contrats) {
    ajouter(a.contrats.parNature, contrat.nature);
    ajouter(a.contrats.parCommune, suivi.codeInsee);
    if (contrat.exempte) a.contrats.exemptes++;
  }
  a.activites.total += suivi.activites.length;
  a.activites.minutes += suivi.activites.reduce((minutes, activite) => minutes + activite.minutes, 0);
  if (suivi.sortie) ajouter(a.sorties, suivi.sortie.nature);
}
