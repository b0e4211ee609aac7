/** PostgreSQL writes a space before the colons of its JSON. */
export const estUneReponse = (texte: string): boolean => /^\{"data" ?: ?\{/.test(texte) && !texte.includes('"errors":');

/** Sends the body of a target once. Returns the parsed answer; throws when it is no answer. */
export async function repondre(cible: { nom: string; url: string; entetes: Record<string, string>; corps: string }): Promise<unknown> {
  const headers = { "content-type": "application/json", ...cible.entetes };
  const reponse = await fetch(cible.url, { method: "POST", headers, body: cible.corps });
  const texte = await reponse.text();
  if (!reponse.ok || !estUneReponse(texte)) throw new Error(`${cible.nom} : ${texte.slice(0, 500)}`);
  return JSON.parse(texte);
}

/** Where two answers differ first, or null. The count of the register is left out: each answer of the hub adds to it. What the hub works out and the
 * servers made by hand do not (past prescriptions, weights, language, seats, hours that the week lacks; the objective of a past week) is compared in
 * number only: there, the hub says more. */
export function difference(a: unknown, b: unknown, chemin = ""): string | null {
  if (chemin.endsWith(".consultations.totalCount")) return typeof a === typeof b ? null : chemin;
  if (chemin.endsWith(".objectifMinutes")) return null;
  if (chemin.endsWith(".offresProposees") && Array.isArray(a) && Array.isArray(b))
    return a.length === b.length ? null : `${chemin} : ${a.length} et ${b.length}`;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null)
    return a === b ? null : `${chemin} : ${JSON.stringify(a)} et ${JSON.stringify(b)}`;
  for (const cle of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const trouvee = difference((a as Record<string, unknown>)[cle], (b as Record<string, unknown>)[cle], `${chemin}.${cle}`);
    if (trouvee) return trouvee;
  }
  return null;
}
