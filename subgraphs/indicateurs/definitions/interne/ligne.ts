import type { Calcul, Definition } from "../../mesure/calcul";
import { definir } from "../../mesure/definir";

type Texte = Pick<Definition, "libelle" | "numerateur" | "denominateur" | "regleCohorte"> & Partial<Definition>;

/** An indicator of the hub itself, or of the réseau pour l’emploi. */
export const interne = (code: string, texte: Texte, calcul: Calcul) => definir(texteInterne(code, texte), calcul);

export const texteInterne = (code: string, texte: Texte) => ({
  code,
  cadre: "interne",
  tableau: "INTERNE",
  producteur: "DEPARTEMENT",
  unite: "%",
  source: "Mesure du hub ; aucun texte ne la demande.",
  ...texte,
});

/** Facts that name nobody: known for the whole département only. */
export const sansPersonne: Omit<Calcul, "lignes"> = {
  compte: "sommes",
  valeur: "pourcentage",
  parts: "pourcentage",
  additif: true,
  coupe: null,
  sansLieu: true,
};
