import type { Calcul, Definition, Indicateur, RegleLieu } from "./calcul";

/** What an author writes of a definition; the rest has a usual value. */
export type Ecrite = Pick<
  Definition,
  "code" | "libelle" | "cadre" | "producteur" | "unite" | "numerateur" | "denominateur" | "regleCohorte" | "source"
> &
  Partial<Definition>;

const LIEU: Record<RegleLieu, string> = {
  A_LA_DATE: "Commune où la personne habite ce jour-là.",
  ACTUELLE: "Commune actuelle de la personne.",
};

/** An indicator of the catalogue. The rule on the place is said in words at the end of `regleCohorte`. */
export function definir(ecrite: Ecrite, calcul: Calcul): Indicateur {
  const definition: Definition = {
    version: 1,
    tableau: null,
    regleSuspendus: "SANS_OBJET",
    regleLieu: "A_LA_DATE",
    origineDelai: null,
    differences: null,
    ...ecrite,
  };
  if (!calcul.sansLieu) definition.regleCohorte = `${definition.regleCohorte} ${LIEU[definition.regleLieu]}`;
  return { definition, calcul };
}

/** An indicator of the first releases: version 1 counts where the person lives now, version 2 where she lived on the day counted. */
export function definirEnDeuxVersions(ecrite: Ecrite, calcul: Calcul): Indicateur[] {
  if (calcul.sansLieu) return [definir(ecrite, calcul)];
  const differences =
    "La version 1 compte chaque fait dans la commune actuelle de la personne ; la version 2, dans celle où elle habitait le jour compté. " +
    "Les chiffres du département entier sont les mêmes.";
  return [
    definir({ ...ecrite, version: 1, regleLieu: "ACTUELLE" }, calcul),
    definir({ ...ecrite, version: 2, regleLieu: "A_LA_DATE", differences }, calcul),
  ];
}
