/** Files of a PDIE folder, in the order in which they stand on one another. */
export const FICHIERS = ["structures", "fiches", "marches", "offres", "financeurs", "sessions"] as const;
export type Fichier = (typeof FICHIERS)[number];

export const nomDe = (fichier: Fichier): string => `${fichier}.csv`;

interface Colonnes {
  /** A file without one of them is refused as a whole. */
  obligatoires: readonly string[];
  autres: readonly string[];
}

/** Columns of each file; their meaning is in docs/fichier-pdie.md, and this order is that of the export. */
export const COLONNES: Record<Fichier, Colonnes> = {
  structures: {
    obligatoires: ["code", "nom"],
    autres: [
      "siret",
      "description",
      "adresse",
      "complement_adresse",
      "code_postal",
      "code_insee",
      "commune",
      "longitude",
      "latitude",
      "telephone",
      "courriel",
      "site_web",
      "date_maj",
    ],
  },
  fiches: { obligatoires: ["code", "intitule"], autres: ["programme", "axe", "budget_eur"] },
  marches: { obligatoires: ["reference", "nature"], autres: ["objet", "titulaire", "debut", "fin", "montant_eur"] },
  offres: {
    obligatoires: ["code", "nom", "structure", "description"],
    autres: [
      "origine",
      "type",
      "dispositif",
      "mode",
      "programme",
      "axe",
      "fiche_action",
      "marche",
      "parcours",
      "nature_activite",
      "compte_dans_les_15_heures",
      "thematiques",
      "publics",
      "public_cible",
      "conditions_acces",
      "frais",
      "frais_precisions",
      "modes_accueil",
      "zone_eligibilite",
      "adresse",
      "code_postal",
      "code_insee",
      "commune",
      "longitude",
      "latitude",
      "telephone",
      "courriel",
      "lien_mobilisation",
      "modes_mobilisation",
      "mobilisable_par",
      "nombre_semaines",
      "volume_horaire_hebdomadaire",
      "volume_horaire_total",
      "places_financees",
      "places_par_exercice",
      "cout_unitaire_eur",
      "budget_eur",
      "valide_du",
      "valide_au",
      "date_maj",
    ],
  },
  financeurs: { obligatoires: ["exercice", "type", "montant_eur"], autres: ["offre", "fiche_action", "nom"] },
  sessions: { obligatoires: ["offre", "code", "debut"], autres: ["fin", "lieu", "capacite"] },
};

export const colonnesDe = (fichier: Fichier): string[] => [...COLONNES[fichier].obligatoires, ...COLONNES[fichier].autres];

/** Producer of the records of a département's file, and id of what it names by a code. */
export const sourceDe = (departement: string): string => `pdie-${departement}`;
export const idDe = (departement: string, code: string): string => `${sourceDe(departement)}--${code}`;
