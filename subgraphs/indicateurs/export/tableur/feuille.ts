import { type ClasseurScelle, jourFrancais, type Tableau } from "./classeur";

/** What stands above the header of a sheet: the title, then a line of mentions, then the fingerprint. */
export const enteteDe = ({ titre, mentions }: Tableau, { empreinte }: ClasseurScelle): string[] => [
  titre,
  mentions.join(" · "),
  `Empreinte du contenu (SHA-256) : ${empreinte}`,
];

/** Rows above the first figure: three of title and one of header. */
export const RANGS_FIGES = 4;

/** Names of sheets as both formats admit them: 31 characters, without []:*?/\, none twice. */
export function nomsDesFeuilles(tableaux: readonly Tableau[]): string[] {
  const pris = new Set<string>();
  return tableaux.map(({ nom }) => {
    const propre =
      nom
        .replaceAll(/[[\]:*?/\\']/g, " ")
        .trim()
        .slice(0, 31) || "Feuille";
    let choisi = propre;
    for (let rang = 2; pris.has(choisi.toLowerCase()); rang++) choisi = `${propre.slice(0, 28)} ${rang}`;
    pris.add(choisi.toLowerCase());
    return choisi;
  });
}

/** « 94 du 01/01/2026 au 31/12/2026 » */
export const portee = ({ territoire, debut, fin }: Pick<ClasseurScelle, "territoire" | "debut" | "fin">): string =>
  `${territoire} du ${jourFrancais(debut)} au ${jourFrancais(fin)}`;
