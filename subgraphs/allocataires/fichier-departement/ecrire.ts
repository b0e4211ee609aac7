import { CHAMPS, type Enregistrement, type TypeEnregistrement } from "./format";

interface Contrainte {
  frein: string;
  impact: string;
  prioritaire?: boolean;
}

/** A record as one line of JSON Lines: fields in the order of the format, so that one content has one text. */
export const enJsonLine = (e: Enregistrement): string =>
  JSON.stringify({
    type: e.type,
    ...Object.fromEntries(Object.keys(CHAMPS[e.type]).flatMap((nom) => (e[nom] === undefined ? [] : [[nom, enOrdre(e[nom])]]))),
  });

const enOrdre = (valeur: unknown): unknown =>
  Array.isArray(valeur) ? valeur.map((v) => (typeof v === "string" ? v : contrainte(v))) : valeur;
const contrainte = ({ frein, impact, prioritaire }: Contrainte): Contrainte => ({ frein, impact, ...(prioritaire ? { prioritaire } : {}) });

export const enTeteCsv = (type: TypeEnregistrement): string => Object.keys(CHAMPS[type]).join(";");

/** A record as one line of the CSV of its kind. */
export const enLigneCsv = (e: Enregistrement): string =>
  Object.keys(CHAMPS[e.type])
    .map((nom) => cellule(e[nom]))
    .join(";");

function cellule(valeur: unknown): string {
  if (valeur === undefined) return "";
  const texte = Array.isArray(valeur)
    ? valeur.map(element).join("|")
    : typeof valeur === "boolean"
      ? valeur
        ? "oui"
        : "non"
      : String(valeur);
  return /[";,\r\n]|^\s|\s$/.test(texte) ? `"${texte.replaceAll('"', '""')}"` : texte;
}

const element = (e: unknown): string => {
  if (typeof e === "string") return e;
  const { frein, impact, prioritaire } = e as Contrainte;
  return prioritaire ? `${frein}:${impact}:prioritaire` : `${frein}:${impact}`;
};
