import type { WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus } from "../refus";
import type { Situation } from "../situation";

export interface Identifiants {
  /** The other person who carries the value today, or null. */
  autrePorteur(situation: Situation, valeur: string): Promise<string | null>;
  /** Ends the value that ran before, and starts this one. False: it ran already. */
  poser(situation: Situation, valeur: string, le: { jour: string; instant: Date }): Promise<boolean>;
}

const FORME = /^[A-Z0-9][A-Z0-9._/-]{0,79}$/;

/** Why the software's number cannot be given to the person, or null. Refus: NON_HABILITE, IDENTIFIANT_INVALIDE, IDENTIFIANT_DEJA_DONNE. */
export function refusDIdentifiant({ acteur }: Situation, valeur: string, autre: string | null): Refus | null {
  return premierRefus(
    () => (acteur.type === "DEPARTEMENT" ? null : refus("NON_HABILITE")),
    () => (FORME.test(valeur) ? null : refus("IDENTIFIANT_INVALIDE", "valeur")),
    () => (autre === null ? null : refus("IDENTIFIANT_DEJA_DONNE", "valeur")),
  );
}

/** Says under which number the software of the Département knows a person: the fact, its event and its trace. */
export async function enregistrerIdentifiant(
  situation: Situation,
  demande: { valeur: string },
  identifiants: Identifiants,
  { publish, trace }: WritingTransaction,
  le: { jour: string; instant: Date },
): Promise<{ id: string } | Refus> {
  const { departement, allocataire } = situation;
  const valeur = demande.valeur.trim().toUpperCase();
  const refusee = refusDIdentifiant(situation, valeur, await identifiants.autrePorteur(situation, valeur));
  if (refusee) return refusee;
  const nouvelle = await identifiants.poser(situation, valeur, le);
  if (nouvelle) await publish({ type: "AllocataireModifie", departement, allocataire, donnees: { champs: ["identifiants"] } });
  await trace([allocataire], ["Allocataire.identifiants"]);
  return { id: allocataire };
}
