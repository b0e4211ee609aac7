import { type Cellule, type ClasseurScelle, enTexte, type Format, jourFrancais, type Tableau } from "./classeur";

const DECIMALES: Record<Format, number> = { entier: 0, nombre: 2, pourcentage: 1, euros: 2 };
const UNITES: Partial<Record<Format, string>> = { pourcentage: " %", euros: " €" };

/** A number as it is read in French: 1 234,5 %, with spaces that do not break. */
function chiffre(valeur: number, format: Format): string {
  const [entiers, decimales] = Math.abs(valeur).toFixed(DECIMALES[format]).split(".") as [string, string?];
  const groupes = entiers.replaceAll(/\B(?=(\d{3})+$)/g, "\u202f");
  return `${valeur < 0 ? "−" : ""}${groupes}${decimales === undefined ? "" : `,${decimales}`}${UNITES[format] ?? ""}`;
}

const cellule = (c: Cellule): string => {
  if ("nombre" in c) return chiffre(c.nombre, c.format);
  if ("date" in c) return jourFrancais(c.date);
  const texte = enTexte(c)
    .replaceAll(/[\\|`*_<>[\]]/g, "\\$&")
    .replaceAll(/\s*\n\s*/g, "<br>");
  return "absence" in c ? `*${texte}*` : texte;
};

/** A column of figures only is set to the right. */
const aDroite = ({ lignes }: Tableau, rang: number): boolean => lignes.length > 0 && lignes.every((ligne) => !("texte" in ligne[rang]!));

function tableau(t: Tableau): string {
  const rangee = (cellules: readonly string[]) => `| ${cellules.join(" | ")} |`;
  return [
    `## ${t.titre}`,
    "",
    ...(t.mentions.length > 0 ? [`${t.mentions.join(" · ")}`, ""] : []),
    rangee(t.colonnes.map(({ titre }) => cellule({ texte: titre }))),
    rangee(t.colonnes.map((_, rang) => (aDroite(t, rang) ? "---:" : "---"))),
    ...t.lignes.map((ligne) => rangee(ligne.map(cellule))),
  ].join("\n");
}

/** The workbook as one document to read, in Markdown, UTF-8. */
export function enMarkdown({ titre, empreinte, tableaux }: ClasseurScelle): Buffer {
  const blocs = [`# ${titre}`, `Empreinte du contenu (SHA-256) : \`${empreinte}\``, ...tableaux.map(tableau)];
  return Buffer.from(`${blocs.join("\n\n")}\n`, "utf8");
}
