import type { Identite } from "./identite";
import { enDateCivile } from "./naissance";
import { cleDuNom, phonetique } from "./phonetique";

/** How candidates are found without comparing everyone with everyone. Storage does the same in SQL (candidats.repository.ts); the measure uses these.
 * Two people meet when they share a key: a number, a foyer, a birth date (or the same with day and month swapped) and the sound of one word of their
 * names, or the sounds of name and first name with the birth year or the birth day. */
export function clesDeBlocage(identite: Identite): string[] {
  const { nom, nomUsage, prenoms, dateNaissance, numeros, foyers } = identite;
  const cles = numeros.map(
    (n) => `n:${n.type === "NUMERO_FRANCE_TRAVAIL" ? n.valeur.slice(-8) : n.type === "NIR" ? n.valeur.slice(0, 13) : n.valeur}`,
  );
  cles.push(...foyers.map((f) => `f:${f.numeroDemande}`));
  if (!dateNaissance) return cles;
  const date = enDateCivile(dateNaissance);
  const [annee, mois, jour] = date.split("-") as [string, string, string];
  const mots = new Set([nom, nomUsage ?? "", ...prenoms].flatMap(phonetique));
  // Day and month in order: swapped, they fall in the same block.
  const jourMois = [mois, jour].sort().join("-");
  for (const mot of mots) cles.push(`d:${annee}-${jourMois}:${mot}`);
  const cle = cleDuNom(nom, prenoms[0] ?? "");
  cles.push(`a:${cle}:${annee}`, `j:${cle}:${mois}-${jour}`);
  return cles;
}
