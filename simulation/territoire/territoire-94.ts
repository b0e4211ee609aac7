import {
  type Commune,
  contratParcours,
  contratParcoursCsv,
  contratTerritoires,
  type OffrePrescrite,
  type Organisme,
  type Parcours,
  type Porteur,
  type Territoire,
} from "./territoire";

const LIEUX: Record<string, { codePostal: string; longitude: number; latitude: number }> = {
  "94028": { codePostal: "94000", longitude: 2.4551, latitude: 48.7837 },
  "94017": { codePostal: "94500", longitude: 2.5157, latitude: 48.8171 },
  "94079": { codePostal: "94350", longitude: 2.5446, latitude: 48.8273 },
};
const VILLES = [
  { rang: 1, codeInsee: "94028", nom: "Créteil", codePostal: "94000" },
  { rang: 2, codeInsee: "94017", nom: "Champigny-sur-Marne", codePostal: "94500" },
  { rang: 3, codeInsee: "94079", nom: "Villiers-sur-Marne", codePostal: "94350" },
];

/** What the contract names (fiche I.V2.2): the weights and the durations are ours. */
const OFFRES: OffrePrescrite[] = [
  { offre: "PPAL", poids: 4, jours: 100, minutes: 360 },
  { offre: "DIAGNOSTIC-MOBILITE", poids: 3, jours: 5, minutes: null },
  { offre: "AUTO-ECOLE-SOCIALE", poids: 3, jours: 130, minutes: null },
  { offre: "CRECHE", poids: 2, jours: 200, minutes: null },
  { offre: "GARDERIE-EPHEMERE", poids: 1, jours: 10, minutes: null },
  { offre: "OPERATION-RATP", poids: 2, jours: 12, minutes: 210 },
  { offre: "OPERATION-KEOLIS", poids: 1, jours: 12, minutes: 210 },
  { offre: "OPERATION-NGE", poids: 1, jours: 12, minutes: 180 },
];

const ORGANISMES: Organisme[] = [
  {
    code: "CD94",
    nom: "Département du Val-de-Marne",
    type: "DEPARTEMENT",
    adresse: "21 avenue du Général de Gaulle 94000 Créteil",
    fonction: "Travailleuse sociale ou travailleur social",
    portefeuille: 60,
  },
  {
    code: "FT94",
    nom: "France Travail Val-de-Marne",
    type: "FRANCE_TRAVAIL",
    adresse: "4 rue de la Fontaine 94000 Créteil",
    fonction: "Conseillère ou conseiller",
    portefeuille: 90,
  },
  {
    code: "ML94-1",
    nom: "Mission locale Val-de-Marne centre",
    type: "MISSION_LOCALE",
    adresse: "7 place des Tilleuls 94000 Créteil",
    fonction: "Conseillère ou conseiller",
    portefeuille: 60,
  },
  {
    code: "ESE94",
    nom: "Équipe spécialisée emploi du Val-de-Marne",
    type: "DEPARTEMENT",
    adresse: "30 rue des Artisans 94500 Champigny-sur-Marne",
    fonction: "Chargée ou chargé d’insertion",
    portefeuille: 45,
  },
  {
    code: "JEUNES-1",
    nom: "Cap Jeunes Val-de-Marne",
    type: "DELEGATAIRE",
    adresse: "18 rue des Lilas 94000 Créteil",
    fonction: "Référente ou référent de parcours",
    portefeuille: 50,
  },
  {
    code: "TNS-1",
    nom: "Entreprendre en Val-de-Marne",
    type: "DELEGATAIRE",
    adresse: "2 allée des Ateliers 94000 Créteil",
    fonction: "Référente ou référent de parcours",
    portefeuille: 50,
  },
  ...VILLES.map((v) => ({
    code: `REMOB-${v.rang}`,
    nom: `Remobilisation emploi ${v.nom}`,
    type: "DELEGATAIRE",
    adresse: `${v.rang * 5} rue du Marché ${v.codePostal} ${v.nom}`,
    fonction: "Référente ou référent de parcours",
    portefeuille: 40,
  })),
  ...VILLES.map((v) => ({
    code: `PI-${v.rang}`,
    nom: `Parcours insertion ${v.nom}`,
    type: "DELEGATAIRE",
    adresse: `${v.rang * 9} rue de la Gare ${v.codePostal} ${v.nom}`,
    fonction: "Référente ou référent de parcours",
    portefeuille: 50,
  })),
  {
    code: "CAF94",
    nom: "Caisse d’allocations familiales du Val-de-Marne",
    type: "CAF",
    adresse: "2 voie Félix-Éboué 94000 Créteil",
    fonction: "",
    portefeuille: 0,
  },
];

const parCommune = (prefixe: string): Porteur[] =>
  VILLES.map((v) => ({ organisme: `${prefixe}-${v.rang}`, poids: 1, communes: [v.codeInsee] }));

/** What parcours.csv does not say: who carries it, for which ages, why. */
const SUITE: Record<string, Omit<Parcours, "code" | "categorie" | "poids">> = {
  FRANCE_TRAVAIL: {
    intensif: false,
    motif: "Proche de l’emploi, sans frein qui retarde la recherche.",
    porteurs: [
      { organisme: "FT94", poids: 9 },
      { organisme: "ML94-1", poids: 6, ageMax: 26 },
    ],
  },
  ACCOMPAGNEMENT_GLOBAL: {
    intensif: true,
    motif: "Projet d’emploi et freins sociaux à traiter ensemble : suivi croisé.",
    porteurs: [
      { organisme: "FT94", poids: 2 },
      { organisme: "CD94", poids: 1 },
    ],
  },
  JEUNES: {
    intensif: true,
    ages: [25, 30],
    motif: "Moins de 31 ans, peu d’expérience : accompagnement resserré de six mois.",
    porteurs: [{ organisme: "JEUNES-1", poids: 1 }],
  },
  ESE: { intensif: true, motif: "Proche de l’emploi avec quelques freins sociaux.", porteurs: [{ organisme: "ESE94", poids: 1 }] },
  TNS: {
    intensif: false,
    motif: "Activité indépendante ou projet de création à consolider.",
    porteurs: [{ organisme: "TNS-1", poids: 1 }],
  },
  REMOBILISATION_EMPLOI: {
    intensif: false,
    motif: "Freins sociaux importants, emploi possible à moyen terme.",
    porteurs: parCommune("REMOB"),
  },
  PARCOURS_INSERTION: { intensif: false, motif: "Difficultés sociales ou de santé à traiter avant l’emploi.", porteurs: parCommune("PI") },
};

/** Weight of a parcours of which the contract gives no number of people: that of the ESE. */
const POIDS_PAR_DEFAUT = 1000;

export function territoire94(): Territoire {
  const chiffres = contratTerritoires();
  return {
    departement: "94",
    nom: "Val-de-Marne",
    fonds: "CAF",
    numorg: "941",
    serie: 0,
    communes: VILLES.map((v): Commune => ({ ...chiffres.get(v.codeInsee)!, ...LIEUX[v.codeInsee]! })),
    organismes: ORGANISMES,
    parcours: contratParcours().map((p) => ({
      code: p.code,
      categorie: p.categorie,
      poids: p.accompagnes ?? POIDS_PAR_DEFAUT,
      ...SUITE[p.code]!,
    })),
    orienteur: "CD94",
    client: "demo-departement",
    franceTravail: "demo-france-travail",
    agent: { client: "demo-referent", organisme: "REMOB-1", referent: "REF-1" },
    offres: OFFRES,
    parcoursCsv: contratParcoursCsv(),
    catalogue: { structures: 120, services: 400 },
  };
}
