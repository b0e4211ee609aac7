/** One element of a flow: its name, its text as received (blanks included), its children in order. */
export interface Noeud {
  nom: string;
  texte: string;
  enfants: Noeud[];
}

/** The first child of that name, or undefined. A loop: a foyer is read by a hundred of these. */
export function enfant(noeud: Noeud | undefined, nom: string): Noeud | undefined {
  if (noeud) for (const e of noeud.enfants) if (e.nom === nom) return e;
  return undefined;
}

/** All children of that name, in order. */
export const enfants = (noeud: Noeud | undefined, nom: string): Noeud[] => noeud?.enfants.filter((e) => e.nom === nom) ?? [];

/** Follows a path of first children. */
export function descendant(noeud: Noeud | undefined, ...chemin: string[]): Noeud | undefined {
  let courant = noeud;
  for (const nom of chemin) courant = enfant(courant, nom);
  return courant;
}

/** Text at the end of a path, without the blanks around; null when absent or blank. */
export function texte(noeud: Noeud | undefined, ...chemin: string[]): string | null {
  return descendant(noeud, ...chemin)?.texte.trim() || null;
}

const ECHAPPE: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Text as it is written between two tags. */
export const echapper = (valeur: string): string => (/[&<>]/.test(valeur) ? valeur.replace(/[&<>]/g, (c) => ECHAPPE[c]!) : valeur);
