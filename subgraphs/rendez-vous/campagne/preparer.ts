import { type Affectation, ISSUES, type IssueCampagne } from "./repartir";

/** What a campaign would do, counted. */
export interface Bilan {
  nombre: number;
  parIssue: { issue: IssueCampagne; nombre: number }[];
  parReunion: Map<string, number>;
}

export function bilan(affectations: readonly Affectation[]): Bilan {
  const parReunion = new Map<string, number>();
  for (const { rendezVous } of affectations) if (rendezVous !== null) parReunion.set(rendezVous, (parReunion.get(rendezVous) ?? 0) + 1);
  const parIssue = ISSUES.map((issue) => ({ issue, nombre: affectations.filter((a) => a.issue === issue).length })).filter(
    (i) => i.nombre > 0,
  );
  return { nombre: affectations.length, parIssue, parReunion };
}
