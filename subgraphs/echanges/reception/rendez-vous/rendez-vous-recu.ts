import { depuisPartenaire, versPartenaire } from "../../../shared/contrat/correspondance/correspondance";
import { ORGANISME_RENDEZ_VOUS_FT } from "../../../shared/contrat/correspondance/organisme";
import { STATUT_RENDEZ_VOUS_FT } from "../../../shared/contrat/correspondance/rendez-vous";
import { instantDeLHeure } from "../../envoi/heure-paris";
import type { RendezVousUsagerFT } from "../../france-travail/api";
import type { EnvoiConnu } from "../envois-en-cours.repository";

/** What the hub does with an appointment that France Travail shows. */
export type Suite =
  /** It is France Travail's, or another partner's that only it tells of. */
  | { suite: "RECEVOIR" }
  /** It is ours: what became of it is compared. */
  | { suite: "COMPARER"; rendezVous: string }
  /** Nothing to do now. */
  | { suite: "LAISSER" };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whose appointment it is. Ours: France Travail's id of something we sent, or our own id. What the Département and its délégataires hold reaches the hub
 * by their own tools: shown by France Travail and not ours, it is not taken twice. While one of ours is leaving, its id is not known yet: what is unknown waits. */
export function suiteDe(recu: RendezVousUsagerFT, envois: readonly EnvoiConnu[]): Suite {
  const notre = envois.find(({ identifiants, fait }) => identifiants.includes(recu.idOrigine) || (fait !== null && fait === idDuHub(recu)));
  if (notre?.fait) return notre.enCours ? { suite: "LAISSER" } : { suite: "COMPARER", rendezVous: notre.fait };
  if (recu.organisme.code === "CD" || recu.organisme.code === "DCD") return { suite: "LAISSER" };
  const enPartance = envois.some(({ enCours, identifiants }) => enCours && identifiants.length === 0);
  return enPartance && recu.organisme.code !== "FT" ? { suite: "LAISSER" } : { suite: "RECEVOIR" };
}

const idDuHub = ({ idOrigine }: RendezVousUsagerFT): string | null => (UUID.test(idOrigine) ? idOrigine.toLowerCase() : null);

/** A line of annexe 5: the presence, or the appointment itself. */
export const objetDe = ({ statut }: RendezVousUsagerFT): "RDV_PRESENCE" | "RDV_POSITIONNE" =>
  statut === "EFFECTUE" || statut === "ABSENT" ? "RDV_PRESENCE" : "RDV_POSITIONNE";

/** Ids, codes and instants: the same key says the same thing of the same appointment. */
export const cleDe = ({ idOrigine, date, duree, statut, initiateur, dernierEvenementLe }: RendezVousUsagerFT): string =>
  ["rendez-vous", idOrigine, date, duree, statut, initiateur ?? "-", dernierEvenementLe ?? "-"].join(" ");

/** The status of the hub. ANNULE says who cancelled by its motive or by its initiator; told by nobody, the service did: never an absence of the person. */
export function statutRecu({ statut, initiateur, motifAnnulation }: RendezVousUsagerFT): string {
  if (statut !== "ANNULE") return depuisPartenaire(STATUT_RENDEZ_VOUS_FT, statut)!;
  const parUsager = initiateur === "USAGER" || /usager|demandeur|bénéficiaire/i.test(motifAnnulation ?? "");
  return parUsager ? "ANNULE_USAGER" : "ANNULE_SERVICE";
}

/** A status of the hub in France Travail's words, as a divergence shows it. */
export const statutDit = (statutDuHub: string): string | null => versPartenaire(STATUT_RENDEZ_VOUS_FT, statutDuHub);

/** True when both sides say the same of the presence, as far as France Travail has words for it. */
export const memeStatut = (statutDuHub: string, { statut }: RendezVousUsagerFT): boolean =>
  statutDit(statutDuHub) === (statut === "MODIFIE" ? "PRIS" : statut);

const FAMILLES = { ORI: "ORIENTATION", ACC: "PREMIER_ACCOMPAGNEMENT", AUT: "AUTRE" } as const;

/** The type of organisme that holds it; null when France Travail does not say. */
export const typeOrganisme = ({ organisme }: RendezVousUsagerFT): string | null =>
  depuisPartenaire(ORGANISME_RENDEZ_VOUS_FT, organisme.code);

/** Variables of `recevoirRendezVous`. */
export const variablesDe = (recu: RendezVousUsagerFT, allocataire: string, organisme: string | null) => ({
  allocataire,
  identifiant: recu.idOrigine,
  debut: instantDeLHeure(recu.date).toISOString(),
  dureeMinutes: recu.duree,
  modalite: recu.modaliteContact,
  famille: FAMILLES[recu.motif],
  statut: statutRecu(recu),
  organisme,
  motif: recu.theme.trim().slice(0, 200) || "Rendez-vous",
  collectif: recu.typeReception === "COL",
});
