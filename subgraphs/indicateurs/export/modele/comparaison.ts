import { type Periode, periodeDe, trimestreAvant } from "../demande";
import type { DefinitionLue, MesureLue } from "../mesures";

/** The figures of a line over the four periods that the report compares. */
export interface Comparaison {
  definition: DefinitionLue;
  trimestre: MesureLue | null;
  avant: MesureLue | null;
  unAnAvant: MesureLue | null;
  /** Since 1 January. */
  cumul: MesureLue | null;
}

/** The four periods: the quarter, the one before, the same a year before, and the year so far. */
export function periodesComparees({
  annee,
  trimestre,
}: {
  annee: number;
  trimestre: number;
}): Record<Exclude<keyof Comparaison, "definition">, Periode> {
  const periode = periodeDe({ annee, trimestre });
  return {
    trimestre: periode,
    avant: periodeDe(trimestreAvant({ annee, trimestre })),
    unAnAvant: periodeDe({ annee: annee - 1, trimestre }),
    cumul: { debut: `${annee}-01-01`, fin: periode.fin },
  };
}
