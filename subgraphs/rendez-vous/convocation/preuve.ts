import { civilDateOf } from "../../shared/civil-date";
import { preavisRespecte, presumeeRecueLe, type ReglesConvocation } from "./regles-convocation";

/** What the hub holds of one convocation and of its delivery. */
export interface PreuveConvocation {
  departement: string;
  rendezVous: string;
  debut: Date;
  rang: number;
  canal: string;
  envoyeeLe: Date;
  /** Reference of the letter or of the batch; never its content. */
  preuve: string | null;
  remiseLe: Date | null;
  echecRemise: string | null;
}

/** Two civil dates, Paris: when it is presumed to have arrived, and when it is known to. */
export const reception = (p: PreuveConvocation, regles: ReglesConvocation) => ({
  presumee: presumeeRecueLe(p.canal, p.envoyeeLe, p.departement, regles),
  connue: p.remiseLe && civilDateOf(p.remiseLe),
});

/** What weakens the proof of a convocation, in French sentences; none when nothing does.
 * @param nom `La première convocation`, `La seconde convocation`.  @param p null when the base holds no convocation any more. */
export function faiblesses(nom: string, p: PreuveConvocation | null, regles: ReglesConvocation): string[] {
  if (p === null) return [`${nom} n’est plus connue du hub.`];
  const { presumee, connue } = reception(p, regles);
  const jour = civilDateOf(p.debut);
  const recue = connue ?? presumee;
  const dites: (string | null)[] = [
    p.canal === "NON_RENSEIGNE" ? `${nom} est partie par un canal que l’outil ne dit pas.` : null,
    p.preuve === null ? `${nom} n’a pas de preuve d’envoi.` : null,
    p.echecRemise !== null ? `${nom} n’a pas pu être remise (${p.echecRemise}).` : null,
    p.echecRemise === null && connue === null ? `${nom} n’a pas de preuve de remise.` : null,
    p.echecRemise === null && recue >= jour
      ? `${nom} ${connue ? "est" : "est présumée"} arrivée le ${recue}, pas avant le jour du rendez-vous.`
      : null,
    p.echecRemise === null && recue < jour && !preavisRespecte(recue, jour, regles)
      ? `${nom} laissait moins de ${regles.preavisJours} jours avant le rendez-vous.`
      : null,
  ];
  return dites.filter((phrase) => phrase !== null);
}
