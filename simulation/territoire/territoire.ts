import fs from "node:fs";
import { parse } from "csv-parse/sync";
import { projectFile } from "../../subgraphs/shared/project-folder";

/** A commune and what is counted there in a year, in the units of the contract (only their ratios are used). */
export interface Commune {
  codeInsee: string;
  nom: string;
  codePostal: string;
  longitude: number;
  latitude: number;
  /** Foyers whose right is open. */
  foyers: number;
  /** Of them, right open for less than a year. */
  ouvertureMoins1An: number;
  ouverture1A2Ans: number;
  ouverturePlus2Ans: number;
  entrants: number;
  contrats: number;
}

export interface Organisme {
  code: string;
  nom: string;
  /** `TypeOrganisme` of the contract. */
  type: string;
  adresse: string;
  fonction: string;
  /** People whom one référent follows, about. */
  portefeuille: number;
}

/** Who carries a parcours: the organismes of the person's commune and age, in proportion to their weights. */
export interface Porteur {
  organisme: string;
  poids: number;
  communes?: readonly string[];
  ageMax?: number;
}

export interface Parcours {
  code: string;
  categorie: "EMPLOI" | "EQUILIBRE" | "REMOBILISATION";
  /** Weight within its category. */
  poids: number;
  /** Reserved to these ages, both included; taken first, nine times out of ten, by those who have it. */
  ages?: readonly [number, number];
  intensif: boolean;
  motif: string;
  porteurs: readonly Porteur[];
}

/** An offer of the département's own programme that is prescribed in the year. */
export interface OffrePrescrite {
  /** Code of data/pdie-<département>/offres.csv. */
  offre: string;
  poids: number;
  /** Days that it lasts, about. */
  jours: number;
  /** Of its first session, when hours are declared. */
  minutes: number | null;
}

export interface Territoire {
  departement: string;
  nom: string;
  /** FONORG and NUMORG of the paying organisme. */
  fonds: "CAF" | "MSA";
  numorg: string;
  /** Two territories of different series share no NIR and no matricule. 2 is the MSA's. */
  serie: 0 | 1 | 2;
  communes: readonly Commune[];
  organismes: readonly Organisme[];
  parcours: readonly Parcours[];
  /** Code of the organisme that convenes and orients. */
  orienteur: string;
  /** Client of `decisions.jsonl`, and the one who acts for her own portfolio, where there is one. */
  client: string;
  /** Client of France Travail, which decides once the Département's six weeks have passed; without one, nobody does. */
  franceTravail?: string;
  agent?: { client: string; organisme: string; referent: string };
  offres?: readonly OffrePrescrite[];
  /** Text of parcours.csv. */
  parcoursCsv: string;
  /** How many structures and services the catalogue holds, about. */
  catalogue: { structures: number; services: number };
}

/** Shares of the three legal categories (contract, fiche I.V3). */
export const PART_DES_CATEGORIES = { EMPLOI: 50, EQUILIBRE: 35, REMOBILISATION: 15 } as const;

const lire = (fichier: string) => fs.readFileSync(projectFile("data", "contrat-94-2024", fichier), "utf8");

export const contratParcoursCsv = (): string => lire("parcours.csv");

interface LigneParcours {
  code: string;
  categorie_legale: Parcours["categorie"];
  accompagnes_2024: string;
}
interface LigneTerritoire {
  code_insee: string;
  commune: string;
  foyers_droit_ouvert_versable: string;
  ouverture_moins_1_an: string;
  ouverture_1_a_2_ans: string;
  ouverture_plus_2_ans: string;
  nouveaux_entrants_sur_un_an: string;
  contrats_engagement_decides_dans_annee: string;
}

const lignes = <T>(texte: string): T[] => parse(texte, { columns: true, skip_empty_lines: true }) as T[];

/** The rows of the contract's parcours.csv that the simulator needs: legal category, and people followed in 2024 (null: not given). */
export const contratParcours = (): { code: string; categorie: Parcours["categorie"]; accompagnes: number | null }[] =>
  lignes<LigneParcours>(contratParcoursCsv()).map((l) => ({
    code: l.code,
    categorie: l.categorie_legale,
    accompagnes: l.accompagnes_2024 === "" ? null : Number(l.accompagnes_2024),
  }));

/** The rows of territoires.csv, `TOTAL` included, by INSEE code. */
export const contratTerritoires = (): Map<string, Omit<Commune, "codePostal" | "longitude" | "latitude">> =>
  new Map(
    lignes<LigneTerritoire>(lire("territoires.csv")).map((l) => [
      l.code_insee,
      {
        codeInsee: l.code_insee,
        nom: l.commune,
        foyers: Number(l.foyers_droit_ouvert_versable),
        ouvertureMoins1An: Number(l.ouverture_moins_1_an),
        ouverture1A2Ans: Number(l.ouverture_1_a_2_ans),
        ouverturePlus2Ans: Number(l.ouverture_plus_2_ans),
        entrants: Number(l.nouveaux_entrants_sur_un_an),
        contrats: Number(l.contrats_engagement_decides_dans_annee),
      },
    ]),
  );
