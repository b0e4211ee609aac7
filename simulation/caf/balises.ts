const ECHAPPE: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Upper case, as these files write names; the five characters of XML escaped. */
export const capitales = (texte: string, taille: number) =>
  texte
    .toUpperCase()
    .slice(0, taille)
    .replace(/[&<>]/g, (c) => ECHAPPE[c] as string);

export const montant = (euros: number, taille = 10) => euros.toFixed(2).padStart(taille, "0");

export const facultatif = (nom: string, valeur: string | null) => (valeur === null ? "" : `<${nom}>${valeur}</${nom}>`);
