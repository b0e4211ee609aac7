/** One element of a flow: its name, its text as received (blanks included), its children in order. */
export interface Noeud {
  nom: string;
  texte: string;
  enfants: Noeud[];
}

/** The first child of that name, or undefined. */
export const enfant = (noeud: Noeud | undefined, nom: string): Noeud | undefined => noeud?.enfants.find((e) => e.nom === nom);

/** All children of that name, in order. */
export const enfants = (noeud: Noeud | undefined, nom: string): Noeud[] => noeud?.enfants.filter((e) => e.nom === nom) ?? [];

/** Follows a path of first children. */
export const descendant = (noeud: Noeud | undefined, ...chemin: string[]): Noeud | undefined =>
  chemin.reduce<Noeud | undefined>((courant, nom) => enfant(courant, nom), noeud);

/** Text at the end of a path, without the blanks around; null when absent or blank. */
export function texte(noeud: Noeud | undefined, ...chemin: string[]): string | null {
  return descendant(noeud, ...chemin)?.texte.trim() || null;
}

const ECHAPPE: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Text as it is written between two tags. */
export const echapper = (valeur: string): string => (/[&<>]/.test(valeur) ? valeur.replace(/[&<>]/g, (c) => ECHAPPE[c]!) : valeur);
