import type { CategorieParcours } from "../../shared/contrat/enums";

/** What the readings of France Travail need of the hub: who is meant, and the use cases of the owners. The composition root gives them. */
export interface FaitsDuHub {
  /** The person of a département whom a number of France Travail designates; null when nobody is known. Canonical id. */
  personneParNumero(departement: string, numeroFranceTravail: string): Promise<string | null>;
  /** The same for many numbers, in one statement. Who is not known is not in the answer. */
  personnesParNumero(departement: string, numeros: readonly string[]): Promise<Map<string, string>>;
  /** The local parcours and the organisme that an orientation of France Travail means; null when the département has no parcours of that category. */
  cibleDeLOrientation(departement: string, dite: OrientationDite): Promise<{ parcours: string; organisme: string | null } | null>;
  /** Runs a mutation of the hub as France Travail (source FRANCE_TRAVAIL), at an instant. The key makes it happen once. */
  appliquer(acte: ActeRecu): Promise<IssueActe>;
  /** Reads fields of a person in the hub, as GraphQL gives them, to compare with what France Travail says. `selection`: a GraphQL selection of Allocataire. */
  lire(departement: string, allocataire: string, selection: string): Promise<Record<string, any> | null>;
}

/** An orientation in France Travail's words, its category already in the hub's. */
export interface OrientationDite {
  categorie: CategorieParcours;
  /** CD, FT, ML, CE…; absent: not said. */
  organisme?: string | null;
  /** Code AURORE of the structure. */
  structure?: string | null;
}

export interface ActeRecu {
  departement: string;
  mutation: string;
  variables: Record<string, unknown>;
  /** When France Travail says that it happened. */
  le: Date;
  /** Idempotency key: what France Travail identifies the fact by. */
  cle: string;
}

/** `code`: the refusal of the use case, shown in the exchange. */
export type IssueActe = { applique: true; rejouee: boolean; resultat: string | null } | { applique: false; code: string; message: string };

/** Both sides changed: shown with both values, until somebody settles it. */
export interface DivergenceConstatee {
  departement: string;
  /** Canonical id. */
  allocataire: string;
  objet: string;
  fait: string | null;
  champ: string;
  valeurHub: string | null;
  valeurPartenaire: string | null;
}

/** `champ` absent: all its fields. */
export type DivergenceDesignee = Pick<DivergenceConstatee, "departement" | "allocataire" | "objet" | "fait"> & { champ?: string };

export interface DivergenceOuverte {
  objet: string;
  fait: string;
  champ: string;
}
