import type { LigneCsv } from "../../shared/lignes-csv";

/** Devices that lift what holds a person back. */
export const FREINS = ["PPAL", "DIAGNOSTIC_MOBILITE", "AUTO_ECOLE", "CRECHE", "GARDERIE_EPHEMERE"] as const;
/** Devices that lead to a job. */
export const VERS_L_EMPLOI = [
  "IMMERSION",
  "MRS",
  "MENTORAT",
  "POE",
  "PREQUALIFICATION",
  "STAGE",
  "DECOUVERTE_METIER",
  "CONTRAT_AIDE",
  "ACTION_EMPLOI",
] as const;
/** Devices that indicators name. A département says which of its offers make each (docs/indicateurs-contrat.md). */
export const DISPOSITIFS = [...FREINS, ...VERS_L_EMPLOI] as const;
export type Dispositif = (typeof DISPOSITIFS)[number];

/** What a rule may ask of an offer; the columns of the file, after `code` and `libelle`. */
export const CRITERES = ["offre", "origine", "source", "type", "thematique", "fiche_action", "nature"] as const;
export const COLONNES = ["code", "libelle", ...CRITERES] as const;

/** A rule: an offer that has all that it asks is of the device. */
export type Regle = { code: Dispositif; libelle: string } & Record<(typeof CRITERES)[number], string | null>;

/** Reads one rule. A rule that asks nothing would take the whole catalogue: it is refused. */
export function lireRegle(ligne: LigneCsv): Regle {
  const demandes = Object.fromEntries(CRITERES.map((critere) => [critere, ligne.texteOuNull(critere)]));
  if (CRITERES.every((critere) => demandes[critere] === null))
    ligne.refuser("offre", `au moins l’une de ${CRITERES.join(", ")} est attendue`);
  return { code: ligne.parmi("code", DISPOSITIFS), libelle: ligne.texte("libelle"), ...demandes } as Regle;
}
