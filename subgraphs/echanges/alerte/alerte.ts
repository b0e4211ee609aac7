import { Refus } from "../../shared/contrat/refus";
import { motifDit } from "../../shared/motif";

export const NATURES_ALERTE = [
  "QUOTA_PERSONNES",
  "HORS_HEURES",
  "AUTHENTIFICATION",
  "SECRET_VERROUILLE",
  "ACCES_URGENCE",
  "CLIENT_SUSPENDU",
] as const;
export type NatureAlerte = (typeof NATURES_ALERTE)[number];

export const GRAVITES = ["INFORMATION", "ATTENTION", "GRAVE"] as const;
export type Gravite = (typeof GRAVITES)[number];

export const STATUTS_ALERTE = ["OUVERTE", "EXAMINEE"] as const;
export type StatutAlerte = (typeof STATUTS_ALERTE)[number];

/** Characters of what the examination says. */
const MOTIF_MIN = 10;
const MOTIF_MAX = 2_000;

/** Why an alert is not examined, or `null`. Refus : ALERTE_INTROUVABLE, ALERTE_EXAMINEE, MOTIF_MANQUANT. */
export function refusExamen(alerte: { statut: StatutAlerte } | null, motif: string): Refus | null {
  if (alerte === null) return Refus.de("ALERTE_INTROUVABLE", "Aucune alerte à lire ne porte cet identifiant.", { champ: "alerte" });
  if (alerte.statut === "EXAMINEE")
    return Refus.de("ALERTE_EXAMINEE", "Cette alerte a déjà été examinée : son motif se lit avec elle.", { champ: "alerte" });
  const dit = motifDit(motif).length;
  if (dit >= MOTIF_MIN && dit <= MOTIF_MAX) return null;
  return Refus.de("MOTIF_MANQUANT", `Dites en ${MOTIF_MIN} caractères au moins, ${MOTIF_MAX} au plus, ce qui a été vérifié.`, {
    champ: "motif",
  });
}
