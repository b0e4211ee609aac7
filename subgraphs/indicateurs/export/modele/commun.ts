import { cellule, type DefinitionLue, formatDe, type MesureLue } from "../mesures";
import { absence, type Cellule, type Colonne, nombre, texte } from "../tableur/classeur";

/** The columns that name an indicator. */
export const NOMMER: readonly Colonne[] = [
  { cle: "code", titre: "Code" },
  { cle: "version", titre: "Version" },
  { cle: "indicateur", titre: "Indicateur" },
  { cle: "unite", titre: "Unité" },
];

export const nommer = ({ code, version, libelle, unite }: DefinitionLue): Cellule[] => [
  texte(code),
  nombre(version, "entier"),
  texte(libelle),
  texte(unite),
];

/** The part of a cut. A class without a row was counted and found nobody: 0 for a number, no meaning for a share. */
export function part(mesure: MesureLue | null, definition: DefinitionLue, cle: string): Cellule {
  if (!definition.calcule || !mesure) return absence("NON_CONNU");
  const format = formatDe(definition.unite);
  const trouvee = mesure.ventilation.find((p) => p.cle === cle);
  if (trouvee) return cellule(trouvee, "valeur", format);
  return format === "entier" ? nombre(0, format) : absence("SANS_OBJET");
}
