import { civilDateOf } from "../../../shared/civil-date";
import { versPartenaire } from "../../../shared/contrat/correspondance/correspondance";
import { ORIGINE_ORIENTATION_FT } from "../../../shared/contrat/correspondance/orientation";
import type { SystemeSource } from "../../../shared/contrat/enums";
import type { OrientationFT } from "../../france-travail/api";
import { jourLu } from "../heure-paris";
import { DEJA_CHEZ_FRANCE_TRAVAIL, type LireFaits, lireLesFaits } from "../lire-faits";
import type { ObjetSortant, Relecture } from "../objet-sortant";
import { type CriteresConnus, type CriteresFT, criteresFT } from "./criteres-orientation";
import { attendUneDecision } from "./orientation-resultat";

/** A réorientation that was proposed, as its owner gives it (allocataires/transmission). */
export interface FaitDemande {
  id: string;
  statut: string;
  origine: string;
  demandeeLe: string;
  source: SystemeSource;
  criteres: CriteresConnus | null;
}

export interface CorpsDemande {
  origine: string;
  criteres_orientation?: CriteresFT;
}

function sansObjet({ source, statut, origine }: FaitDemande): string | null {
  if (source === "FRANCE_TRAVAIL") return DEJA_CHEZ_FRANCE_TRAVAIL;
  if (statut !== "A_L_ETUDE") return "La réorientation n’est plus à l’étude : c’est la décision qui est dite.";
  return versPartenaire(ORIGINE_ORIENTATION_FT, origine) === null ? "France Travail n’a pas de mot pour l’origine de la demande." : null;
}

/** ORIENTATION_DEMANDE: a réorientation that the IOP studies. France Travail computes a préconisation of its own, which then waits for the decision. */
export const objetOrientationDemande = (lire: LireFaits<FaitDemande>): ObjetSortant<FaitDemande, CorpsDemande> => ({
  objet: "ORIENTATION_DEMANDE",
  lire: lireLesFaits(lire, { sansObjet }),
  corps: (_message, fait) => corpsDemande(fait),
  envoyer: async (_message, { origine, criteres_orientation = {} }, { api, usager }) => {
    const personne = await usager();
    const attend = (await api.orientation.lire(personne)).some(attendUneDecision);
    if (!attend) await api.orientation.calculer(personne, { origine, criteres_orientation: { ...criteres_orientation } });
    return { identifiant: null };
  },
  relire: async ({ donnees, survenuLe }, _corps, { api, usager }) =>
    comparer(String(donnees.demandeeLe ?? civilDateOf(survenuLe)), await api.orientation.lire(await usager())),
});

export const corpsDemande = ({ origine, criteres }: FaitDemande): CorpsDemande => ({
  origine: versPartenaire(ORIGINE_ORIENTATION_FT, origine)!,
  ...(criteres && { criteres_orientation: criteresFT(criteres) }),
});

/** One waits, or one was decided since: the question was heard. `demandeeLe`: civil date. */
export function comparer(demandeeLe: string, lues: readonly OrientationFT[]): Relecture {
  const decidee = ({ statut, decision }: OrientationFT) =>
    statut === "DECIDE_REORIENTATION" && !!decision && jourLu(decision.date_decision) >= demandeeLe;
  return { etat: lues.some((o) => attendUneDecision(o) || decidee(o)) ? "CONFORME" : "ABSENT" };
}
