import { civilDateOf } from "../../../shared/civil-date";
import type { MesureLue } from "../mesures";

/** A result that someone entered. */
export interface ResultatLu {
  code: string;
  valeur: number | null;
  texte: string | null;
  preuve: string;
  par: string;
  le: string;
  statut: "A_VALIDER" | "VALIDE" | "REJETE";
  statueLe: string | null;
}

export interface VersionOfficielleLue {
  version: number;
  valeur: number | null;
  texte: string | null;
  recuLe: string;
}
export type OfficielLu = VersionOfficielleLue;

export interface LigneSuivie {
  code: string;
  fiche: string | null;
  portee: string;
  indicateur: string;
  producteur: string;
  situation2023: string | null;
  cibles: { annee: number; cible: string | null; lue: { valeur: number | null } }[];
  mesure: MesureLue | null;
  officiel: (VersionOfficielleLue & { precedents: VersionOfficielleLue[] }) | null;
}

const auPlusTard = (instant: string | null, jour: string): boolean => instant !== null && civilDateOf(new Date(instant)) <= jour;

/** The entered result that counted at the end of a day (null: now): the last one that nobody had rejected, with the state it had then.
 * @param historique from the last to the first. */
export function resultatAu(historique: readonly ResultatLu[], code: string, jour: string | null): ResultatLu | null {
  const siens = historique.filter((resultat) => resultat.code === code);
  const alors = siens.flatMap((resultat): ResultatLu[] => {
    if (jour === null) return [resultat];
    if (!auPlusTard(resultat.le, jour)) return [];
    return [auPlusTard(resultat.statueLe, jour) ? resultat : { ...resultat, statut: "A_VALIDER" }];
  });
  return alors.find(({ statut }) => statut !== "REJETE") ?? null;
}

/** The official figure as the hub had it at the end of a day (null: now). */
export function officielAu(officiel: LigneSuivie["officiel"], jour: string | null): OfficielLu | null {
  if (officiel === null) return null;
  if (jour === null) return officiel;
  const recus = [officiel, ...officiel.precedents].filter(({ recuLe }) => auPlusTard(recuLe, jour));
  return recus.sort((a, b) => b.version - a.version)[0] ?? null;
}
