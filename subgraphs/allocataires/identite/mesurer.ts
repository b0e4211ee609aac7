import { clesDeBlocage } from "./blocage";
import { type IdentiteLue, lireIdentite } from "./comparer";
import type { Candidat, Identite } from "./identite";
import { resoudre } from "./resoudre";

/** What came out of the received identities of one difficulty. */
export interface Mesure {
  difficulte: string;
  recues: number;
  /** Received identities whose person is known. */
  connues: number;
  /** Attached alone, to the right person. */
  rattachees: number;
  /** Right person among the candidates shown to a professional. */
  proposees: number;
  /** Known, and neither attached nor proposed: a second record of the same person. */
  manquees: number;
  /** Attached to someone else: the grave error. */
  fausses: number;
  /** Nobody known, and candidates shown for nothing. */
  doutesInutiles: number;
}

export interface Rapport {
  total: Mesure;
  parDifficulte: Mesure[];
  /** Comparisons of two identities. */
  paires: number;
  /** From the received identities to their results, the reading of the known ones aside. */
  secondes: number;
}

const vide = (difficulte: string): Mesure => ({
  difficulte,
  recues: 0,
  connues: 0,
  rattachees: 0,
  proposees: 0,
  manquees: 0,
  fausses: 0,
  doutesInutiles: 0,
});

interface Etiquetee {
  difficulte: string;
  recue: Identite;
  vraie: string | null;
}

/** Resolves a labelled set and compares with the truth.
 * @param horloge milliseconds of a clock that only goes forward. */
export function mesurer(jeu: { connues: Candidat[]; recues: Etiquetee[] }, horloge: () => number): Rapport {
  const blocs = enBlocs(jeu.connues);
  const mesures = new Map<string, Mesure>();
  const debut = horloge();
  let paires = 0;
  for (const { difficulte, recue, vraie } of jeu.recues) {
    const candidats = [
      ...new Map(
        clesDeBlocage(recue)
          .flatMap((cle) => blocs.get(cle) ?? [])
          .map((c) => [c.id, c]),
      ).values(),
    ];
    paires += candidats.length;
    const mesure = mesures.get(difficulte) ?? vide(difficulte);
    mesures.set(difficulte, mesure);
    compter(mesure, resoudre(lireIdentite(recue), candidats), vraie);
  }
  const parDifficulte = [...mesures.values()].sort((a, b) => a.difficulte.localeCompare(b.difficulte, "fr"));
  return { total: somme(parDifficulte), parDifficulte, paires, secondes: (horloge() - debut) / 1000 };
}

type Bloc = Map<string, { id: string; lue: IdentiteLue }[]>;

function enBlocs(connues: Candidat[]): Bloc {
  const blocs: Bloc = new Map();
  for (const candidat of connues) {
    const entree = { id: candidat.id, lue: lireIdentite(candidat) };
    for (const cle of clesDeBlocage(candidat)) {
      const bloc = blocs.get(cle);
      if (bloc) bloc.push(entree);
      else blocs.set(cle, [entree]);
    }
  }
  return blocs;
}

function compter(mesure: Mesure, resultat: ReturnType<typeof resoudre>, vraie: string | null): void {
  mesure.recues++;
  if (vraie !== null) mesure.connues++;
  if (resultat.resultat === "UNIQUE") {
    if (resultat.allocataire === vraie) mesure.rattachees++;
    else mesure.fausses++;
  } else if (vraie === null) {
    if (resultat.candidats.length > 0) mesure.doutesInutiles++;
  } else if (resultat.candidats.some((c) => c.id === vraie)) mesure.proposees++;
  else mesure.manquees++;
}

function somme(mesures: Mesure[]): Mesure {
  const total = vide("ensemble");
  for (const mesure of mesures)
    for (const champ of Object.keys(total) as (keyof Mesure)[]) if (champ !== "difficulte") total[champ] += mesure[champ] as number;
  return total;
}

/** Share of what was attached that was right, 0 to 1. */
export const precision = ({ rattachees, fausses }: Mesure): number =>
  rattachees + fausses === 0 ? 1 : rattachees / (rattachees + fausses);
/** Share of the known people attached alone, 0 to 1. */
export const rappel = ({ connues, rattachees }: Mesure): number => (connues === 0 ? 1 : rattachees / connues);
/** The same, with those that a professional finds among the candidates. */
export const rappelAvecCandidats = ({ connues, rattachees, proposees }: Mesure): number =>
  connues === 0 ? 1 : (rattachees + proposees) / connues;
