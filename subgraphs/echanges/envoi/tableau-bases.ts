import { type BasesLegales, TEXTES, type TexteLegal } from "./base-legale";

/** What leaves and why, as the table of docs/echanges-france-travail.md: an object, a field, a text. */
export function tableauDesBases(bases: BasesLegales): string {
  const lignes = Object.entries(bases).flatMap(([objet, champs]) => {
    const entrees = Object.entries(champs);
    if (entrees.length === 0) return [`| ${objet} | aucun : rien ne part | |`];
    return entrees.map(([champ, texte]) => `| ${objet} | \`${champ}\` | ${TEXTES[texte as TexteLegal]} |`);
  });
  return ["| objet | champ | fondement |", "| --- | --- | --- |", ...lignes].join("\n");
}
