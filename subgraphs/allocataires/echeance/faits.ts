import type { ContratEngagement } from "../contrat/contrat";
import type { Orientation } from "../orientation/orientation";
import {
  avecFenetres,
  type Entree,
  type Fenetre,
  type Presence,
  premierEntretien,
  premiereAbsence,
  premiereConvocation,
  secondeConvocation,
} from "../personne/dates";
import type { FaitsEcheances, OrientationSuivie, ProcedureSuivie } from "./echeances";

/** All that is on record of a person and that a clock can depend on. */
export interface Dossier {
  soumisDroitsDevoirs: boolean;
  entrees: Entree[];
  orientation: Orientation | null;
  presences: Presence[];
  contrats: ContratEngagement[];
  procedures: ProcedureSuivie[];
  /** Days on which an instance examined an orientation of the person. */
  passages: string[];
  /** Days on which a transfer from another département asked for an orientation. */
  transferts: string[];
}

/** The facts of the clocks, of the last entry. */
export function faitsEcheances(dossier: Dossier): FaitsEcheances {
  const derniere = avecFenetres(dossier.entrees).at(-1);
  const entree = derniere?.entree ?? null;
  const absence = derniere ? premiereAbsence(dossier.presences, derniere.fenetre) : null;
  return {
    soumisDroitsDevoirs: dossier.soumisDroitsDevoirs,
    flux: entree?.flux ?? false,
    notification: entree?.notification ?? null,
    transfert: dossier.transferts.filter((le) => le >= (entree?.notification ?? le)).at(-1) ?? null,
    sortie: entree?.sortie ?? null,
    droitsClosLe: entree?.droitsClosLe ?? null,
    premiereConvocation: derniere ? premiereConvocation(dossier.presences, derniere.fenetre) : null,
    premiereAbsence: absence,
    secondeConvocation: absence === null ? null : secondeConvocation(dossier.presences, { du: absence, avant: null }),
    decisionOrientation: entree?.decisionOrientation ?? null,
    orientation: entree && orientationSuivie(entree, dossier),
    contratEnCours: entree && contratEnCours(dossier.contrats),
    procedures: dossier.procedures,
  };
}

function orientationSuivie(entree: Entree, { orientation, presences, contrats, passages }: Dossier): OrientationSuivie | null {
  if (!orientation?.decideeLe) return null;
  const decideeLe = orientation.decideeLe;
  const debut = orientation.debutAccompagnementLe ?? decideeLe;
  const fenetre: Fenetre = { du: decideeLe, avant: null };
  return {
    decideeLe,
    parcours: orientation.parcours,
    debutAccompagnement: orientation.debutAccompagnementLe,
    premierEntretien: premierDepuis(decideeLe, [
      entree.premierEntretien,
      orientation.premierEntretienLe,
      premierEntretien(presences, fenetre),
    ]),
    signatureContrat: premierDepuis(
      decideeLe,
      contrats.map((c) => c.dateSignature),
    ),
    passageInstance: premierDepuis(decideeLe, passages),
    renouvellement: premierDepuis(
      debut,
      contrats.map((c) => (c.renouvelle === null ? null : c.dateSignature)),
    ),
  };
}

const premierDepuis = (du: string, dates: (string | null)[]): string | null =>
  dates.filter((d): d is string => d !== null && d >= du).sort()[0] ?? null;

function contratEnCours(contrats: ContratEngagement[]): FaitsEcheances["contratEnCours"] {
  const signe = contrats.find((c) => c.statut === "SIGNE" && c.dateFin !== null);
  const depart = signe?.dateDebut ?? signe?.dateSignature;
  return signe?.dateFin && depart ? { id: signe.id, depart, fin: signe.dateFin } : null;
}
