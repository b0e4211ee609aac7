import { nomDuProgramme, sansJeton } from "../../subgraphs/shared/programmes";

/** Systems and organismes that speak to the hub, by their name. */
export const PARTENAIRES: Readonly<Record<string, string>> = {
  CAF: "la CAF",
  MSA: "la MSA",
  DEPARTEMENT: "le Département",
  FRANCE_TRAVAIL: "France Travail",
  ORGANISME_REFERENT: "l’organisme qui vous suit",
  MISSION_LOCALE: "la mission locale",
  CAP_EMPLOI: "Cap emploi",
  RENDEZ_VOUS_INSERTION: "l’outil RDV-Insertion",
  RENDEZ_VOUS_SOLIDARITES: "l’outil RDV Service Public",
  DATA_INCLUSION: "data.inclusion",
  DORA: "DORA",
  PLATEFORME_INCLUSION: "la Plateforme de l’inclusion",
  MES_EVENEMENTS_EMPLOI: "Mes événements emploi",
  OUIFORM: "Ouiform",
  IMMERSION: "Immersion facilitée",
  PDIE: "le plan d’insertion du Département",
  ALLOCATAIRE: "vous-même",
  ORIAS: "le logiciel du Département",
  UNEFOIS: "le hub",
};

/** Who read or wrote: the organisme by its name, with which system when the register of clients names it; never a code. @param noms organismes by id and code, clients by theirs. */
export function lecteur(client: string, organisme: string | null, noms: ReadonlyMap<string, string>): string {
  const programme = nomDuProgramme(client);
  const nom = organisme === null ? undefined : noms.get(organisme);
  if (programme !== undefined) return programme;
  const systeme = noms.get(client);
  if (nom !== undefined) return systeme === undefined ? nom : `${nom}, avec « ${systeme} »`;
  const commande = sansJeton(client);
  if (commande !== undefined) return commande;
  const partenaire = PARTENAIRES[client] ?? systeme;
  if (partenaire !== undefined) return partenaire.charAt(0).toUpperCase() + partenaire.slice(1);
  return "Un logiciel autorisé par le Département";
}
