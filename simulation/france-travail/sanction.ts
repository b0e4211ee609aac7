import { randomUUID } from "node:crypto";
import { consequenceDe } from "./activites-ouvertes";
import type { DossierUsager } from "./modele";
import type { ConsequenceSimulee, ManquementSimule, TypeEvenementSanction } from "./modele-sanction";
import type { Plateforme } from "./plateforme";

/** « FT propose, le CD décide ». What may follow the last event of a consequence. */
const SUITES: Partial<Record<TypeEvenementSanction, TypeEvenementSanction[]>> = {
  PROP_SANCTION: ["SAISIE_SANCTION", "REFUS_SAISIE_SANCTION", "ANNULATION_SANCTION"],
  SAISIE_SANCTION: ["VALID_SANCTION", "REFUS_SANCTION", "ANNULATION_SANCTION"],
  // The Département may lift what it decided without waiting for France Travail to propose it.
  VALID_SANCTION: ["PROP_LEVEE_SUSP", "VALID_LEVEE_SUSP", "ANNULATION_SANCTION"],
  PROP_LEVEE_SUSP: ["VALID_LEVEE_SUSP", "REFUS_LEVEE_SUSP", "ACCORD_FT_LEVEE_SUSP", "ANNULATION_SANCTION"],
  ACCORD_FT_LEVEE_SUSP: ["VALID_LEVEE_SUSP", "REFUS_LEVEE_SUSP", "ANNULATION_SANCTION"],
  REFUS_LEVEE_SUSP: ["PROP_LEVEE_SUSP", "VALID_LEVEE_SUSP", "ANNULATION_SANCTION"],
  VALID_LEVEE_SUSP: ["ANNULATION_SANCTION"],
};

export const dernierEvenement = (c: ConsequenceSimulee): TypeEvenementSanction => c.evenements.at(-1)?.typeEvenement ?? "PROP_SANCTION";
/** A suppression has nothing to lift. */
export const peutSuivre = (c: ConsequenceSimulee, type: TypeEvenementSanction): boolean =>
  (SUITES[dernierEvenement(c)] ?? []).includes(type) && !(c.typeConsequenceSanction === "SUPPR_RSA" && type.includes("LEVEE"));

export function consequence(dossier: DossierUsager, id: string): { manquement: ManquementSimule; consequence: ConsequenceSimulee } | null {
  for (const manquement of dossier.manquements)
    for (const c of manquement.consequencesSanction) if (c.idConsequenceSanction === id) return { manquement, consequence: c };
  return null;
}

export function ajouterEvenement(
  c: ConsequenceSimulee,
  typeEvenement: TypeEvenementSanction,
  le: Date | string,
  motif?: string,
  commentaire?: string,
): void {
  c.evenements.push({
    identifiantEvenement: randomUUID(),
    typeEvenement,
    dateEvenement: typeof le === "string" ? le : le.toISOString(),
    ...(motif ? { motif } : {}),
    ...(commentaire ? { commentaireEvenement: commentaire } : {}),
  });
}

/** Activities that an event closes and opens (reference §5: ACT366 to instruct, 367 to treat, 368/369 lifting, 370 suppression). */
export function activitesApres(plateforme: Plateforme, dossier: DossierUsager, c: ConsequenceSimulee, maintenant: Date): void {
  const numero = dossier.usager.numeroFranceTravail;
  const { activites } = plateforme;
  const ouvrir = (code: string) =>
    activites.ouvrir(numero, code, maintenant, [{ nom: "idConsequenceSanction", valeur: c.idConsequenceSanction }]);
  const suppression = c.typeConsequenceSanction === "SUPPR_RSA";
  const code = {
    PROP_SANCTION: suppression ? "ACT370" : "ACT366",
    SAISIE_SANCTION: suppression ? "ACT370" : "ACT367",
    PROP_LEVEE_SUSP: "ACT368",
    ACCORD_FT_LEVEE_SUSP: "ACT369",
  }[dernierEvenement(c) as string];
  activites.fermer(numero, ["ACT366", "ACT367", "ACT368", "ACT369", "ACT370"], c.idConsequenceSanction);
  if (code) ouvrir(code);
}

/** After 15 days without SAISIE France Travail decides: VALID_SANCTION, motif DELAI_SAISIE_DEPASSE. */
export function expirer(plateforme: Plateforme, maintenant: Date): void {
  for (const activite of [...plateforme.activites.toutes()]) {
    if (activite.codeActivite !== "ACT366" || new Date(activite.dateEcheance) > maintenant) continue;
    const dossier = plateforme.dossier(activite.usager.identifiant);
    const trouvee = dossier && consequence(dossier, consequenceDe(activite.attributsSpecifiques) ?? "");
    plateforme.activites.fermer(activite.usager.identifiant, ["ACT366"], consequenceDe(activite.attributsSpecifiques));
    if (!trouvee || dernierEvenement(trouvee.consequence) !== "PROP_SANCTION") continue;
    const c = trouvee.consequence;
    Object.assign(c, {
      delegation: true,
      modaliteValidee: c.modaliteProposee,
      montantValide: c.montantPropose,
      dureeValidee: c.dureeProposee,
      dateDebutApplication: activite.dateEcheance,
    });
    ajouterEvenement(c, "VALID_SANCTION", activite.dateEcheance, "DELAI_SAISIE_DEPASSE");
  }
}
