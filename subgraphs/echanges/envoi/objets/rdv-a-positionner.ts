import { civilDateOf } from "../../../shared/civil-date";
import type { ActiviteOperationnelle, RendezVousUsagerFT } from "../../france-travail/api";
import { jourLu } from "../heure-paris";
import { DEJA_CHEZ_FRANCE_TRAVAIL, type LireFaits, lireLesFaits } from "../lire-faits";
import type { ObjetSortant, Relecture } from "../objet-sortant";
import type { FaitOrientation } from "./orientation-resultat";

/** Nothing leaves. */
export type CorpsRdvAPositionner = Record<string, never>;

/** The activity « premier rendez-vous d’accompagnement à prendre ». */
const PREMIER_RENDEZ_VOUS = "ACT380";

/** RDV_A_POSITIONNER, towards France Travail: the decision of orientation opens the activity there. Nothing more is sent; the exchange says that it is there. */
export const objetRdvAPositionner = (lire: LireFaits<FaitOrientation>): ObjetSortant<FaitOrientation, CorpsRdvAPositionner> => ({
  objet: "RDV_A_POSITIONNER",
  lire: lireLesFaits(lire, {
    sansObjet: (fait) =>
      fait.decideePar === "FRANCE_TRAVAIL" || fait.source === "FRANCE_TRAVAIL"
        ? DEJA_CHEZ_FRANCE_TRAVAIL
        : fait.statut === "DECIDEE" && fait.closeLe === null && fait.decideeLe !== null
          ? null
          : "L’orientation n’est plus en cours : il n’y a plus de premier rendez-vous à prendre.",
  }),
  corps: () => ({}),
  envoyer: async () => ({ identifiant: null }),
  relire: async ({ donnees, survenuLe }, _corps, { api, usager }) => {
    const { numeroFranceTravail } = await usager();
    if (numeroFranceTravail === null) return { etat: "ILLISIBLE" };
    const { activites } = await api.activites.chercher({ codeActivite: PREMIER_RENDEZ_VOUS }, { numeroFranceTravail });
    const decideeLe = String(donnees.decideeLe ?? civilDateOf(survenuLe));
    return comparer(decideeLe, activites, await api.rendezVous.lire(await usager()));
  },
});

/** `decideeLe`: civil date of the decision. Open, or already answered: the appointment is taken, which closes the activity. */
export function comparer(
  decideeLe: string,
  activites: readonly ActiviteOperationnelle[],
  rendezVous: readonly RendezVousUsagerFT[],
): Relecture {
  const ouverte = activites.find((a) => a.codeActivite === PREMIER_RENDEZ_VOUS && jourLu(a.dateCreation) >= decideeLe);
  if (ouverte) return { etat: "CONFORME", identifiant: ouverte.identifiantActivite };
  const pris = rendezVous.some((r) => r.motif === "ACC" && r.statut !== "ANNULE" && jourLu(r.date) >= decideeLe);
  return { etat: pris ? "CONFORME" : "ABSENT" };
}
