import { isCivilDate } from "../../shared/civil-date";
import { Refus } from "../../shared/contrat/refus";
import { type MotifRefus, refusSansMotif } from "./motif-refus";

export const STATUTS = ["BROUILLON", "OUVERTE", "A_L_ETUDE", "VALIDEE", "DEMARREE", "TERMINEE", "REFUSEE", "EXPIREE", "ANNULEE"] as const;
export type Statut = (typeof STATUTS)[number];

/** Who makes a step: who prescribes (and notes what the structure told on the phone), the structure, or the clock. */
export const ACTEURS = ["PRESCRIPTEUR", "STRUCTURE", "DELAI"] as const;
export type Acteur = (typeof ACTEURS)[number];

/** How a prescription that began has ended. */
export const ISSUES = ["ABOUTIE", "ABANDON"] as const;
export type Issue = (typeof ISSUES)[number];

const LES_DEUX = ["PRESCRIPTEUR", "STRUCTURE"] as const;
const PRESCRIPTEUR = ["PRESCRIPTEUR"] as const;
const DELAI = ["DELAI"] as const;

/** The life of a prescription: from a state, those that may follow, and who may decide it.
 * VALIDEE does not expire: the structure waits for the person, and only somebody may withdraw that place, with a reason. */
export const TRANSITIONS: Record<Statut, Partial<Record<Statut, readonly Acteur[]>>> = {
  BROUILLON: { OUVERTE: PRESCRIPTEUR, ANNULEE: PRESCRIPTEUR },
  OUVERTE: { A_L_ETUDE: LES_DEUX, VALIDEE: LES_DEUX, REFUSEE: LES_DEUX, EXPIREE: DELAI, ANNULEE: PRESCRIPTEUR },
  A_L_ETUDE: { VALIDEE: LES_DEUX, REFUSEE: LES_DEUX, EXPIREE: DELAI, ANNULEE: PRESCRIPTEUR },
  VALIDEE: { DEMARREE: LES_DEUX, ANNULEE: LES_DEUX },
  DEMARREE: { TERMINEE: LES_DEUX },
  TERMINEE: {},
  REFUSEE: {},
  EXPIREE: {},
  ANNULEE: {},
};

/** States that a prescription leaves no more. */
export const FINALS: readonly Statut[] = STATUTS.filter((statut) => Object.keys(TRANSITIONS[statut]).length === 0);

/** States that give their place back. A finished prescription has used its funded place. */
const SANS_PLACE: readonly Statut[] = ["BROUILLON", "REFUSEE", "EXPIREE", "ANNULEE"];
export const occupeUnePlace = (statut: Statut): boolean => !SANS_PLACE.includes(statut);
/** States that only who holds a place may reach. */
const AVEC_PLACE: readonly Statut[] = ["VALIDEE", "DEMARREE"];

const MOTIF_MAX = 2_000;

export const NOM_DU_STATUT: Record<Statut, string> = {
  BROUILLON: "en brouillon",
  OUVERTE: "ouverte",
  A_L_ETUDE: "à l’étude",
  VALIDEE: "validée",
  DEMARREE: "démarrée",
  TERMINEE: "terminée",
  REFUSEE: "refusée",
  EXPIREE: "expirée",
  ANNULEE: "annulée",
};

/** A step that is asked for. `motif`: free text; `motifRefus`: coded reason; `issue`: only to end. */
export interface EtapeDemandee {
  vers: Statut;
  acteur: Acteur;
  motif?: string | null;
  motifRefus?: MotifRefus | null;
  issue?: Issue | null;
  /** Civil date on which the structure expects the person: only to validate. */
  debutPrevu?: string | null;
}

/** Why a reason is not accepted, or null. Refus : MOTIF_MANQUANT, MOTIF_TROP_LONG. */
export function refusDuMotif(motif: string | null | undefined, obligatoire: boolean): Refus | null {
  if (obligatoire && !motif?.trim()) return Refus.de("MOTIF_MANQUANT", "Dites pourquoi : le motif est obligatoire.", { champ: "motif" });
  if (motif && motif.length > MOTIF_MAX)
    return Refus.de("MOTIF_TROP_LONG", `Le motif compte au plus ${MOTIF_MAX} caractères.`, { champ: "motif" });
  return null;
}

/** Why a prescription cannot make a step, or null. `attend`: it is in the line for a place.
 * Refus : TRANSITION_IMPOSSIBLE, ETAPE_RESERVEE, EN_LISTE_D_ATTENTE, ISSUE_SANS_FIN, MOTIF_SANS_REFUS, MOTIF_MANQUANT, MOTIF_TROP_LONG. */
export function refusDAvancer(statut: Statut, attend: boolean, etape: EtapeDemandee): Refus | null {
  const { vers, acteur, motif } = etape;
  const acteurs = TRANSITIONS[statut][vers];
  if (!acteurs) return refusDeTransition(statut);
  if (!acteurs.includes(acteur)) {
    return Refus.de("ETAPE_RESERVEE", `Une prescription ${NOM_DU_STATUT[vers]} l’est ${PAR_QUI[acteurs[0]!]}.`, { champ: "statut" });
  }
  if (attend && AVEC_PLACE.includes(vers)) {
    return Refus.de("EN_LISTE_D_ATTENTE", "Cette prescription attend une place : elle se valide quand une place lui est donnée.", {
      champ: "statut",
    });
  }
  if (etape.issue && vers !== "TERMINEE")
    return Refus.de("ISSUE_SANS_FIN", "L’issue se dit quand la prescription se termine.", { champ: "issue" });
  if (vers === "REFUSEE") return refusSansMotif(etape) ?? refusDuMotif(motif, false);
  if (etape.motifRefus) return Refus.de("MOTIF_SANS_REFUS", "Un motif de refus ne se donne qu’avec un refus.", { champ: "motifRefus" });
  return refusDuMotif(motif, vers === "ANNULEE" || etape.issue === "ABANDON");
}

const ANS_A_VENIR = 2;

/** Why the first day that a structure expects is not accepted, or null. Refus : DEBUT_INVALIDE.
 * @param aujourdhui civil date, Europe/Paris. */
export function refusDuDebut({ vers, debutPrevu }: EtapeDemandee, aujourdhui: string): Refus | null {
  if (!debutPrevu) return null;
  const dernier = `${Number(aujourdhui.slice(0, 4)) + ANS_A_VENIR}${aujourdhui.slice(4)}`;
  if (vers === "VALIDEE" && isCivilDate(debutPrevu) && debutPrevu >= aujourdhui && debutPrevu <= dernier) return null;
  return Refus.de("DEBUT_INVALIDE", "Le premier jour se dit en validant : aujourd’hui ou plus tard, dans les deux ans.", {
    champ: "debut",
  });
}

const PAR_QUI: Record<Acteur, string> = {
  PRESCRIPTEUR: "par qui l’a prescrite",
  STRUCTURE: "par la structure",
  DELAI: "par le délai, sans que personne ne le demande",
};

function refusDeTransition(statut: Statut): Refus {
  const suivants = (Object.keys(TRANSITIONS[statut]) as Statut[]).filter((s) => s !== "EXPIREE");
  const possibles = suivants.length === 0 ? "elle ne change plus" : `elle peut devenir ${suivants.map((s) => NOM_DU_STATUT[s]).join(", ")}`;
  return Refus.de("TRANSITION_IMPOSSIBLE", `La prescription est ${NOM_DU_STATUT[statut]} : ${possibles}.`, { champ: "statut" });
}

/** What changes with a state. `debut`, `fin`: civil dates; `resultat`: how it ended, in the agent's words. */
export interface Effets {
  debut?: string;
  fin?: string;
  resultat?: string | null;
  issue?: Issue;
  motifRefus?: MotifRefus | null;
}

/** @param jour civil date of the fact. A prescription that ends without saying how has succeeded. */
export function effetsDe({ vers, motif, motifRefus, issue, debutPrevu }: EtapeDemandee, jour: string): Effets {
  if (vers === "VALIDEE") return debutPrevu ? { debut: debutPrevu } : {};
  if (vers === "DEMARREE") return { debut: jour };
  if (vers === "TERMINEE") return { fin: jour, resultat: motif ?? null, issue: issue ?? "ABOUTIE" };
  return vers === "REFUSEE" ? { motifRefus: motifRefus ?? null } : {};
}
