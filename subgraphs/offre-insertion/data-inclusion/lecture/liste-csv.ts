/** How a cell that holds a list is written: JSON (`["a","b"]`), Python, which the open data of data·inclusion writes (`['a', 'b']`), PostgreSQL (`{a,b}`). */
const OUVRE: Record<string, string> = { "[": "]", "{": "}" };

/** The values of a cell; null when it is not a list that closes. An element without quotes ends at a comma or a blank. */
export function lireListeDeCellule(cellule: string): string[] | null {
  const texte = cellule.trim();
  const fin = OUVRE[texte[0] ?? ""];
  if (!fin || texte.at(-1) !== fin || texte.length < 2) return null;
  const valeurs: string[] = [];
  let i = 1;
  const dernier = texte.length - 1;
  while (i < dernier) {
    const c = texte[i]!;
    if (/[\s,]/.test(c)) {
      i++;
      continue;
    }
    const lu = c === "'" || c === '"' ? entreGuillemets(texte, i, dernier) : sansGuillemets(texte, i, dernier);
    if (lu === null) return null;
    if (lu.valeur !== null) valeurs.push(lu.valeur);
    i = lu.suite;
  }
  return valeurs;
}

const ECHAPPES: Record<string, string> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

function entreGuillemets(texte: string, debut: number, dernier: number): { valeur: string; suite: number } | null {
  const guillemet = texte[debut]!;
  let valeur = "";
  for (let i = debut + 1; i < dernier; i++) {
    const c = texte[i]!;
    if (c === guillemet) return { valeur, suite: i + 1 };
    if (c !== "\\") {
      valeur += c;
      continue;
    }
    const code = /^(u[0-9a-f]{4}|x[0-9a-f]{2})/i.exec(texte.slice(i + 1, i + 6));
    if (code) valeur += String.fromCharCode(Number.parseInt(code[0].slice(1), 16));
    else valeur += ECHAPPES[texte[i + 1]!] ?? texte[i + 1];
    i += code ? code[0].length : 1;
  }
  return null;
}

function sansGuillemets(texte: string, debut: number, dernier: number): { valeur: string | null; suite: number } {
  let i = debut;
  while (i < dernier && !/[\s,]/.test(texte[i]!)) i++;
  const mot = texte.slice(debut, i);
  return { valeur: mot === "None" || mot === "null" || mot === "NULL" ? null : mot, suite: i };
}
