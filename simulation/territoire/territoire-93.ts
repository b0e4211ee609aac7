import { type Commune, contratTerritoires, type Organisme, type Parcours, type Territoire } from "./territoire";

/** Local parcours of the demo 93, invented, one a legal category: each département configures its own. */
const PARCOURS_CSV = `code,libelle,categorie_legale,porteur,file_active_annuelle,prix_unitaire_eur,budget_annuel_eur,accompagnes_2024,cout_2024_eur,duree_mois_min,duree_mois_max,renouvellements,public
FRANCE_TRAVAIL,Parcours emploi auprès de France Travail,EMPLOI,France Travail,,,,,,,,,Allocataires les plus proches de l'emploi
ALI_SOCIO_PRO,Parcours socio-professionnel en agence locale d'insertion,EQUILIBRE,Délégataire (agence locale d'insertion),,,,,,6,12,1,Projet d'emploi et freins à lever
ACCOMPAGNEMENT_SOCIAL,Accompagnement social,REMOBILISATION,Département,,,,,,6,12,1,Difficultés sociales ou de santé à traiter avant l'emploi
`;

const ORGANISMES: Organisme[] = [
  {
    code: "CD93",
    nom: "Département de la Seine-Saint-Denis",
    type: "DEPARTEMENT",
    adresse: "3 esplanade Jean-Moulin 93000 Bobigny",
    fonction: "Travailleuse sociale ou travailleur social",
    portefeuille: 50,
  },
  {
    code: "FT93",
    nom: "France Travail Seine-Saint-Denis",
    type: "FRANCE_TRAVAIL",
    adresse: "9 rue des Peupliers 93270 Sevran",
    fonction: "Conseillère ou conseiller",
    portefeuille: 90,
  },
  {
    code: "ALI-SEVRAN",
    nom: "Agence locale d’insertion de Sevran",
    type: "DELEGATAIRE",
    adresse: "16 rue du Canal 93270 Sevran",
    fonction: "Référente ou référent de parcours",
    portefeuille: 45,
  },
];

const PARCOURS: Parcours[] = [
  {
    code: "FRANCE_TRAVAIL",
    categorie: "EMPLOI",
    poids: 1,
    intensif: false,
    motif: "Proche de l’emploi, sans frein qui retarde la recherche.",
    porteurs: [{ organisme: "FT93", poids: 1 }],
  },
  {
    code: "ALI_SOCIO_PRO",
    categorie: "EQUILIBRE",
    poids: 1,
    intensif: true,
    motif: "Projet d’emploi et freins à lever, suivi par l’agence locale.",
    porteurs: [{ organisme: "ALI-SEVRAN", poids: 1 }],
  },
  {
    code: "ACCOMPAGNEMENT_SOCIAL",
    categorie: "REMOBILISATION",
    poids: 1,
    intensif: false,
    motif: "Difficultés sociales ou de santé à traiter avant l’emploi.",
    porteurs: [{ organisme: "CD93", poids: 1 }],
  },
];

/** Sevran, with the proportions of the three communes of the 94: the contract gives none for the 93. */
function sevran(): Commune {
  const total = contratTerritoires().get("TOTAL")!;
  return { ...total, codeInsee: "93071", nom: "Sevran", codePostal: "93270", longitude: 2.5307, latitude: 48.9402 };
}

export function territoire93(): Territoire {
  return {
    departement: "93",
    nom: "Seine-Saint-Denis",
    fonds: "CAF",
    numorg: "931",
    serie: 1,
    communes: [sevran()],
    organismes: ORGANISMES,
    parcours: PARCOURS,
    orienteur: "CD93",
    client: "demo-departement-93",
    parcoursCsv: PARCOURS_CSV,
    catalogue: { structures: 40, services: 130 },
  };
}
