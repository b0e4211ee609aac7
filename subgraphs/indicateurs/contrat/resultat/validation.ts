import { Refus } from "../../../shared/contrat/refus";

export const STATUTS_RESULTAT = ["A_VALIDER", "VALIDE", "REJETE"] as const;
export type StatutResultat = (typeof STATUTS_RESULTAT)[number];

/** The life of a result: decided once. What follows a decision is another result. */
export const TRANSITIONS = {
  A_VALIDER: { valider: "VALIDE", rejeter: "REJETE" },
  VALIDE: {},
  REJETE: {},
} as const satisfies Record<StatutResultat, Partial<Record<"valider" | "rejeter", StatutResultat>>>;

/** A result as a validation needs to see it. */
export interface AValider {
  statut: StatutResultat;
  /** Who entered it: `client`, or `client (agent)`. */
  par: string;
  /** True when it is the one that counts: nobody corrected it since. */
  retenu: boolean;
}

const SOURCE = "Tableau de suivi du contrat (annexe 4)";
export const MOTIF_MAX = 500;

/** How an author is written: the client, and the agent when the token names one. */
export const auteur = ({ client, agent }: { client: string; agent: string | null }): string => (agent ? `${client} (${agent})` : client);

/** True when two authors may be one person: the same agent; or, where an agent is not named, the same client. */
export function memePersonne(a: string, b: string): boolean {
  const [lu, autre] = [lireAuteur(a), lireAuteur(b)];
  return lu.agent !== null && autre.agent !== null ? lu.agent === autre.agent : lu.client === autre.client;
}

function lireAuteur(par: string): { client: string; agent: string | null } {
  const lu = /^(.*) \((.*)\)$/s.exec(par);
  return lu ? { client: lu[1]!, agent: lu[2]! } : { client: par, agent: null };
}

/** Why a result cannot be validated or rejected, or null.
 * Refus: RESULTAT_DEJA_STATUE, RESULTAT_CORRIGE, AUTEUR_DU_RESULTAT, MOTIF_MANQUANT, MOTIF_TROP_LONG. */
export function refusValidation(resultat: AValider, acte: "valider" | "rejeter", motif: string | null, par: string): Refus | null {
  const suite: Partial<Record<"valider" | "rejeter", StatutResultat>> = TRANSITIONS[resultat.statut];
  if (!suite[acte])
    return Refus.de("RESULTAT_DEJA_STATUE", "Ce résultat est déjà validé ou rejeté : pour le corriger, saisissez-en un autre.", {
      champ: "resultat",
      source: SOURCE,
    });
  if (!resultat.retenu)
    return Refus.de("RESULTAT_CORRIGE", "Un résultat plus récent a remplacé celui-ci : statuez sur le plus récent.", {
      champ: "resultat",
      source: SOURCE,
    });
  if (memePersonne(resultat.par, par))
    return Refus.de(
      "AUTEUR_DU_RESULTAT",
      "Qui a saisi un résultat ne le valide pas et ne le rejette pas : une autre personne doit le faire.",
      {
        champ: "resultat",
        source: SOURCE,
      },
    );
  if (acte === "rejeter" && !motif)
    return Refus.de("MOTIF_MANQUANT", "Dites pourquoi le résultat est rejeté.", { champ: "motif", source: SOURCE });
  if (motif && motif.length > MOTIF_MAX)
    return Refus.de("MOTIF_TROP_LONG", `Le motif compte au plus ${MOTIF_MAX} caractères.`, { champ: "motif" });
  return null;
}

export const resultatIntrouvable = (): Refus =>
  Refus.de("RESULTAT_INTROUVABLE", "Aucun résultat à lire ne porte cet identifiant : historiqueResultats les donne.", {
    champ: "resultat",
  });
