/** The programs of the hub that no register of clients names, as the person reads them. */
const PROGRAMMES: Readonly<Record<string, string>> = {
  "import-caf": "Import des fichiers de la CAF et de la MSA",
  "cli:import caf": "Import des fichiers de la CAF et de la MSA",
  "cli:import contacts": "Import des fichiers de la CAF et de la MSA",
  "cli:campagne lancer": "Le hub, pour vous convoquer",
  "si-plateforme-france-travail": "Plateforme de France Travail",
  "fichier-departement": "Logiciel du Département",
  "lien-de-reponse": "Structure qui propose une offre",
  "unefois-droits-des-personnes": "Le hub, pour répondre à votre demande",
  "unefois-transmission": "Le hub, pour envoyer une décision à un partenaire",
  "unefois-campagne": "Le hub, pour vous convoquer",
  "unefois-export-indicateurs": "Le hub, pour compter",
};

/** The name of one of them. */
export const nomDuProgramme = (client: string): string | undefined => PROGRAMMES[client];

/** A command or a job of the worker without a name of its own. */
export function sansJeton(client: string): string | undefined {
  if (client.startsWith("cli:")) return "Le Département, avec un outil du hub";
  return client.startsWith("worker:") ? "Le hub, par une règle qu’il applique seul" : undefined;
}
