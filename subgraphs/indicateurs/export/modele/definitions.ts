import type { DefinitionLue } from "../mesures";
import { absence, nombre, texte, texteOuRien } from "../tableur/classeur";
import type { TableauNu } from "./modele";

const COLONNES = {
  code: "Code",
  version: "Version",
  libelle: "Libellé",
  cadre: "Cadre",
  tableau: "Tableau",
  producteur: "Producteur du chiffre officiel",
  unite: "Unité",
  numerateur: "Ce que compte le numérateur",
  denominateur: "Ce que compte le dénominateur",
  regleCohorte: "Qui, à quelle date, où",
  regleSuspendus: "Droits suspendus",
  regleLieu: "Commune retenue",
  origineDelai: "Départ du délai",
  differences: "Ce qui change de la version d’avant",
  calcule: "Calculé par le hub",
  pourquoi: "Sinon, pourquoi",
  source: "Source",
};

/** The last sheet of every workbook: what each figure counts, in which version. */
export const feuilleDesDefinitions = (definitions: readonly DefinitionLue[]): TableauNu => ({
  cle: "DEFINITIONS",
  nom: "Définitions",
  titre: "Définitions et versions",
  colonnes: Object.entries(COLONNES).map(([cle, titre]) => ({ cle, titre })),
  lignes: definitions.map((d) =>
    Object.keys(COLONNES).map((cle) => {
      if (cle === "version") return nombre(d.version, "entier");
      if (cle === "calcule") return texte(d.calcule ? "oui" : "non");
      const valeur = d[cle as keyof DefinitionLue] as string | null;
      return valeur === null ? absence("SANS_OBJET") : texteOuRien(valeur);
    }),
  ),
});
