import type { Definition } from "../mesure/calcul";
import type { Ecrite } from "../mesure/definir";

/** The frames of the contract: what the lines of each share is said once. */

type Texte = Pick<Definition, "unite" | "numerateur" | "denominateur" | "regleCohorte"> & Partial<Definition>;

/** Writes the lines of one frame of the contract: what they share is said once. */
const lignesDe =
  (commun: Pick<Definition, "cadre" | "producteur" | "source"> & Partial<Definition>) =>
  (code: string, libelle: string, texte: Texte): Ecrite => ({ code, libelle, ...commun, ...texte });

export const LOCALE_ESE = lignesDe({
  cadre: "local",
  producteur: "DEPARTEMENT",
  source: "Contrat départemental 94 de 2024, fiche I.V2.1, équipe spécialisée emploi.",
});
export const LOCALE_SOLUTIONS = lignesDe({
  cadre: "local",
  producteur: "DEPARTEMENT",
  source: "Contrat départemental 94 de 2024, fiche I.V2.2. Dispositifs : table du département (docs/indicateurs-contrat.md).",
});
export const LOCALE_VOLET_3 = lignesDe({
  cadre: "local",
  producteur: "DEPARTEMENT",
  source: "Contrat départemental 94 de 2024, fiche I.V3. Personnes soumises aux droits et devoirs.",
});
export const NATIONALE_VOLET_2 = lignesDe({
  cadre: "national",
  tableau: "ANNEXE4_VOLET_2",
  producteur: "DEPARTEMENT",
  source: "Contrat départemental 94 de 2024, annexe 4, volet 2 : une ligne par solution, jamais un chiffre unique.",
});
export const NATIONALE_VOLET_3 = lignesDe({
  cadre: "national",
  tableau: "ANNEXE4_VOLET_3",
  producteur: "FRANCE_TRAVAIL",
  source: "Contrat départemental 94 de 2024, annexe 4, volet 3. Chiffre du hub, à côté du chiffre officiel de France Travail.",
});
export const FEUILLE_DE_ROUTE = lignesDe({
  cadre: "feuille-de-route",
  producteur: "PARTAGE",
  source: "Feuille de route France Travail, Val-de-Marne, mai 2024. Personnes soumises aux droits et devoirs.",
});
export const COMPLEMENT = lignesDe({
  cadre: "interne",
  tableau: "INTERNE",
  producteur: "DEPARTEMENT",
  source: "UneFois, en complément des lignes du contrat.",
});

export const LOCALE_ORIENTATION = lignesDe({
  cadre: "local",
  producteur: "DEPARTEMENT",
  source: "Contrat départemental 94 de 2024, fiche I.V2.1, équipe information orientation.",
});
export const NATIONALE_PARCOURS = lignesDe({
  cadre: "national",
  tableau: "ANNEXE4_VOLET_2",
  producteur: "DEPARTEMENT",
  source: "Contrat départemental 94 de 2024, annexe 4, volet 2 : une ligne par parcours, jamais un chiffre unique.",
});
