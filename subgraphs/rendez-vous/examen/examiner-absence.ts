import { Refus } from "../../shared/contrat/refus";
import { type StatutExamen, suite } from "./cycle-examen";

export const DECISIONS_EXAMEN = ["OUVRIR", "CLORE"] as const;
export type DecisionExamen = (typeof DECISIONS_EXAMEN)[number];

/** The natures of a breach (CASF L. 262-37), under the names that signalerManquement gives them. */
export const FONDEMENTS = ["REFUS_ELABORER_OU_ACTUALISER_CONTRAT", "NON_RESPECT_CONTRAT", "REFUS_CONTROLE"] as const;
export type FondementManquement = (typeof FONDEMENTS)[number];

export interface DemandeExamen {
  motifLegitime: boolean;
  fondement: FondementManquement | null;
  decision: DecisionExamen;
  observations: string | null;
}

/** What the rule must know of the case. */
export interface Dossier {
  statut: StatutExamen;
  /** A signed contract of hers ran on the day of the second absence. */
  contratSigne: boolean;
  /** The hub is reading a partner: nobody looks at the case. */
  sansAgent: boolean;
  /** France Travail examines what it held itself; the rest is the Département's and its délégataires'. */
  habilite: boolean;
}

const SOURCE = "CASF L. 262-37";
const OBSERVATIONS_MAXIMUM = 2_000;

/** Why an agent cannot decide so, or `null`.
 * Refus: EXAMEN_PAR_UN_AGENT, NON_HABILITE, OBSERVATIONS_INVALIDES, EXAMEN_DEJA_FAIT, MOTIF_LEGITIME_RECONNU, FONDEMENT_ABSENT, SANS_CONTRAT_SIGNE, OBSERVATIONS_MANQUANTES. */
export function refusExamen({ motifLegitime, fondement, decision, observations }: DemandeExamen, dossier: Dossier): Refus | null {
  if (dossier.sansAgent)
    return Refus.de(
      "EXAMEN_PAR_UN_AGENT",
      "Une absence s’examine par un agent : la lecture d’un partenaire ou d’un fichier n’en décide pas.",
    );
  if (!dossier.habilite) return Refus.de("NON_HABILITE", "Votre organisme n’est pas habilité à cet acte : il revient au Département.");
  if (observations !== null && (observations.trim() === "" || observations.length > OBSERVATIONS_MAXIMUM))
    return Refus.de("OBSERVATIONS_INVALIDES", "Les observations tiennent en 2 000 caractères, et ne sont pas vides.", {
      champ: "observations",
    });
  if (suite(dossier.statut, decision) === null)
    return Refus.de("EXAMEN_DEJA_FAIT", "Cette absence n’est plus à examiner : relisez « absencesAExaminer » et sa cause.", {
      champ: "examen",
    });
  return decision === "OUVRIR" ? refusOuverture(motifLegitime, fondement, observations, dossier) : null;
}

function refusOuverture(
  motifLegitime: boolean,
  fondement: FondementManquement | null,
  observations: string | null,
  { contratSigne }: Dossier,
): Refus | null {
  if (motifLegitime)
    return Refus.de("MOTIF_LEGITIME_RECONNU", "Un motif légitime est reconnu : l’examen ne peut que se clore.", {
      champ: "decision",
      source: SOURCE,
    });
  if (fondement === null)
    return Refus.de(
      "FONDEMENT_ABSENT",
      "Sans contrat refusé ou non respecté ni contrôle refusé, une absence ne fonde aucun manquement (article L. 262-37 du CASF) : l’examen ne peut que se clore.",
      { champ: "fondement", source: SOURCE },
    );
  if (fondement === "NON_RESPECT_CONTRAT" && !contratSigne)
    return Refus.de(
      "SANS_CONTRAT_SIGNE",
      "La personne n’avait pas de contrat signé en cours le jour de l’absence : l’article L. 262-37 du CASF demande un contrat pour qu’il ne soit pas respecté.",
      { champ: "fondement", source: SOURCE },
    );
  if (fondement !== "NON_RESPECT_CONTRAT" && observations === null)
    return Refus.de(
      "OBSERVATIONS_MANQUANTES",
      "Dites dans les observations quel refus de contrat ou de contrôle fonde l’ouverture, et quand.",
      {
        champ: "observations",
        source: SOURCE,
      },
    );
  return null;
}
