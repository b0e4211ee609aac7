/** Systems that name organismes by codes of their own: AURORE and SAFIR are France Travail’s, SIRET is everybody’s. */
export const SYSTEMES_DE_CODE = ["AURORE", "SAFIR", "SIRET"] as const;
export type SystemeDeCode = (typeof SYSTEMES_DE_CODE)[number];

export interface CodeOrganisme {
  systeme: SystemeDeCode;
  valeur: string;
}

/** Shape of each code (reference §6), and how it is said to who gives another. */
const FORMES: Record<SystemeDeCode, { forme: RegExp; dite: string }> = {
  AURORE: { forme: /^[A-Za-z]{3}[0-9]{4}$/, dite: "trois lettres puis quatre chiffres (ILE0042)" },
  SAFIR: { forme: /^[0-9]{5}$/, dite: "cinq chiffres (94012)" },
  SIRET: { forme: /^[0-9]{14}$/, dite: "quatorze chiffres, sans espace" },
};

/** Column of organismes.csv of each code. All are facultative. */
export const COLONNES_DE_CODE = { codeAurore: "AURORE", codeSafir: "SAFIR", siret: "SIRET" } as const satisfies Record<
  string,
  SystemeDeCode
>;

/** What is wrong with a code, and what to do, or null. */
export function defautDuCode({ systeme, valeur }: CodeOrganisme): string | null {
  const { forme, dite } = FORMES[systeme];
  return forme.test(valeur)
    ? null
    : `« ${valeur.slice(0, 40)} » n’est pas un code ${systeme} : ${dite} sont attendus ; corrigez la valeur, ou laissez la cellule vide`;
}
