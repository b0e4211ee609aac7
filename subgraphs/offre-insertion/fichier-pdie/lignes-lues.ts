import { type Marche, NATURES_MARCHE, TYPES_FINANCEUR, type TypeFinanceur } from "../pdie/pdie";
import type { CellulesPdie } from "./cellules";
import { adresseWeb, lireLieu, lireOffre, type OffreLue } from "./offre-lue";

export interface StructureLue {
  code: string;
  dateMaj: string | null;
  /** Fields of a structure of data·inclusion v1. */
  structure: Record<string, unknown>;
}

export interface FicheLue {
  code: string;
  intitule: string;
  programme: string | null;
  axe: string | null;
  budgetCentimes: number | null;
}

/** A funding, of an offer or of a whole fiche action: it is told once, where it is known. */
export interface FinancementLu {
  cible: "OFFRE" | "FICHE_ACTION";
  /** Of the offer, or of the fiche. */
  code: string;
  exercice: number;
  type: TypeFinanceur;
  nom: string;
  montantCentimes: number;
}

export interface SessionLue {
  offre: string;
  code: string;
  debut: Date;
  fin: Date | null;
  lieu: string | null;
  capacite: number | null;
}

export interface Valeurs {
  structures: StructureLue;
  fiches: FicheLue;
  marches: Marche;
  offres: OffreLue;
  financeurs: FinancementLu;
  sessions: SessionLue;
}

/** How a line of each file is read. Each refuses a cell with a sentence. */
export const LIRE: { [F in keyof Valeurs]: (c: CellulesPdie, departement: string) => Valeurs[F] } = {
  structures: (c) => ({
    code: c.code("code"),
    dateMaj: c.dateOuNull("date_maj"),
    structure: {
      nom: c.phrase("nom", 3, 150),
      siret: c.forme("siret", /^\d{14}$/, "quatorze chiffres sont attendus"),
      description: c.texteCourt("description", 10_000),
      ...lireLieu(c),
      complement_adresse: c.texteCourt("complement_adresse"),
      site_web: adresseWeb(c, "site_web"),
    },
  }),
  fiches: (c) => ({
    code: c.code("code"),
    intitule: c.texte("intitule", 1_000),
    programme: c.texteCourt("programme"),
    axe: c.texteCourt("axe"),
    budgetCentimes: c.centimesOuNull("budget_eur"),
  }),
  marches: lireMarche,
  offres: lireOffre,
  financeurs: lireFinancement,
  sessions: lireSession,
};

/** What a line is known by, in its file. */
export const CLE: { [F in keyof Valeurs]: (valeur: Valeurs[F]) => string } = {
  structures: ({ code }) => code,
  fiches: ({ code }) => code,
  marches: ({ reference }) => reference,
  offres: ({ code }) => code,
  financeurs: ({ cible, code, exercice, type, nom }) => `${cible === "OFFRE" ? "offre" : "fiche"} ${code} ${exercice} ${type} ${nom}`,
  sessions: ({ offre, code }) => `${offre} ${code}`,
};

function lireMarche(c: CellulesPdie): Marche {
  const debut = c.dateOuNull("debut");
  const fin = c.dateOuNull("fin");
  if (debut && fin && fin < debut) c.refuser("fin", "la fin précède le début");
  return {
    reference: c.code("reference"),
    nature: c.parmi("nature", NATURES_MARCHE),
    objet: c.texteCourt("objet"),
    titulaire: c.texteCourt("titulaire"),
    debut,
    fin,
    montantCentimes: c.centimesOuNull("montant_eur"),
  };
}

const NOM_DU_FINANCEUR: Record<Exclude<TypeFinanceur, "AUTRE">, string> = {
  ETAT: "État",
  DEPARTEMENT: "Département",
  FSE_PLUS: "FSE+",
  REGION: "Région",
  FRANCE_TRAVAIL: "France Travail",
};

function lireFinancement(c: CellulesPdie): FinancementLu {
  const [offre, fiche] = [c.codeOuNull("offre"), c.codeOuNull("fiche_action")];
  if ((offre === null) === (fiche === null)) c.refuser("offre", "donnez une offre ou une fiche_action, et une seule");
  const type = c.parmi("type", TYPES_FINANCEUR);
  return {
    cible: offre === null ? "FICHE_ACTION" : "OFFRE",
    code: (offre ?? fiche)!,
    exercice: c.exercice("exercice"),
    type,
    nom:
      c.texteCourt("nom", 200) ?? (type === "AUTRE" ? c.refuser("nom", "le nom d’un autre financeur est attendu") : NOM_DU_FINANCEUR[type]),
    montantCentimes: c.centimesOuNull("montant_eur") ?? c.refuser("montant_eur", "un montant est attendu"),
  };
}

function lireSession(c: CellulesPdie): SessionLue {
  const debut = c.instantOuNull("debut") ?? c.refuser("debut", "le jour et l’heure du début sont attendus");
  const fin = c.instantOuNull("fin");
  if (fin && fin <= debut) c.refuser("fin", "la session finit avant d’avoir commencé");
  return { offre: c.code("offre"), code: c.code("code"), debut, fin, lieu: c.texteCourt("lieu"), capacite: c.entierOuNull("capacite") };
}
