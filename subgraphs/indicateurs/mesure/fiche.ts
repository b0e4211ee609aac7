import { NON_CALCULES } from "../definitions/contrat/non-calcules";
import type { Definition, Indicateur } from "./calcul";
import { coupesDe } from "./coupe";

/** What is told of an indicator: its definition, and what the hub does of it. */
export interface Fiche extends Definition {
  calcule: boolean;
  /** Why the hub does not compute it, or null. */
  pourquoi: string | null;
  /** Names of its cuts. */
  ventilations: readonly string[];
}

/** Of a line that the contract of another département adds. */
const SANS_FAIT = "Aucun fait connu du hub ne le dit : le résultat est saisi, avec sa preuve.";

export const fiche = ({ definition, calcul }: Indicateur): Fiche => ({
  ...definition,
  calcule: true,
  pourquoi: null,
  ventilations: coupesDe(calcul),
});

/** What is told of a line of the contract that people fill. */
export const ficheSaisie = (definition: DefinitionDuContrat): Fiche => ({
  tableau: null,
  regleSuspendus: "SANS_OBJET",
  regleLieu: "A_LA_DATE",
  origineDelai: null,
  differences: null,
  ...definition,
  calcule: false,
  pourquoi: NON_CALCULES[definition.code] ?? SANS_FAIT,
  ventilations: [],
});

/** What the table `definition` keeps of a definition. */
export type DefinitionDuContrat = Pick<
  Definition,
  "code" | "version" | "libelle" | "cadre" | "producteur" | "unite" | "numerateur" | "denominateur" | "regleCohorte" | "source"
>;
