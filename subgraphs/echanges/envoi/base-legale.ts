/** Why a field may leave the hub: the text, and where it is said. */
export interface BaseLegale {
  texte: string;
}

/** Legal basis of each field of each payload, by object then by path (`referent_parcours.organisme.code`, `contraintes[].code`). A field that is not here does not leave. */
export type BasesLegales = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Texts that a field may rest on, by short code. */
export const TEXTES = {
  L5311_8: "Code du travail, L. 5311-8 et L. 5312-1 : échanges d’informations du réseau pour l’emploi",
  L262_29: "CASF, L. 262-29 et D. 262-65-2 : orientation des bénéficiaires",
  L262_34: "CASF, L. 262-34 à L. 262-36 ; code du travail, L. 5411-6 : contrat d’engagement",
  L262_37: "CASF, L. 262-37 et R. 262-68 : suspension et suppression, information de France Travail et de l’organisme payeur",
  L5411_1: "Code du travail, L. 5411-1 : inscription des demandeurs de RSA",
  ARRETE_2024_07_03: "Arrêté du 3 juillet 2024 : cahier des charges du SI Plateforme",
  ARRETE_2024_11_21: "Arrêtés du 21 novembre 2024 : informations et critères d’orientation",
  RGPD_16: "RGPD, articles 12, 16 et 19 : la personne demande que la donnée soit corrigée, et l’organisme qui la tient en est informé",
  R262_102: "CASF, R. 262-102 : traitement automatisé, catégories de données",
} as const;
export type TexteLegal = keyof typeof TEXTES;

/** What of a payload has a legal basis, and the paths that were taken out. Pure; lists are walked with `[]`. */
export function habiliter<C>(corps: C, bases: Readonly<Record<string, string>>): { corps: C; ecartes: string[] } {
  const ecartes = new Set<string>();
  const garde = (valeur: unknown, chemin: string): unknown => {
    if (Array.isArray(valeur)) return valeur.map((element) => garde(element, `${chemin}[]`)).filter((element) => element !== undefined);
    if (valeur !== null && typeof valeur === "object") {
      const entrees = Object.entries(valeur).flatMap(([nom, v]) => {
        const reste = garde(v, chemin === "" ? nom : `${chemin}.${nom}`);
        return reste === undefined ? [] : [[nom, reste] as const];
      });
      return entrees.length === 0 ? undefined : Object.fromEntries(entrees);
    }
    if (Object.hasOwn(bases, chemin)) return valeur;
    if (valeur !== undefined) ecartes.add(chemin);
    return undefined;
  };
  return { corps: (garde(corps, "") ?? {}) as C, ecartes: [...ecartes].sort() };
}
