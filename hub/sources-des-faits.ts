import { type DesignationAllocataire, designationsUsager } from "../subgraphs/allocataires/transmission/usager.repository";
import { lecteurPlateforme } from "../subgraphs/echanges/france-travail/lecteur-plateforme";
import { civilDateOf } from "../subgraphs/shared/civil-date";
import type { Clock } from "../subgraphs/shared/clock";
import { Database, type Transaction } from "../subgraphs/shared/database";
import type { Caller } from "../subgraphs/shared/identity";
import { insertConsultation } from "../subgraphs/shared/journal";
import { roleOf } from "../subgraphs/shared/migrations";
import { NirCipher } from "../subgraphs/shared/nir-cipher";
import { newOperation } from "../subgraphs/shared/operation";

/** Reads at an owner, with the rights of the whole département, in one transaction. */
export type LireChez = <T>(departement: string, lire: (tx: Transaction) => Promise<T>) => Promise<T>;

/** Where the facts to transmit are read: at their owners, and nowhere else. Each takes its owner's role. */
export interface SourcesDesFaits {
  allocataires: LireChez;
  rendezVous: LireChez;
  offreInsertion: LireChez;
  /** What the exchanges know themselves: ids that partners gave. */
  echanges: LireChez;
  designations(departement: string, allocataires: readonly string[]): Promise<Map<string, DesignationAllocataire>>;
  /** Writes in the register that data of people were read for a transmission: which fields, for what. Sendings of the queue do it themselves. */
  inscrire(lecture: { departement: string; operation: string; allocataires: string[]; champs: string[]; caller?: Caller }): Promise<void>;
  fermer(): Promise<void>;
}

export interface OuvrirSources {
  databaseUrl: string;
  nirKey: string;
  clock: Clock;
}

/** Opens one small pool an owner. */
export async function ouvrirSources({ databaseUrl, nirKey, clock }: OuvrirSources): Promise<SourcesDesFaits> {
  const schemas = ["allocataires", "rendez_vous", "offre_insertion", "echanges"] as const;
  const bases = await Promise.all(schemas.map((schema) => Database.open(databaseUrl, { role: roleOf(schema), poolSize: 3 })));
  const cipher = new NirCipher(nirKey);
  const aujourdhui = () => civilDateOf(clock.now());
  const chez =
    (base: Database): LireChez =>
    (departement, lire) =>
      base.write(base.systemRights([departement], aujourdhui()), lire);
  const [allocataires, rendezVous, offreInsertion, echanges] = bases.map(chez) as [LireChez, LireChez, LireChez, LireChez];
  return {
    allocataires,
    rendezVous,
    offreInsertion,
    echanges,
    designations: (departement, ids) => allocataires(departement, (tx) => designationsUsager(tx, cipher, departement, ids)),
    inscrire: ({ departement, operation, allocataires: personnes, champs, caller = lecteurPlateforme(departement) }) =>
      allocataires(departement, (tx) =>
        insertConsultation(tx, {
          nature: "TRANSMISSION",
          operation: newOperation(operation),
          subgraph: "allocataires",
          caller,
          allocataires: personnes,
          champs,
          le: clock.now(),
        }),
      ),
    fermer: async () => void (await Promise.all(bases.map((base) => base.close()))),
  };
}
