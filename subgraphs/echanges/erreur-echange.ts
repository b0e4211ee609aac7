/** What an agent reads of a failed exchange. `reessayable`: the same record may pass at a later try, without being sent again. */
export interface Erreur {
  code: string;
  message: string;
  reessayable: boolean;
  actionAgent: string;
}

type Texte = Omit<Erreur, "code">;

const REJOUER = "Corrigez la cause, puis rejouez le rejet : unefois rejets --rejouer <id>.";
const DEMANDER_A_LA_SOURCE = "Demandez à l’émetteur un enregistrement corrigé : le prochain envoi remplacera celui-ci.";

const reessayable = (message: string, actionAgent: string = REJOUER): Texte => ({ message, reessayable: true, actionAgent });
const definitif = (message: string, actionAgent: string = DEMANDER_A_LA_SOURCE): Texte => ({ message, reessayable: false, actionAgent });

/** Sentences by code of reject. A code that is not here is told as it is. */
const TEXTES: Record<string, Texte> = {
  DEPARTEMENT_INCONNU: reessayable(
    "Ni la commune de l’adresse ni le numéro de l’organisme payeur ne disent le département.",
    "Déclarez le numéro de l’organisme payeur pour ce département, puis rejouez le rejet : unefois rejets --rejouer <id>.",
  ),
  DOSSIER_INVALIDE: definitif("Le dossier reçu est incomplet ou contradictoire : il n’a pas été appliqué."),
  DOSSIER_EN_DOUBLE: definitif(
    "Le dossier figure deux fois dans le fichier : le dernier a été retenu.",
    "Rien à faire, sauf si les deux versions se contredisent.",
  ),
  NIR_INVALIDE: definitif("Le NIR reçu n’a pas la bonne longueur : la personne est gardée sans lui."),
  SCHEMA_INVALIDE: definitif("L’enregistrement ne respecte pas le schéma annoncé par l’émetteur."),
  STRUCTURE_INCONNUE: reessayable(
    "Le service désigne une structure que le hub n’a pas reçue.",
    "Importez le fichier des structures, puis rejouez le rejet : unefois rejets --rejouer <id>.",
  ),
  ALLOCATAIRE_INCONNU: reessayable(
    "La personne désignée n’est pas connue du hub.",
    "Attendez le prochain flux CAF ou MSA, puis rejouez le rejet : unefois rejets --rejouer <id>.",
  ),
  ORGANISME_INCONNU: reessayable(
    "L’organisme désigné n’est pas connu du hub.",
    "Déclarez l’organisme, puis rejouez le rejet : unefois rejets --rejouer <id>.",
  ),
};

/** The error to show for a code. Shape: `Erreur`; the source of the sentence is the table above. */
export function erreurDuCode(code: string): Erreur {
  const texte = TEXTES[code] ?? reessayable(`L’enregistrement a été rejeté avec le code ${code}.`);
  return { code, ...texte };
}
