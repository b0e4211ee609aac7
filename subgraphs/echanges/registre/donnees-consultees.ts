/** Classes of data, in the words of the person; those that say nothing of her are not told. */
const CATEGORIES: Readonly<Record<string, string>> = {
  IDENTITE: "Votre identité et vos coordonnées",
  NIR: "Votre numéro de sécurité sociale",
  SOCIALE: "Votre situation et votre parcours",
  SANTE: "Votre santé",
  ORDINAIRE: "Votre dossier",
};

/** What each coordinate is: `schema/libelles.json`. */
export type Libelles = Readonly<Record<string, readonly [classe: string, libelle: string]>>;

export interface DonneesParCategorie {
  categorie: string;
  libelles: string[];
}

/** The names of the data, grouped by what they are about, each said once. A coordinate of before, or an event, is said by its name. */
export function donneesConsultees(champs: readonly string[], libelles: Libelles): DonneesParCategorie[] {
  const groupes = new Map<string, Set<string>>();
  for (const champ of champs) {
    const [classe, libelle] = libelles[champ] ?? ["SOCIALE", enMots(champ)];
    const categorie = CATEGORIES[classe];
    if (categorie !== undefined) groupes.set(categorie, (groupes.get(categorie) ?? new Set()).add(libelle));
  }
  return Object.values(CATEGORIES).flatMap((categorie) => {
    const dits = groupes.get(categorie);
    return dits ? [{ categorie, libelles: [...dits].sort((a, b) => a.localeCompare(b, "fr")) }] : [];
  });
}

/** `Evenement.PrescriptionAvancee`: Prescription avancee. */
function enMots(champ: string): string {
  const nom = champ.split(".").at(-1)!;
  const mots = nom.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return mots.charAt(0).toUpperCase() + mots.slice(1);
}
