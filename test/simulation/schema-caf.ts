import fs from "node:fs";
import path from "node:path";
import type { Element } from "./lire-simulation";

interface Regle {
  nom: string;
  min: number;
  max: number;
  taille: number | null;
  type: string | null;
  enfants: Regle[];
}

/** Element tree of vrsb0801 (reference, appendix A): a name, its cardinality, its type and size a line, indented by two spaces a level. */
export function lireSchema(): Regle {
  const racine: Regle = { nom: "", min: 1, max: 1, taille: null, type: null, enfants: [] };
  const pile = [racine];
  for (const ligne of fs.readFileSync(path.join(__dirname, "vrsb0801.txt"), "utf8").split("\n")) {
    const lu = /^( *)([\w-]+) \[(\d)\.\.(\d+|unbounded)\](?: (\w+))?(?: (?:len|dig)≤(\d+))?/.exec(ligne);
    if (!lu) continue;
    const niveau = lu[1]!.length / 2;
    const regle: Regle = {
      nom: lu[2]!,
      min: Number(lu[3]),
      max: lu[4] === "unbounded" ? Number.POSITIVE_INFINITY : Number(lu[4]),
      type: lu[5] ?? null,
      taille: lu[6] ? Number(lu[6]) : null,
      enfants: [],
    };
    pile.length = niveau + 1;
    pile[niveau]!.enfants.push(regle);
    pile.push(regle);
  }
  return racine.enfants[0]!;
}

const FORMES: Record<string, RegExp> = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  time: /^\d{2}:\d{2}:\d{2}(\.\d+)?$/,
  integer: /^\d+$/,
  decimal: /^\d+\.\d{2}$/,
  boolean: /^[01]$/,
};

/** What an element breaks in its rule: order, cardinality, type, size. */
export function ecarts(element: Element, regle: Regle, chemin = ""): string[] {
  const ici = `${chemin}/${regle.nom}`;
  if (regle.enfants.length === 0) {
    const forme = FORMES[regle.type ?? ""];
    const trop = regle.taille !== null && element.texte.replace(".", "").length > regle.taille;
    return [...(forme && !forme.test(element.texte) ? [`${ici} : ${regle.type} attendu`] : []), ...(trop ? [`${ici} : trop long`] : [])];
  }
  const fautes: string[] = [];
  let position = 0;
  for (const attendu of regle.enfants) {
    let nombre = 0;
    for (; element.enfants[position]?.nom === attendu.nom; position++, nombre++)
      fautes.push(...ecarts(element.enfants[position]!, attendu, ici));
    if (nombre < attendu.min || nombre > attendu.max) fautes.push(`${ici}/${attendu.nom} : ${nombre} fois`);
  }
  if (position < element.enfants.length) fautes.push(`${ici}/${element.enfants[position]!.nom} : inattendu ou mal placé`);
  return fautes;
}
