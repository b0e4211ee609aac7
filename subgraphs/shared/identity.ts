/** Who asks: what the verified token says, and nothing else. */
export interface Caller {
  /** The system (claim `sub`). */
  client: string;
  /** Code of the département (`94`), or `*`. */
  departement: string;
  /** Code of the organisme (claim `organisme`), unique in its département. */
  organisme: string | null;
  /** The person behind the client, when there is one (claim `agent`): a référent's code. */
  agent: string | null;
  scopes: ReadonlySet<string>;
  finalite: Finalite | null;
  /** Thumbprint of the certificate that the token is bound to (`cnf.x5t#S256`, RFC 8705). */
  certificat?: string;
  /** System whose file the hub is reading, in the name of the caller: no token says it, only an import. */
  source?: string;
}

/** Purposes of a treatment, as the contract names them. */
export const FINALITES = [
  "ORIENTATION",
  "ACCOMPAGNEMENT",
  "DROITS_ET_DEVOIRS",
  "GESTION_DU_DROIT",
  "PILOTAGE_STATISTIQUE",
  "EVALUATION",
  "EXERCICE_DES_DROITS",
  "SUPPORT",
] as const;
export type Finalite = (typeof FINALITES)[number];

/** The purpose of the hub itself (followers, worker, projections), as PostgreSQL reads it: no token carries it, only code of the hub sets it. */
export const SYSTEME = "SYSTEME";

/** Every scope of the hub, with what it opens. The demo issuer and the docs read this list. */
export const SCOPES = {
  "allocataires.lire": "lire les allocataires de son périmètre",
  "identite.rechercher": "rechercher une personne par NIR ou matricule MSA",
  "identite.nir": "lire le NIR en clair",
  "orientation.decider": "décider une orientation ou une réorientation, affecter un référent",
  "rapprochement.trancher": "trancher un rapprochement d’identités",
  "contrat.signer": "enregistrer diagnostic, contrat, sortie, reprise d’emploi et données déclarées",
  "manquement.signaler": "signaler un manquement",
  "sanction.lire": "lire les sanctions",
  "sanction.proposer": "proposer une sanction",
  "sanction.instruire": "recueillir observations et avis",
  "sanction.decider": "décider, lever ou annuler une sanction",
  "prescription.gerer": "prescrire une offre et déclarer des activités",
  "rendez-vous.lire": "lire les rendez-vous et les créneaux",
  "rendez-vous.gerer": "prendre, déplacer un rendez-vous et renseigner la présence",
  "portefeuille.transferer": "transférer un portefeuille entre organismes",
  "indicateurs.lire": "lire les indicateurs",
  "indicateurs.saisir": "saisir un résultat",
  "echanges.lire": "lire les échanges et les événements, s’abonner",
  "echanges.rejouer": "rejouer un échange",
  "journal.lire": "lire le nom des agents et le registre d’autrui, effacer une personne pour l’exercice de ses droits",
} as const;
export type Scope = keyof typeof SCOPES;

export const hasScope = (caller: Caller | null, scope: string): boolean => caller?.scopes.has(scope) ?? false;

/** How far a caller sees into its département.
 * `departement`: everyone; `organisme`: whom the organisme follows; `referent`: whom the agent follows; `aucune`: nobody. */
export type Portee = "departement" | "organisme" | "referent" | "aucune";

/** The Département and France Travail answer for everyone of the territory; another organisme sees its own people, an agent her own. */
export function portee(caller: Caller, typeOrganisme: string | null): Portee {
  if (typeOrganisme === null) return "aucune";
  if (typeOrganisme === "DEPARTEMENT" || typeOrganisme === "FRANCE_TRAVAIL") return "departement";
  return caller.agent === null ? "organisme" : "referent";
}
