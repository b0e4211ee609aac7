import type { Erreur } from "../echange/erreur-echange";
import { erreurDuHub } from "../envoi/erreur-envoi";
import { type CodeFranceTravail, SENS_DES_ERREURS } from "../france-travail/erreur-france-travail";

/** Nothing is to be replayed: what could not be read is read again at the next round. */
const deLecture = (action: string): string => action.replace(/, puis rejouez l’échange\.?$/, " : le hub relit ensuite de lui-même.");

/** What an agent reads of a reading that failed, whole or for one person. */
export function erreurDeLecture(code: string): Erreur {
  if (code === "IDENTIFIANT_MANQUANT") return erreurDuHub(code);
  const connue = SENS_DES_ERREURS[code as CodeFranceTravail];
  if (connue) return { code, message: connue.message, reessayable: connue.reessayable, actionAgent: deLecture(connue.actionAgent) };
  return {
    code,
    message: "La lecture s’est interrompue dans le hub.",
    reessayable: true,
    actionAgent: "Rien à faire : le hub réessaie. Si cela dure, signalez-le à l’exploitant du hub.",
  };
}
