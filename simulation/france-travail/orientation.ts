import { jourParis } from "./dates";
import type { DossierUsager } from "./modele";
import type { DecisionSimulee, Entite, OrientationSimulee, ParcoursLu } from "./modele-orientation";
import { ErreurApi, erreur } from "./operation";
import type { Plateforme } from "./plateforme";
import { preconisation } from "./preconisation";

/** What both versions of the API do to the orientations of a person: rules and side effects. */
export interface Geste {
  plateforme: Plateforme;
  dossier: DossierUsager;
  maintenant: Date;
  agent: string;
  /** Who acts: the Département through the API, France Travail through its conseiller. */
  organisme: Entite;
}

const ATTENTE = ["EN_ATTENTE", "BROUILLON", "SAISIE_COMPLETE"];
const refuser = (code: string, message: string): never => {
  throw new ErreurApi(erreur(400, code, message));
};

export const enAttente = (dossier: DossierUsager): OrientationSimulee | undefined =>
  dossier.orientations.findLast((o) => ATTENTE.includes(o.etat));
export const ouverte = (dossier: DossierUsager): OrientationSimulee | undefined =>
  dossier.orientations.findLast((o) => o.etat === "OUVERT");

/** A préconisation that waits for a decision, and its activity: ACT382, or ACT414 when a parcours runs. */
export function preconiser(
  geste: Geste,
  demande: { origine: string; criteres: Record<string, unknown>; impose?: Partial<OrientationSimulee> },
) {
  const { dossier, plateforme, maintenant } = geste;
  const numero = dossier.usager.numeroFranceTravail;
  const reorientation = ouverte(dossier) !== undefined;
  dossier.orientations = dossier.orientations.filter((o) => !ATTENTE.includes(o.etat));
  const orientation: OrientationSimulee = {
    ...preconisation(demande.criteres),
    responsable_usager: { organisme: { code: "CD" } },
    competent_decision: geste.organisme,
    prise_decision: null,
    statut: reorientation ? "PRECONISE_REORIENTATION" : "PRECONISE",
    etat: "SAISIE_COMPLETE",
    origine: demande.origine,
    ...horodatage(geste),
    criteres_orientation: { ...demande.criteres, brsa: true, date_naissance: dossier.usager.dateNaissance },
    ...demande.impose,
  };
  dossier.orientations.push(orientation);
  plateforme.activites.ouvrir(numero, reorientation ? "ACT414" : "ACT382", maintenant, [
    { nom: "typeParcours", valeur: orientation.parcours },
    ...(dossier.usager.adresse ? [{ nom: "codeInseeCommune" as const, valeur: dossier.usager.adresse.codeInseeCommune }] : []),
  ]);
  return orientation;
}

/** Decides on the préconisation that waits. REFUSEE is mandatory when it says IND; it then names the parcours that is decided. */
export function decider(geste: Geste, decision: DecisionSimulee): OrientationSimulee {
  const { dossier, maintenant } = geste;
  const attendue = enAttente(dossier);
  if (!attendue) return refuser("AUCUNE_ORIENTATION_A_DECIDER", "Aucune orientation n’attend de décision.");
  if (decision.date_decision > jourParis(maintenant)) refuser("DONNEE_INVALIDE", "date_decision est dans le futur.");
  const indetermine = attendue.parcours === "IND" || attendue.referent_parcours?.organisme.code === "IND";
  if (decision.etat_decision === "ACCEPTEE" && indetermine)
    refuser("DECISION_INCOHERENTE", "Une préconisation indéterminée (IND) ne peut qu’être REFUSEE.");
  const reorientation = attendue.statut === "PRECONISE_REORIENTATION";
  if (decision.etat_decision === "REFUSEE" && (!decision.parcours || !decision.referent_parcours)) {
    if (!reorientation) refuser("DONNEE_INVALIDE", "Une préconisation refusée attend parcours et référent de parcours.");
    return abandonner(geste, attendue, decision);
  }
  const choisi =
    decision.etat_decision === "REFUSEE"
      ? { parcours: decision.parcours as ParcoursLu, referent_parcours: decision.referent_parcours as Entite }
      : { parcours: attendue.parcours, referent_parcours: attendue.referent_parcours };
  verifierEntree(dossier, decision.date_decision);
  cloreOuverte(geste, decision.date_decision, "REORIENTATION");
  Object.assign(attendue, choisi, {
    statut: reorientation ? "DECIDE_REORIENTATION" : "DECIDE",
    etat: "OUVERT",
    prise_decision: geste.organisme,
    date_entree_parcours: decision.date_decision,
    decision: { ...decision, agent_decision: geste.agent },
    date_modification: maintenant.toISOString(),
    agent_derniere_modification: geste.agent,
  });
  suites(geste, attendue, reorientation);
  return attendue;
}

/** A réorientation that is refused without another choice: the parcours that runs goes on. */
function abandonner(geste: Geste, attendue: OrientationSimulee, decision: DecisionSimulee): OrientationSimulee {
  Object.assign(attendue, {
    etat: "ABANDON",
    decision: { ...decision, agent_decision: geste.agent },
    date_modification: geste.maintenant.toISOString(),
  });
  geste.plateforme.activites.fermer(geste.dossier.usager.numeroFranceTravail, ["ACT382", "ACT414"]);
  return attendue;
}

/** POST /orientation, « déconseillé »: decided at once, whether or not something waited. */
export function creer(
  geste: Geste,
  choix: { origine: string; parcours: ParcoursLu; referent_parcours: Entite; date_entree_parcours?: string },
): OrientationSimulee {
  const { dossier } = geste;
  const entree = choix.date_entree_parcours ?? jourParis(geste.maintenant);
  verifierEntree(dossier, entree);
  const reorientation = ouverte(dossier) !== undefined;
  cloreOuverte(geste, entree, "REORIENTATION");
  dossier.orientations = dossier.orientations.filter((o) => !ATTENTE.includes(o.etat));
  const orientation: OrientationSimulee = {
    parcours: choix.parcours,
    referent_parcours: choix.referent_parcours,
    responsable_usager: { organisme: { code: "CD" } },
    competent_decision: geste.organisme,
    prise_decision: geste.organisme,
    statut: reorientation ? "DECIDE_REORIENTATION" : "DECIDE",
    etat: "OUVERT",
    origine: choix.origine,
    date_entree_parcours: entree,
    ...horodatage(geste),
  };
  dossier.orientations.push(orientation);
  suites(geste, orientation, reorientation);
  return orientation;
}

/** Changes the parcours or the structure of the orientation that runs. Not before the end of the one before. */
export function modifier(
  geste: Geste,
  choix: { parcours: ParcoursLu; structure: Entite; date_entree_parcours: string },
): OrientationSimulee {
  const courante = ouverte(geste.dossier) ?? refuser("AUCUNE_ORIENTATION_OUVERTE", "Aucune orientation ouverte à modifier.");
  verifierEntree(geste.dossier, choix.date_entree_parcours, courante);
  Object.assign(courante, {
    parcours: choix.parcours,
    referent_parcours: choix.structure,
    date_entree_parcours: choix.date_entree_parcours,
    statut: "MODIFIE",
    date_modification: geste.maintenant.toISOString(),
    agent_derniere_modification: geste.agent,
  });
  return courante;
}

/** The end of the parcours that runs, with the reason that France Travail writes. */
export function cloreOuverte(geste: Geste, le: string, motif: string): void {
  const courante = ouverte(geste.dossier);
  if (!courante) return;
  Object.assign(courante, {
    etat: "CLOTURE",
    date_sortie_parcours: le,
    motif_sortie_parcours: motif,
    date_modification: geste.maintenant.toISOString(),
  });
}

function verifierEntree(dossier: DossierUsager, entree: string, sauf?: OrientationSimulee): void {
  const sortie = dossier.orientations.findLast((o) => o !== sauf && o.etat === "CLOTURE")?.date_sortie_parcours;
  const entreeCourante = sauf ? undefined : ouverte(dossier)?.date_entree_parcours;
  if (sortie !== undefined && entree < sortie)
    refuser("DATE_ENTREE_INCOHERENTE", "date_entree_parcours est avant la date_sortie_parcours de l’orientation précédente.");
  if (entreeCourante !== undefined && entree < entreeCourante)
    refuser("DATE_ENTREE_INCOHERENTE", "date_entree_parcours est avant l’entrée de l’orientation en cours.");
}

/** A decision closes the activity and opens the first appointment; a réorientation puts the contract back to sign. */
function suites(geste: Geste, orientation: OrientationSimulee, reorientation: boolean): void {
  const { dossier, plateforme, maintenant } = geste;
  const numero = dossier.usager.numeroFranceTravail;
  plateforme.activites.fermer(numero, ["ACT382", "ACT414"]);
  plateforme.activites.ouvrir(numero, "ACT380", maintenant, [
    { nom: "typeOrganismeAccompagnateur", valeur: orientation.referent_parcours?.organisme.code ?? "IND" },
    { nom: "typeParcours", valeur: orientation.parcours },
  ]);
  if (reorientation && dossier.contrat && ["SIGNE", "REFUSE"].includes(dossier.contrat.etat)) dossier.contrat.etat = "A_SIGNER";
}

const horodatage = ({ maintenant, agent }: Geste) => ({
  date_creation: maintenant.toISOString(),
  date_modification: maintenant.toISOString(),
  agent_creation: agent,
  agent_derniere_modification: agent,
});
