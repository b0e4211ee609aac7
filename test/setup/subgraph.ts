import { parse } from "graphql";
import { Database, type StatementEvent } from "../../subgraphs/shared/database";
import { type Caller, SCOPES } from "../../subgraphs/shared/identity";
import { createLog } from "../../subgraphs/shared/log";
import { roleOf } from "../../subgraphs/shared/migrations";
import type { SubgraphDependencies, SubgraphModule } from "../../subgraphs/shared/module";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { newOperation } from "../../subgraphs/shared/operation";
import { createSubgraph, type Subgraph, type SubgraphOptions } from "../../subgraphs/shared/subgraph";

export const NIR_KEY = "clé de test, trente-deux caractères au moins";

export interface TestSubgraph {
  subgraph: Subgraph;
  /** Runs an operation as a caller. `statements` are those of the operation, housekeeping left out. */
  run(caller: Caller | null, document: string, variables?: Record<string, unknown>, now?: Date): Promise<TestAnswer>;
  close(): Promise<void>;
}

export interface TestAnswer {
  data: any;
  errors?: { message: string; path?: readonly (string | number)[]; extensions: Record<string, any> }[];
  statements: StatementEvent[];
}

/** Small numbers are told unless a test says otherwise: tests count by hand, a few people at a time. */
const DE_TEST: Partial<SubgraphDependencies> = { seuilIndicateurs: 0 };

export async function testSubgraph(
  module: SubgraphModule,
  url: string,
  reglages: Partial<SubgraphDependencies> = {},
  options: SubgraphOptions = {},
): Promise<TestSubgraph> {
  const database = await Database.open(url, { role: roleOf(module.schema), entities: module.entities, counts: module.counts, poolSize: 4 });
  const schema = await module.build({ nirCipher: new NirCipher(NIR_KEY), ...DE_TEST, ...reglages });
  const subgraph = createSubgraph(module.name, schema, database, createLog("silent", "test"), options);
  return {
    subgraph,
    run: async (caller, document, variables, now) => {
      const statements: StatementEvent[] = [];
      const stop = database.observe((event) => event.housekeeping || statements.push(event));
      const clock = now ? () => now : undefined;
      const result = await subgraph.execute({ document: parse(document), variables, caller, operation: newOperation("test"), now: clock });
      stop();
      return { data: result.data, errors: result.errors as TestAnswer["errors"], statements };
    },
    close: () => database.close(),
  };
}

const ALL_BUT = (...without: string[]) => new Set(Object.keys(SCOPES).filter((scope) => !without.includes(scope)));
const caller = (
  client: string,
  departement: string,
  organisme: string | null,
  scopes: Iterable<string>,
  agent: string | null = null,
): Caller => ({
  client,
  departement,
  organisme,
  agent,
  scopes: new Set(scopes),
  finalite: "ACCOMPAGNEMENT",
});

const DEPARTEMENT_SCOPES = ALL_BUT("journal.lire", "identite.nir", "identite.rechercher");

/** The callers of the demo, as their tokens make them. */
export const CALLERS = {
  departement: caller("demo-departement", "94", "CD94", DEPARTEMENT_SCOPES),
  departement93: caller("demo-departement-93", "93", "CD93", DEPARTEMENT_SCOPES),
  franceTravail: caller("demo-france-travail", "94", "FT94", [
    "allocataires.lire",
    "orientation.decider",
    "contrat.signer",
    "manquement.signaler",
    "sanction.proposer",
    "rendez-vous.lire",
    "rendez-vous.gerer",
    "echanges.lire",
  ]),
  referent: caller(
    "demo-referent",
    "94",
    "REMOB-1",
    ["allocataires.lire", "contrat.signer", "manquement.signaler", "rendez-vous.lire", "rendez-vous.gerer", "prescription.gerer"],
    "REF-1",
  ),
  pilotage: {
    ...caller("demo-pilotage", "94", null, ["indicateurs.lire", "indicateurs.saisir"]),
    finalite: "PILOTAGE_STATISTIQUE" as const,
  },
  rapprochement: {
    ...caller("demo-rapprochement", "94", "CD94", ["allocataires.lire", "identite.rechercher", "identite.nir", "rapprochement.trancher"]),
    finalite: "GESTION_DU_DROIT" as const,
  },
  dpo: { ...caller("demo-dpo", "94", "CD94", ["allocataires.lire", "journal.lire"]), finalite: "EXERCICE_DES_DROITS" as const },
} satisfies Record<string, Caller>;
