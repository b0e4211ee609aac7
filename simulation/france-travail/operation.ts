import type { ClientSimule, DossierUsager } from "./modele";
import type { Plateforme } from "./plateforme";
import type { Schema } from "./schema";

export interface Reponse {
  statut: number;
  corps?: unknown;
  /** Default application/json. */
  type?: string;
  entetes?: Record<string, string>;
}

/** A call that passed the checks of token, scopes, headers and body. */
export interface Appel {
  plateforme: Plateforme;
  /** Parameters of the path. */
  chemin: Record<string, string>;
  requete: URLSearchParams;
  corps: any;
  entetes: Record<string, string | undefined>;
  /** Raw body, where it is not JSON. */
  octets: Buffer;
  agent: { identifiant: string; nom: string; prenom: string };
  client: ClientSimule;
  /** The person of ft-jeton-usager. Throws when the operation does not take one. */
  readonly dossier: DossierUsager;
  maintenant: Date;
  /** Notes that the call changed something. */
  effet(corps?: unknown, numeroFranceTravail?: string): void;
  /** The fault PERDU: answer as usual, and apply nothing. */
  perdu: boolean;
}

export interface Parametre {
  nom: string;
  ou: "query" | "path" | "header";
  description: string;
  obligatoire?: boolean;
  schema: Schema;
}

export interface Operation {
  methode: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Relative to the base of the API, `/rendez-vous/{id}`. */
  chemin: string;
  resume: string;
  /** Needs ft-jeton-usager. */
  usager: boolean;
  /** Beyond those of the API. */
  scopes?: string[];
  parametres?: Parametre[];
  corps?: Schema;
  /** Default application/json. */
  typeCorps?: string;
  reponses: Record<number, { description: string; schema?: Schema; type?: string }>;
  executer(appel: Appel): Reponse | Promise<Reponse>;
}

/** `/agent`: APIs of the loi plein emploi. `/partenaire`: open APIs (reference §3.1). */
export type Realm = "/agent" | "/partenaire";

export interface Api {
  /** As faults and effects name it: `rendez-vous-partenaire`. */
  nom: string;
  titre: string;
  /** Path before the operations. */
  base: string;
  /** Needed on each operation; empty: no token is asked. */
  scopes: string[];
  /** Of the token that it takes. Default `/agent`. */
  realm?: Realm;
  /** A null is kept, and not read as an absent field. */
  nuls?: boolean;
  /** The pa-* headers are asked. */
  agent: boolean;
  operations: Operation[];
  /** How it says that a body or a parameter is invalid. */
  invalide(message: string, champ: string): Reponse;
}

/** An error that the platform answers. */
export class ErreurApi extends Error {
  constructor(readonly reponse: Reponse) {
    super(`${(reponse.corps as { message?: string } | undefined)?.message ?? reponse.statut}`);
  }
}

export const erreur = (statut: number, codeErreur: string, message: string): Reponse => ({ statut, corps: { codeErreur, message } });
export const invalideCode = (message: string): Reponse => erreur(400, "DONNEE_INVALIDE", message);
