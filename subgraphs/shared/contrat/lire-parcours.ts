import { parse } from "csv-parse/sync";
import { ImportRefuse } from "../import";
import { CategorieParcours } from "./enums";
import type { ParcoursLocalRow } from "./parcours-local";

/** A row ready for `chargerParcours`. */
export type ParcoursAvecPorteur = ParcoursLocalRow & { porteur: string | null };

const COLONNES = [
  "code",
  "libelle",
  "categorie_legale",
  "porteur",
  "file_active_annuelle",
  "prix_unitaire_eur",
  "duree_mois_min",
  "duree_mois_max",
  "renouvellements",
  "public",
] as const;
type Ligne = Record<(typeof COLONNES)[number], string>;

/** Reads a `parcours.csv` (columns of data/contrat-94-2024/parcours.csv; others are ignored). Prices in whole euros become centimes.
 * Errors: ImportRefuse FICHIER_INVALIDE, with line and column. */
export function lireParcours(csvText: string, departement: string): ParcoursAvecPorteur[] {
  const lignes = parse(csvText, { columns: true, bom: true, skip_empty_lines: true, info: true }) as unknown as {
    record: Ligne;
    info: { lines: number };
  }[];
  const vus = new Set<string>();
  return lignes.map(({ record, info }) => {
    const lecteur = new LecteurDeLigne(record, info.lines);
    const parcours = unParcours(lecteur, departement);
    if (vus.has(parcours.code)) lecteur.refuse("code", `« ${parcours.code} » est déjà donné plus haut`);
    vus.add(parcours.code);
    return parcours;
  });
}

function unParcours(ligne: LecteurDeLigne, departement: string): ParcoursAvecPorteur {
  const code = ligne.texte("code");
  const publicCible = ligne.texteOuNull("public");
  const prixEuros = ligne.entierOuNull("prix_unitaire_eur");
  return {
    departement,
    code,
    libelle: ligne.texte("libelle"),
    categorie: ligne.parmi("categorie_legale", CategorieParcours),
    duree_mois_min: ligne.entierOuNull("duree_mois_min"),
    duree_mois_max: ligne.entierOuNull("duree_mois_max"),
    renouvellements: ligne.entierOuNull("renouvellements"),
    contenu: null,
    mode: null,
    volume_horaire: null,
    public_cible: publicCible,
    cout_unitaire_centimes: prixEuros === null ? null : prixEuros * 100,
    places_financees: ligne.entierOuNull("file_active_annuelle"),
    intensif: code === "ACCOMPAGNEMENT_GLOBAL" || /intensif/i.test(publicCible ?? ""),
    porteur: ligne.texteOuNull("porteur"),
  };
}

/** The cells of one line, or a refusal that says where. */
class LecteurDeLigne {
  constructor(
    private readonly ligne: Ligne,
    private readonly numero: number,
  ) {}

  refuse(colonne: string, defaut: string): never {
    throw new ImportRefuse("FICHIER_INVALIDE", `parcours.csv, ligne ${this.numero}, colonne « ${colonne} » : ${defaut}.`);
  }

  texteOuNull(colonne: keyof Ligne): string | null {
    const valeur = this.ligne[colonne];
    if (valeur === undefined) this.refuse(colonne, "la colonne manque");
    return valeur.trim() === "" ? null : valeur.trim();
  }

  texte(colonne: keyof Ligne): string {
    return this.texteOuNull(colonne) ?? this.refuse(colonne, "une valeur est attendue");
  }

  entierOuNull(colonne: keyof Ligne): number | null {
    const valeur = this.texteOuNull(colonne);
    if (valeur !== null && !/^\d{1,7}$/.test(valeur)) this.refuse(colonne, `« ${valeur.slice(0, 30)} » n’est pas un nombre entier`);
    return valeur === null ? null : Number(valeur);
  }

  parmi<T extends string>(colonne: keyof Ligne, valeurs: { [K in T]: K }): T {
    const valeur = this.texte(colonne);
    if (!Object.hasOwn(valeurs, valeur))
      this.refuse(colonne, `« ${valeur.slice(0, 30)} » n’est pas l’une de ${Object.keys(valeurs).join(", ")}`);
    return valeur as T;
  }
}
