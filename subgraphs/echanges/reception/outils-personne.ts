import type { Clock } from "../../shared/clock";
import type { Usager } from "../france-travail/api-usager";
import type { EnvoiConnu } from "./envois-en-cours.repository";
import type { DivergenceConstatee, DivergenceDesignee, DivergenceOuverte, FaitsDuHub } from "./fait-recu";
import type { Reception } from "./recevoir";

/** Reads one person at France Travail, and takes in what is new. */
export type LirePersonne = (departement: string, personne: { allocataire: string }, usager: Usager) => Promise<void>;

/** What the reading of a person works with. The composition root gives the storage. */
export interface OutilsPersonne {
  hub: FaitsDuHub;
  reception: Reception;
  clock: Clock;
  divergences: {
    constater(divergence: DivergenceConstatee, le: Date): Promise<void>;
    egale(de: DivergenceDesignee, le: Date): Promise<void>;
    ouvertes(departement: string, allocataire: string, objets: readonly string[], le: Date): Promise<DivergenceOuverte[]>;
  };
  /** What the hub told France Travail of a person, of these objects. */
  envois(departement: string, allocataire: string, objets: readonly string[], le: Date): Promise<EnvoiConnu[]>;
  /** The only organisme of a type in a département, or the one of a code of France Travail; null when it is not certain. */
  organisme(departement: string, type: string, le: Date): Promise<string | null>;
}
