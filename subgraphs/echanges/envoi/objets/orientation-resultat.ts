import { civilDateOf } from "../../../shared/civil-date";
import { CATEGORIE_FRANCE_TRAVAIL } from "../../../shared/contrat/correspondance/categorie";
import { versPartenaire } from "../../../shared/contrat/correspondance/correspondance";
import { MOTIF_REFUS_FT } from "../../../shared/contrat/correspondance/orientation";
import type { CategorieParcours, SystemeSource } from "../../../shared/contrat/enums";
import type { DecisionOrientationFT, EntiteFT, OrientationFT, ParcoursFT, Usager } from "../../france-travail/api";
import { jourLu } from "../heure-paris";
import { DEJA_CHEZ_FRANCE_TRAVAIL, type LireFaits, lireLesFaits } from "../lire-faits";
import type { Message, ObjetSortant, Outils, Relecture } from "../objet-sortant";
import { entiteDite, entiteFT, memeEntite, memeOrganisme, type OrganismeDit } from "../organisme-ft";

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
  /** v2 knows two origins of what a partner creates; the hub’s are all the Département’s. */
  origine: "INSCRIPTION_CONSEILLER_CD";
  etat_decision: DecisionOrientationFT["etat_decision"];
  date_decision: string;
  motif_refus: string;
  date_entree_parcours: string;
  /** Neither for a réorientation that is refused: what runs goes on. */
  parcours?: ParcoursFT;
  referent_parcours?: EntiteFT;
}
/** What a decision leaves: a parcours and who follows. */
type Choix = Required<Pick<CorpsOrientation, "parcours" | "referent_parcours">>;

const SANS_PARCOURS = "La décision n’a pas de parcours que France Travail connaisse.";
const SANS_MOT = "France Travail n’a pas de mot pour l’organisme référent.";

/** Why an orientation is not told, or null. A portfolio moved by the Département is told even when France Travail had decided. */
function sansObjet(fait: FaitOrientation, message: Message): string | null {
  const transfert = message.evenement === "PortefeuilleTransfere";
  if (!transfert && (fait.decideePar === "FRANCE_TRAVAIL" || fait.source === "FRANCE_TRAVAIL")) return DEJA_CHEZ_FRANCE_TRAVAIL;
  if (fait.closeLe !== null)
    return fait.motifFin === "REORIENTATION"
      ? "Une réorientation l’a remplacée : c’est elle qui est dite."
      : "L’orientation est close : la personne n’est plus suivie à ce titre.";
  if (fait.decideeLe === null || (fait.statut !== "DECIDEE" && fait.statut !== "REFUSEE")) return "Aucune décision n’est prise.";
  if (fait.statut === "REFUSEE") return null;
  return fait.categorie === null ? SANS_PARCOURS : entiteFT(fait.organisme) === null ? SANS_MOT : null;
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
  const choix = () => ({
    parcours: versPartenaire(CATEGORIE_FRANCE_TRAVAIL, fait.categorie!) as ParcoursFT,
    referent_parcours: entiteFT(fait.organisme)!,
  });
  return {
    origine: "INSCRIPTION_CONSEILLER_CD",
    etat_decision: refusee ? "REFUSEE" : "ACCEPTEE",
    date_decision: fait.decideeLe!,
    motif_refus: versPartenaire(MOTIF_REFUS_FT, fait.motif?.trim() ?? "") ?? "APPRECIATION_DIFFERENTE",
    date_entree_parcours: message.evenement === "PortefeuilleTransfere" ? String(message.donnees.le) : fait.decideeLe!,
    ...(!refusee && choix()),
  };
}

const choixDe = ({ parcours, referent_parcours }: CorpsOrientation): Choix | null =>
  parcours && referent_parcours ? { parcours, referent_parcours } : null;
const egale = (lue: OrientationFT, { parcours, referent_parcours }: Choix) =>
  lue.parcours === parcours && memeEntite(lue.referent_parcours, referent_parcours);

/** Reads first: a préconisation that waits is decided, an open orientation is changed, and only then one is created. What France Travail decided
 * otherwise since is left as it is: the read-back tells it. */
async function envoyer(message: Message, corps: CorpsOrientation, { api, usager }: Outils): Promise<void> {
  const personne = await usager();
  let lues = await api.orientation.lire(personne);
  if (comparer(message, corps, lues).etat === "DIFFERENT") return;
  const attente = preconisationADecider(message, corps, lues);
  const choix = choixDe(corps);
  if (attente) {
    const dite = decision(corps, attente);
    await api.orientation.decider(personne, dite);
    if (dite.etat_decision === "REFUSEE" || (choix && egale(attente, choix))) return;
    lues = await api.orientation.lire(personne);
  }
  if (choix) await poser(message, corps, choix, lues, { api, personne });
}

/** The open orientation becomes ours: what an acceptance leaves out (the structure), what a transfer changes, what a réorientation replaces. */
async function poser(
  message: Message,
  { origine, date_entree_parcours: voulue }: CorpsOrientation,
  { parcours, referent_parcours }: Choix,
  lues: readonly OrientationFT[],
  { api, personne }: { api: Outils["api"]; personne: Usager },
): Promise<void> {
  const ouverte = lues.find((o) => o.etat === "OUVERT");
  if (ouverte && egale(ouverte, { parcours, referent_parcours })) return;
  const change =
    ouverte && (message.donnees.origine !== "REORIENTATION" || memeOrganismeEtParcours(ouverte, { parcours, referent_parcours }));
  const date_entree_parcours = dateDEntree(voulue, lues, !change);
  if (change) await api.orientation.modifier(personne, { parcours, structure_referente_parcours: referent_parcours, date_entree_parcours });
  else await api.orientation.creer(personne, { origine, parcours, referent_parcours, date_entree_parcours });
}

const memeOrganismeEtParcours = (lue: OrientationFT, { parcours, referent_parcours }: Choix) =>
  lue.parcours === parcours && memeOrganisme(lue.referent_parcours, referent_parcours);

/** The préconisation that this decision answers: a réorientation that France Travail proposed later is another question, and so is a transfer. */
function preconisationADecider(message: Message, corps: CorpsOrientation, lues: readonly OrientationFT[]): OrientationFT | undefined {
  const posterieure = ({ date_creation: creee }: OrientationFT) => !!creee && jourLu(creee) > corps.date_decision;
  return message.evenement === "PortefeuilleTransfere"
    ? undefined
    : lues.find((o) => attendUneDecision(o) && !(o.statut === "PRECONISE_REORIENTATION" && posterieure(o)));
}

/** A draft is not asked for yet. */
export const attendUneDecision = ({ etat }: OrientationFT): boolean => etat === "EN_ATTENTE" || etat === "SAISIE_COMPLETE";

/** The préconisation is accepted when it is ours, or refused for what the Département decided instead: France Travail compares nothing itself. */
export function decision(corps: CorpsOrientation, attente: OrientationFT): DecisionOrientationFT {
  const { date_decision, parcours, referent_parcours } = corps;
  const choix = choixDe(corps);
  if (choix && memeOrganismeEtParcours(attente, choix)) return { etat_decision: "ACCEPTEE", date_decision, parcours, referent_parcours };
  const entretien = choix && attente.parcours === "EO" && corps.motif_refus === "APPRECIATION_DIFFERENTE";
  const motif_refus = entretien ? "ENTRETIEN_ORIENTATION" : corps.motif_refus;
  return { etat_decision: "REFUSEE", date_decision, motif_refus, ...choix };
}

/** France Travail refuses an entry before the last exit; a new orientation closes the open one, and does not begin before it. */
export function dateDEntree(voulue: string, lues: readonly OrientationFT[], nouvelle: boolean): string {
  const bornes = lues.flatMap((o) => [o.date_sortie_parcours, nouvelle && o.etat === "OUVERT" && o.date_entree_parcours]);
  return bornes.reduce<string>((jour, borne) => (borne && jourLu(borne) > jour ? jourLu(borne) : jour), voulue);
}

/** What France Travail shows, against what the hub says. It differs when France Travail’s side is the later one. */
export function comparer(message: Message, corps: CorpsOrientation, lues: readonly OrientationFT[]): Relecture {
  const attente = preconisationADecider(message, corps, lues) !== undefined;
  const choix = choixDe(corps);
  if (!choix) return { etat: attente ? "ABSENT" : "CONFORME" };
  const depuis = [corps.date_entree_parcours, civilDateOf(message.survenuLe)].sort()[1]!;
  const ouverte = lues.find((o) => o.etat === "OUVERT");
  if (attente) return { etat: "ABSENT" };
  if (!ouverte) return closeDepuis(lues, depuis);
  if (egale(ouverte, choix)) return { etat: "CONFORME" };
  const modifieLe = ouverte.decision?.date_decision ?? ouverte.date_entree_parcours ?? ouverte.date_creation;
  if (!modifieLe || jourLu(modifieLe) <= depuis) return { etat: "ABSENT" };
  const ecarts = [
    { champ: "parcours", valeurHub: choix.parcours as string, valeurPartenaire: ouverte.parcours as string },
    { champ: "referent_parcours", valeurHub: entiteDite(choix.referent_parcours), valeurPartenaire: entiteDite(ouverte.referent_parcours) },
  ];
  return { etat: "DIFFERENT", ecarts: ecarts.filter((e) => e.valeurHub !== e.valeurPartenaire), modifieLe };
}

/** A parcours that France Travail ended after our fact stays ended there: the exit comes in by its own reading. */
function closeDepuis(lues: readonly OrientationFT[], depuis: string): Relecture {
  const sorties = lues.flatMap((o) => (o.etat === "CLOTURE" && o.date_sortie_parcours ? [jourLu(o.date_sortie_parcours)] : []));
  const derniere = sorties.sort().at(-1);
  if (!derniere || derniere <= depuis) return { etat: "ABSENT" };
  return {
    etat: "DIFFERENT",
    ecarts: [{ champ: "date_sortie_parcours", valeurHub: null, valeurPartenaire: derniere }],
    modifieLe: derniere,
  };
}
