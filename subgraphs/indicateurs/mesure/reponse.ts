import { type Fiche, fiche } from "./fiche";
import type { MesureIndicateur } from "./mesure.graphql";
import type { Periode } from "./mesure.repository";
import type { DemandeMesure, Mesure } from "./mesures.repository";

/** The answer of the API to what the engine measured. */
export function enReponse(demande: DemandeMesure, mesure: Mesure): MesureIndicateur {
  const { total, parts, cible, statut, consolideLe, connuLe } = mesure;
  const { indicateur, territoire, debut, fin } = demande;
  const { numerateur, denominateur, valeur, masquee, delais } = total;
  const chiffres = { numerateur, denominateur, valeur, masquee, delais };
  const dates = { debut, fin, statut, consolideLe, connuLe };
  return { demande, mesure, definition: fiche(indicateur), territoire: territoire.code, ...dates, cible, ...chiffres, ventilation: parts };
}

/** The answer of the API for an indicator that people fill. */
export function reponseSaisie(
  definition: Fiche,
  territoire: string,
  { debut, fin }: Periode,
  { valeur, cible }: { valeur: number | null; cible: number | null },
): MesureIndicateur {
  const dates = { debut, fin, statut: "PROVISOIRE" as const, consolideLe: null, connuLe: null };
  const chiffres = { numerateur: valeur, denominateur: null, valeur, masquee: false, delais: null, ventilation: [] };
  return { definition, territoire, ...dates, cible, ...chiffres };
}
