import type { WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus } from "../refus";
import type { Situation } from "../situation";

export interface NumerosFranceTravail {
  /** The other person who carries the number today, in either of its forms, or null. */
  autrePorteur(situation: Situation, numero: string): Promise<string | null>;
  /** Ends the numbers that ran before, and starts this one. False: it ran already, as certain. */
  poser(situation: Situation, numero: string, certifiee: boolean, le: { jour: string; instant: Date }): Promise<boolean>;
}

/** Eleven characters at the SI Plateforme. */
const FORME = /^[0-9]{10}[0-9A-Z]$/;

/** Why the number cannot be given to the person, or null. Refus: NON_HABILITE, NUMERO_FRANCE_TRAVAIL_INVALIDE, IDENTIFIANT_DEJA_DONNE. */
export function refusDeNumero({ acteur }: Situation, numero: string, autre: string | null): Refus | null {
  return premierRefus(
    () => (acteur.type === "FRANCE_TRAVAIL" || acteur.type === "DEPARTEMENT" ? null : refus("NON_HABILITE")),
    () => (FORME.test(numero) ? null : refus("NUMERO_FRANCE_TRAVAIL_INVALIDE", "numero")),
    () => (autre === null ? null : refus("IDENTIFIANT_DEJA_DONNE", "numero")),
  );
}

/** Says under which number France Travail knows a person: the fact, its event and its trace. */
export async function enregistrerNumero(
  situation: Situation,
  demande: { numero: string; certifiee?: boolean | null },
  numeros: NumerosFranceTravail,
  { publish, trace }: Pick<WritingTransaction, "publish" | "trace">,
  le: { jour: string; instant: Date },
): Promise<{ id: string } | Refus> {
  const { departement, allocataire } = situation;
  const numero = demande.numero.trim().toUpperCase();
  const refusee = refusDeNumero(situation, numero, await numeros.autrePorteur(situation, numero));
  if (refusee) return refusee;
  const nouveau = await numeros.poser(situation, numero, demande.certifiee ?? false, le);
  if (nouveau) await publish({ type: "AllocataireModifie", departement, allocataire, donnees: { champs: ["identifiants"] } });
  await trace([allocataire], ["Allocataire.identifiants"]);
  return { id: allocataire };
}
