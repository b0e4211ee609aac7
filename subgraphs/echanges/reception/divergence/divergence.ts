import { Refus } from "../../../shared/contrat/refus";
import { classesOuvertes } from "../../../shared/droits/politique";
import type { Finalite } from "../../../shared/identity";
import type { DivergenceConstatee } from "../fait-recu";

export const RESOLUTIONS = ["HUB", "PARTENAIRE", "DEVENUE_EGALE"] as const;
export type Resolution = (typeof RESOLUTIONS)[number];
export const CHOIX_DIVERGENCE = ["HUB", "PARTENAIRE"] as const;
export type ChoixDivergence = (typeof CHOIX_DIVERGENCE)[number];

/** What the hub and France Travail say differently of one field of one person. Instants. */
export interface DivergenceLue extends DivergenceConstatee {
  id: string;
  constateeLe: Date;
  resolueLe: Date | null;
  resolution: Resolution | null;
}

const MOTIF_MAX = 2_000;

/** How what France Travail says enters the hub, by what is told: always an act of somebody who may do it. */
const ACTES: Readonly<Record<string, string>> = {
  ORIENTATION_RESULTAT:
    "décidez l’orientation (deciderOrientation), ou proposez puis acceptez la réorientation (proposerReorientation, statuerReorientation)",
  RDV_POSITIONNE: "déplacez ou annulez le rendez-vous (deplacerRendezVous, annulerRendezVous)",
  RDV_PRESENCE: "corrigez la présence (renseignerPresence)",
  CONTRAT_ENGAGEMENT: "enregistrez la signature ou le refus (signerContrat, refuserContrat)",
  DIAGNOSTIC: "enregistrez le diagnostic (enregistrerDiagnostic)",
  SANCTION_DECISION: "levez ou annulez la sanction (leverSanction, annulerSanction)",
};

/** Why a divergence is not settled as asked, or null. `renvoyable`: the hub has a sending of this fact to take up again.
 * France Travail's value enters by an act of the agent, never by settling: the divergence then closes by itself.
 * Refus : DIVERGENCE_INCONNUE, DIVERGENCE_CLOSE, MOTIF_MANQUANT, ACTE_A_FAIRE, ENVOI_ABSENT. */
export function refusDeTrancher(
  divergence: DivergenceLue | null,
  { retenir, motif }: { retenir: ChoixDivergence; motif: string },
  renvoyable: boolean,
): Refus | null {
  if (divergence === null)
    return Refus.de("DIVERGENCE_INCONNUE", "Cette divergence n’existe pas ou n’est pas dans votre périmètre.", { champ: "divergence" });
  if (divergence.resolueLe !== null)
    return Refus.de("DIVERGENCE_CLOSE", "Cette divergence est déjà tranchée, ou les deux valeurs sont redevenues égales.", {
      champ: "divergence",
    });
  const dit = motif.trim();
  if (dit.length === 0 || dit.length > MOTIF_MAX)
    return Refus.de("MOTIF_MANQUANT", "Un motif est attendu, en quelques mots (2 000 caractères au plus).", { champ: "motif" });
  if (retenir === "PARTENAIRE")
    return Refus.de(
      "ACTE_A_FAIRE",
      `La valeur de France Travail entre dans le hub par un acte : ${ACTES[divergence.objet] ?? "corrigez la donnée dans le hub"}. La divergence se ferme alors d’elle-même.`,
      { champ: "retenir" },
    );
  return renvoyable
    ? null
    : Refus.de("ENVOI_ABSENT", "Le hub n’a jamais dit ce fait à France Travail : enregistrez-le de nouveau pour qu’il parte.", {
        champ: "divergence",
      });
}

/** A divergence as a purpose may read it: there is one about the diagnostic, neither which frein nor its values. */
export const divergencePour = (lue: DivergenceLue, finalite: Finalite | null): DivergenceLue =>
  lue.objet === "DIAGNOSTIC" && !classesOuvertes(finalite).has("SANTE")
    ? { ...lue, champ: "contraintes", valeurHub: null, valeurPartenaire: null }
    : lue;
