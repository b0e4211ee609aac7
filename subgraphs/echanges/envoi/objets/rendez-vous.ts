import { addDays, civilDateOf } from "../../../shared/civil-date";
import { versPartenaire } from "../../../shared/contrat/correspondance/correspondance";
import { ORGANISME_RENDEZ_VOUS_FT } from "../../../shared/contrat/correspondance/organisme";
import { STATUT_RENDEZ_VOUS_FT } from "../../../shared/contrat/correspondance/rendez-vous";
import type { SystemeSource } from "../../../shared/contrat/enums";
import type { RendezVousPartenaireFT, RendezVousUsagerFT } from "../../france-travail/api";
import { heureLocale, instantDeParis } from "../heure-paris";
import type { Message, Outils, Relecture } from "../objet-sortant";
import type { OrganismeDit } from "../organisme-ft";

/** An appointment of one person as its owner gives it (rendez-vous/transmission.repository), with her organisme and the day of her orientation. */
export interface FaitRendezVous {
  rendezVous: string;
  debut: Date;
  /** Minutes. */
  dureeMinutes: number;
  modalite: RendezVousPartenaireFT["modaliteContact"];
  famille: string;
  collectif: boolean;
  statut: string;
  /** True: its hour is no longer the one first told. */
  deplace: boolean;
  organisme: OrganismeDit | null;
  /** Her other appointments of accompaniment, expected or kept. */
  autresAccompagnements: readonly { rendezVous: string; debut: string }[];
  /** Day on which the orientation that runs was decided; null without one. */
  orienteeLe: string | null;
  source: SystemeSource;
  /** True: the hub, or a tool that is not France Travail, holds it (too). */
  tenuAilleurs: boolean;
  sourcePresence: SystemeSource | null;
}

export type CorpsRendezVous = Pick<
  RendezVousPartenaireFT,
  "date" | "duree" | "modaliteContact" | "motif" | "organisme" | "statut" | "typeReception" | "initiateur"
>;

/** Key of a participant: an appointment of several people is told once for each. */
export const cleDuParticipant = (message: Message): string | null =>
  message.fait && message.allocataire && `${message.fait}/${message.allocataire}`;

/** ORI for an orientation, ACC for the first appointment of accompaniment of the orientation that runs and no other, else AUT (reference §1.8, §11.2).
 * The first is the earliest, whatever it was declared as: « premier » or not, at the same instant the one of the lower id. */
export function motifFT(fait: FaitRendezVous): CorpsRendezVous["motif"] {
  const { famille, collectif, debut, rendezVous, autresAccompagnements, orienteeLe } = fait;
  if (famille === "ORIENTATION") return "ORI";
  const accompagne = famille === "PREMIER_ACCOMPAGNEMENT" || (famille === "ACCOMPAGNEMENT" && !collectif);
  const sousElle = (instant: Date) => orienteeLe !== null && civilDateOf(instant) >= orienteeLe;
  const avant = autresAccompagnements.some((autre) => {
    const sien = new Date(autre.debut);
    const precede = sien.getTime() === debut.getTime() ? autre.rendezVous < rendezVous : sien < debut;
    return precede && sousElle(sien);
  });
  return accompagne && sousElle(debut) && !avant ? "ACC" : "AUT";
}

/** France Travail holds it, alone or in its own agency: what is said of it is entered by its adviser. One that a Département's tool holds too is told,
 * whoever spoke of it last: France Travail would keep as expected what was cancelled. */
export const tenuParFranceTravail = ({ source, tenuAilleurs, organisme }: FaitRendezVous): boolean =>
  source === "FRANCE_TRAVAIL" && (!tenuAilleurs || organisme?.type === "FRANCE_TRAVAIL");

const INITIATEUR: Record<string, CorpsRendezVous["initiateur"]> = {
  ANNULE_USAGER: "USAGER",
  ABSENT_JUSTIFIE: "USAGER",
  ANNULE_SERVICE: "PARTENAIRE",
};

/** Neither the agent, nor the place, nor any text: the hour, the kind, the structure and what came of it. */
export function corpsRendezVous(_message: Message, fait: FaitRendezVous): CorpsRendezVous {
  const statut = versPartenaire(STATUT_RENDEZ_VOUS_FT, fait.statut)!;
  return {
    date: instantDeParis(fait.debut),
    duree: fait.dureeMinutes,
    modaliteContact: fait.modalite,
    motif: motifFT(fait),
    organisme: {
      code: versPartenaire(ORGANISME_RENDEZ_VOUS_FT, fait.organisme?.type ?? "") ?? "IND",
      ...(fait.organisme?.codeSafir && { idStructure: fait.organisme.codeSafir }),
    },
    statut: statut === "PRIS" && fait.deplace ? "MODIFIE" : statut,
    typeReception: fait.collectif ? "COL" : "IND",
    ...(INITIATEUR[fait.statut] && { initiateur: INITIATEUR[fait.statut] }),
  };
}

/** Created when France Travail does not have it, changed when it does: it has no idempotency key, so it is read first. What the person cancelled there
 * since is left as it is: the read-back tells it. */
export async function envoyerRendezVous(message: Message, corps: CorpsRendezVous, outils: Outils): Promise<{ identifiant: string | null }> {
  const usager = await outils.usager();
  const lus = await lire(corps, outils);
  const id = message.identifiantPartenaire ?? trouver(message, corps, lus)?.idOrigine;
  if (id && comparer(message, corps, lus).etat === "DIFFERENT") return { identifiant: id };
  if (id) return { identifiant: await outils.api.rendezVous.modifier(usager, { id, ...corps }) };
  return corps.statut === "ANNULE" ? { identifiant: null } : { identifiant: await outils.api.rendezVous.creer(usager, corps) };
}

export async function relireRendezVous(message: Message, corps: CorpsRendezVous, outils: Outils): Promise<Relecture> {
  return comparer(message, corps, await lire(corps, outils));
}

const TRENTE_JOURS_MOINS_UN = -29;
/** Without dates France Travail gives the future and the last 30 days; an older one is asked for by its day. */
async function lire(corps: CorpsRendezVous, { api, usager, maintenant }: Outils): Promise<RendezVousUsagerFT[]> {
  const jour = corps.date.slice(0, 10);
  const ancien = jour < addDays(civilDateOf(maintenant), TRENTE_JOURS_MOINS_UN);
  return ancien ? api.rendezVous.lire(await usager(), addDays(jour, -1), addDays(jour, 1)) : api.rendezVous.lire(await usager());
}

const minute = (date: string) => date.slice(0, 16);

/** By its id, else by what no other appointment of hers shares: the hour, the organisme and the structure. RDV-Insertion may have told it already. */
function trouver(message: Message, corps: CorpsRendezVous, lus: readonly RendezVousUsagerFT[]): RendezVousUsagerFT | undefined {
  const memeStructure = ({ organisme: lu }: RendezVousUsagerFT) =>
    lu.code === corps.organisme.code && (!lu.idStructure || !corps.organisme.idStructure || lu.idStructure === corps.organisme.idStructure);
  return (
    lus.find((lu) => lu.idOrigine === message.identifiantPartenaire) ??
    lus.find((lu) => minute(lu.date) === minute(corps.date) && memeStructure(lu))
  );
}

const INCONNU_ET_ANNULE = "Le rendez-vous est annulé, et France Travail ne l’a pas : il n’y a rien à annuler chez lui.";

/** PRIS and MODIFIE both say that it is expected. */
const attendu = (statut: string) => statut === "PRIS" || statut === "MODIFIE";
const memeStatut = (a: string, b: string) => a === b || (attendu(a) && attendu(b));

/** What France Travail shows. The hub holds its appointments: only a cancellation said there later is another truth. */
export function comparer(message: Message, corps: CorpsRendezVous, lus: readonly RendezVousUsagerFT[]): Relecture {
  const lu = trouver(message, corps, lus);
  if (!lu && corps.statut === "ANNULE") return { etat: "SANS_OBJET", raison: INCONNU_ET_ANNULE };
  if (!lu) return { etat: "ABSENT" };
  const identifiant = lu.idOrigine;
  const memeHeure = minute(lu.date) === minute(corps.date) || corps.statut === "ANNULE";
  // The motive follows the other appointments of the person: it may be all that is to be told. What is cancelled keeps the one it had.
  const memeMotif = !lu.motif || lu.motif === corps.motif || !attendu(corps.statut);
  if (memeHeure && memeMotif && memeStatut(lu.statut, corps.statut)) return { etat: "CONFORME", identifiant };
  const depuis = !lu.dateAnnulation || lu.dateAnnulation.slice(0, 19) > heureLocale(message.survenuLe);
  if (attendu(corps.statut) && lu.statut === "ANNULE" && depuis)
    return {
      etat: "DIFFERENT",
      ecarts: [{ champ: "statut", valeurHub: corps.statut, valeurPartenaire: lu.statut }],
      modifieLe: lu.dateAnnulation,
      identifiant,
    };
  return { etat: "ABSENT" };
}
