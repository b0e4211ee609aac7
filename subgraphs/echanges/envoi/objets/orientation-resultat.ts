import { CATEGORIE_FRANCE_TRAVAIL } from "../../../shared/contrat/correspondance/categorie";
import { versPartenaire } from "../../../shared/contrat/correspondance/correspondance";
import { MOTIF_REFUS_FT } from "../../../shared/contrat/correspondance/orientation";
import type { CategorieParcours, SystemeSource } from "../../../shared/contrat/enums";
import type { DecisionOrientationFT, EntiteFT, OrientationFT, ParcoursFT } from "../../france-travail/api";
import { jourLu } from "../heure-paris";
import { DEJA_CHEZ_FRANCE_TRAVAIL, type LireFaits, lireLesFaits } from "../lire-faits";
import type { Message, ObjetSortant, Outils, Relecture } from "../objet-sortant";
import { entiteDite, entiteFT, memeEntite, type OrganismeDit } from "../organisme-ft";

/** An orientation as its owner gives it (allocataires/transmission). */
export interface FaitOrientation {
  id: string;
  statut: string;
  origine: string;
  categorie: CategorieParcours | null;
  organisme: OrganismeDit | null;
  decideeLe: string | null;
  decideePar: string | null;
  motif: string | null;
  closeLe: string | null;
  motifFin: string | null;
  source: SystemeSource;
}

/** What a decision says, in France Travail’s words. `referent_parcours` is `structure_referente_parcours` where an open orientation is changed. */
export interface CorpsOrientation {
  etat_decision: DecisionOrientationFT["etat_decision"];
  date_decision: string;
  motif_refus: string;
  parcours: ParcoursFT;
  referent_parcours: EntiteFT;
  date_entree_parcours: string;
  /** v2 knows two origins of what a partner creates; the hub’s are all the Département’s. */
  origine: "INSCRIPTION_CONSEILLER_CD";
}

/** Why an orientation is not told, or null. A portfolio moved by the Département is told even when France Travail had decided. */
function sansObjet(fait: FaitOrientation, message: Message): string | null {
  const transfert = message.evenement === "PortefeuilleTransfere";
  if (!transfert && (fait.decideePar === "FRANCE_TRAVAIL" || fait.source === "FRANCE_TRAVAIL")) return DEJA_CHEZ_FRANCE_TRAVAIL;
  if (fait.closeLe !== null)
    return fait.motifFin === "REORIENTATION"
      ? "Une réorientation l’a remplacée : c’est elle qui est dite."
      : "L’orientation est close : la personne n’est plus suivie à ce titre.";
  if (fait.statut !== "DECIDEE" && fait.statut !== "REFUSEE") return "Aucune décision n’est prise.";
  if (fait.categorie === null || fait.decideeLe === null) return "La décision n’a pas de parcours que France Travail connaisse.";
  return entiteFT(fait.organisme) === null ? "France Travail n’a pas de mot pour l’organisme référent." : null;
}

/** ORIENTATION_RESULTAT: the decision of the Département, and the structure that follows. */
export function objetOrientationResultat(lire: LireFaits<FaitOrientation>): ObjetSortant<FaitOrientation, CorpsOrientation> {
  return {
    objet: "ORIENTATION_RESULTAT",
    lire: lireLesFaits(lire, { sansObjet }),
    corps: corpsOrientation,
    envoyer: async (message, corps, outils) => {
      await envoyer(message, corps, outils);
      return { identifiant: null };
    },
    relire: async (message, corps, { api, usager }) => comparer(message, corps, await api.orientation.lire(await usager())),
  };
}

/** Social is PSO and socio-professional PSP: the crosswalk ties each to the legal category (WebRSA swapped them). */
export function corpsOrientation(message: Message, fait: FaitOrientation): CorpsOrientation {
  const refusee = fait.statut === "REFUSEE";
  return {
    etat_decision: refusee ? "REFUSEE" : "ACCEPTEE",
    date_decision: fait.decideeLe!,
    motif_refus: versPartenaire(MOTIF_REFUS_FT, fait.motif?.trim() ?? "") ?? "APPRECIATION_DIFFERENTE",
    parcours: versPartenaire(CATEGORIE_FRANCE_TRAVAIL, fait.categorie!) as ParcoursFT,
    referent_parcours: entiteFT(fait.organisme)!,
    date_entree_parcours: message.evenement === "PortefeuilleTransfere" ? String(message.donnees.le) : fait.decideeLe!,
    origine: "INSCRIPTION_CONSEILLER_CD",
  };
}

/** Day from which the hub’s side says what it says. */
const dateDuFait = (message: Message, corps: CorpsOrientation) =>
  message.evenement === "PortefeuilleTransfere" ? corps.date_entree_parcours : corps.date_decision;

const egale = (lue: OrientationFT, corps: CorpsOrientation) =>
  lue.parcours === corps.parcours && memeEntite(lue.referent_parcours, corps.referent_parcours);

/** Reads first: a préconisation that waits is decided, an open orientation is changed, and only then one is created. */
async function envoyer(message: Message, corps: CorpsOrientation, { api, usager }: Outils): Promise<void> {
  const personne = await usager();
  const lues = await api.orientation.lire(personne);
  const attente = preconisationADecider(message, corps, lues);
  if (attente) return api.orientation.decider(personne, decision(corps, attente));
  if (corps.etat_decision === "REFUSEE") return;
  const ouverte = lues.find((o) => o.etat === "OUVERT");
  if (ouverte && egale(ouverte, corps)) return;
  const { origine, parcours, referent_parcours } = corps;
  const date_entree_parcours = dateDEntree(corps.date_entree_parcours, lues);
  if (ouverte && message.donnees.origine !== "REORIENTATION")
    return api.orientation.modifier(personne, { parcours, structure_referente_parcours: referent_parcours, date_entree_parcours });
  return api.orientation.creer(personne, { origine, parcours, referent_parcours, date_entree_parcours });
}

/** The préconisation that this decision answers: a réorientation that France Travail proposed later is another question, and so is a transfer. */
function preconisationADecider(message: Message, corps: CorpsOrientation, lues: readonly OrientationFT[]): OrientationFT | undefined {
  const posterieure = ({ date_creation: creee }: OrientationFT) => !!creee && jourLu(creee) > corps.date_decision;
  return message.evenement === "PortefeuilleTransfere"
    ? undefined
    : lues.find((o) => o.etat === "EN_ATTENTE" && !(o.statut === "PRECONISE_REORIENTATION" && posterieure(o)));
}

/** The préconisation is accepted as it is, or refused for what the Département decided instead: France Travail compares nothing itself. */
export function decision(corps: CorpsOrientation, attente: OrientationFT): DecisionOrientationFT {
  const { date_decision, parcours, referent_parcours } = corps;
  if (corps.etat_decision === "ACCEPTEE" && egale(attente, corps))
    return { etat_decision: "ACCEPTEE", date_decision, parcours, referent_parcours };
  const entretien = attente.parcours === "EO" && corps.motif_refus === "APPRECIATION_DIFFERENTE";
  const motif_refus = entretien ? "ENTRETIEN_ORIENTATION" : corps.motif_refus;
  return { etat_decision: "REFUSEE", date_decision, motif_refus, parcours, referent_parcours };
}

/** France Travail refuses an entry before the last exit. */
export const dateDEntree = (voulue: string, lues: readonly OrientationFT[]): string =>
  lues.reduce((jour, { date_sortie_parcours: sortie }) => (sortie && jourLu(sortie) > jour ? jourLu(sortie) : jour), voulue);

/** What France Travail shows, against what the hub says. It differs when France Travail’s side is the later one. */
export function comparer(message: Message, corps: CorpsOrientation, lues: readonly OrientationFT[]): Relecture {
  const attente = preconisationADecider(message, corps, lues) !== undefined;
  if (corps.etat_decision === "REFUSEE") return { etat: attente ? "ABSENT" : "CONFORME" };
  const ouverte = lues.find((o) => o.etat === "OUVERT");
  if (attente || !ouverte) return { etat: "ABSENT" };
  if (egale(ouverte, corps)) return { etat: "CONFORME" };
  const jour = ouverte.decision?.date_decision ?? ouverte.date_entree_parcours ?? ouverte.date_creation;
  if (!jour || jourLu(jour) <= dateDuFait(message, corps)) return { etat: "ABSENT" };
  const ecarts = [
    { champ: "parcours", valeurHub: corps.parcours as string, valeurPartenaire: ouverte.parcours as string },
    { champ: "referent_parcours", valeurHub: entiteDite(corps.referent_parcours), valeurPartenaire: entiteDite(ouverte.referent_parcours) },
  ];
  return { etat: "DIFFERENT", ecarts: ecarts.filter((e) => e.valeurHub !== e.valeurPartenaire) };
}
