import fs from "node:fs";
import { buildSchema, type GraphQLSchema, parse } from "graphql";
import { createGateway } from "../../../gateway/gateway";
import { startGatewayServer } from "../../../gateway/server";
import { openSubgraphs } from "../../../hub/subgraphs";
import type { Caller } from "../../../subgraphs/shared/identity";
import { SCOPES } from "../../../subgraphs/shared/identity";
import { createLog } from "../../../subgraphs/shared/log";
import { NirCipher } from "../../../subgraphs/shared/nir-cipher";
import { newOperation } from "../../../subgraphs/shared/operation";
import type { Subgraph } from "../../../subgraphs/shared/subgraph";
import { loadTerritory, SECRETS_DES_ESSAIS } from "../../e2e/hub-de-test";
import { testVerifier } from "../../gateway/small-hub";
import { type TestDatabase, testDatabase } from "../../setup/database";
import { type Marques, type Plantation, planter } from "./canaris";
import { remplir } from "./remplir";
import { Codes, colonneDePersonne, colonnes, SCHEMAS } from "./tables";

export const SECRET = "secret de la traversée";

export interface Reponse {
  status: number;
  /** The body, byte for byte. */
  texte: string;
  data: any;
  errors: { message: string; path?: (string | number)[]; extensions: Record<string, any> }[];
}

export interface Monde {
  base: TestDatabase;
  url: string;
  /** What a client can name. */
  schema: GraphQLSchema;
  subgraphs: Subgraph[];
  /** Lines of the log at level error: what no answer may hide. */
  erreurs: Record<string, unknown>[];
  plantation: Plantation;
  marques: Marques;
  /** NIR in clear, as answers would carry them. */
  nir: ReadonlySet<string>;
  vides: string[];
  /** Followed by somebody else than `suivie`: forbidden to the référent and to her organisme. */
  victime: string;
  /** Followed by REF-1 of REMOB-1. */
  suivie: string;
  demander(appelant: string | null, query: string, variables?: Record<string, unknown>): Promise<Reponse>;
  /** Asks a subgraph what the gateway would ask it for this caller: its proof is taken as valid. */
  demanderAu(sousGraphe: string, appelant: Caller | null, query: string, variables?: Record<string, unknown>): Promise<Reponse>;
  /** Whom each of `INTERDITS` follows all the same. */
  visibles(): Promise<Record<string, ReadonlySet<string>>>;
  /** People of the 94 whom none of them follows. */
  invisibles(): Promise<string[]>;
  /** Takes these people out of the base, as if they had never been there. */
  oublier(personnes: string[]): Promise<void>;
  fermer(): Promise<void>;
}

const TOUT = Object.keys(SCOPES);
const PERSONNEL = TOUT.filter((scope) => !scope.startsWith("indicateurs."));
const appelant = (partie: Partial<Caller>): Caller => ({
  client: "traversee",
  departement: "94",
  organisme: "CD94",
  agent: null,
  scopes: new Set(TOUT),
  finalite: "ACCOMPAGNEMENT",
  ...partie,
});

/** Who may read: together they see all that the hub holds on the people of the 94. */
export const TEMOINS: Record<string, Caller> = {
  departement: appelant({ client: "temoin-departement" }),
  droits: appelant({ client: "temoin-droits", finalite: "DROITS_ET_DEVOIRS" }),
  gestion: appelant({ client: "temoin-gestion", finalite: "GESTION_DU_DROIT" }),
  exercice: appelant({ client: "temoin-exercice", finalite: "EXERCICE_DES_DROITS" }),
  franceTravail: appelant({ client: "temoin-ft", organisme: "FT94" }),
  referente: appelant({ client: "temoin-referente", organisme: "REMOB-1", agent: "REF-1" }),
};

/** Who may not read some or all of them, with every scope that could help: what stops them is not a missing scope. */
export const INTERDITS: Record<string, Caller> = {
  autreDepartement: appelant({ client: "interdit-93", departement: "93", organisme: "CD93" }),
  autreOrganisme: appelant({ client: "interdit-organisme", organisme: "REMOB-1", scopes: new Set(PERSONNEL) }),
  autreAgent: appelant({ client: "interdit-agent", organisme: "REMOB-1", agent: "REF-1", scopes: new Set(PERSONNEL) }),
  organismeInconnu: appelant({ client: "interdit-inconnu", organisme: "N-EXISTE-PAS", scopes: new Set(PERSONNEL) }),
  sansScope: appelant({ client: "interdit-sans-scope", scopes: new Set() }),
  pilotage: appelant({ client: "interdit-pilotage", organisme: null, finalite: "PILOTAGE_STATISTIQUE" }),
};

/** Who answers for the whole département, with every scope, under a purpose that closes some classes. */
export const INTERDITS_PAR_FINALITE: Record<string, Caller> = {
  droitsEtDevoirs: appelant({ client: "finalite-droits", finalite: "DROITS_ET_DEVOIRS" }),
  gestionDuDroit: appelant({
    client: "finalite-gestion",
    finalite: "GESTION_DU_DROIT",
    scopes: new Set(TOUT.filter((scope) => scope !== "identite.nir")),
  }),
  statistique: appelant({ client: "finalite-statistique", finalite: "PILOTAGE_STATISTIQUE" }),
  evaluation: appelant({ client: "finalite-evaluation", finalite: "EVALUATION" }),
  support: appelant({ client: "finalite-support", finalite: "SUPPORT" }),
  aucune: appelant({ client: "finalite-aucune", finalite: null }),
};

/** A small territory of the 94, every table of people filled, every person marked, served by the real gateway and subgraphs. */
export async function monde({ foyers = 60 } = {}): Promise<Monde> {
  const base = await testDatabase();
  // A test that fails before its end leaves this connection to the end of the server.
  base.owner.on("error", () => undefined);
  await loadTerritory(base.url, foyers);
  const { victime, suivie } = await personnages(base);
  const codes = new Codes(buildSchema(fs.readFileSync("schema/api.graphql", "utf8"), { assumeValid: true }));
  const vides = await remplir(base.owner, codes, [victime, suivie]);
  const plantation = await planter(base.owner, codes);
  const nir = await noterNir(base, plantation.marques);
  const erreurs: Record<string, unknown>[] = [];
  const silencieux = createLog("silent", "test");
  const log = Object.assign(Object.create(silencieux), {
    error: (entree: Record<string, unknown>, texte: string) => erreurs.push({ ...entree, texte }),
    child: () => log,
  });
  const subgraphs = await openSubgraphs({ databaseUrl: base.url, nirKey: SECRETS_DES_ESSAIS.NIR_KEY, log, webhooksAdressesPrivees: false });
  const gateway = await createGateway({
    subgraphs,
    verifier: testVerifier({ ...TEMOINS, ...INTERDITS, ...INTERDITS_PAR_FINALITE }),
    gatewaySecret: SECRET,
    production: true,
    log,
    corsOrigins: [],
    ready: async () => true,
  });
  const server = await startGatewayServer({ gateway, host: "127.0.0.1", port: 0, log });
  const url = `http://127.0.0.1:${server.port}`;
  return {
    base,
    url,
    schema: gateway.publicSchema,
    subgraphs,
    erreurs,
    plantation,
    marques: plantation.marques,
    nir,
    vides,
    victime,
    suivie,
    demander: async (nom, query, variables) => {
      const authorization: Record<string, string> = nom === null ? {} : { authorization: `Bearer ${nom}` };
      const headers = { "content-type": "application/json", ...authorization };
      const response = await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
      const texte = await response.text();
      const { data, errors } = JSON.parse(texte);
      return { status: response.status, texte, data, errors: errors ?? [] };
    },
    demanderAu: async (nom, caller, query, variables) => {
      const subgraph = subgraphs.find((one) => one.name === nom)!;
      const { data, errors = [] } = await subgraph.execute({
        document: parse(query),
        variables,
        caller,
        operation: newOperation("traversee"),
      });
      const simples = errors.map(({ message, path, extensions }) => ({ message, path: path as (string | number)[], extensions }));
      return { status: 200, texte: JSON.stringify({ data, errors: simples }), data, errors: simples };
    },
    visibles: () => visibles(base),
    invisibles: async () => {
      const { rows } = await base.owner.query(
        `select id from allocataires.allocataire where departement = '94'
           and id not in (select allocataire from publie.perimetre where organisme = '94-REMOB-1' and ${EN_COURS})`,
      );
      return rows.map(({ id }) => id);
    },
    oublier: (personnes) => oublier(base, personnes),
    fermer: async () => {
      await server.close();
      await gateway.close();
      await Promise.all(subgraphs.map((subgraph) => subgraph.database.close()));
      await base.drop();
    },
  };
}

/** Of those whom REF-1 follows and of the others, the one of whom the hub knows most. */
async function personnages(base: TestDatabase): Promise<{ victime: string; suivie: string }> {
  const { rows } = await base.owner.query<{ id: string; suivie: boolean }>(
    `select a.id, exists (select from publie.perimetre p where p.allocataire = a.id and p.referent = '94-REMOB-1-REF-1' and p.au is null) as suivie
     from allocataires.allocataire a left join allocataires.contrat_engagement c on c.allocataire = a.id
     left join rendez_vous.participation r on r.allocataire = a.id
     where not exists (select from publie.perimetre p where p.allocataire = a.id and p.organisme = '94-REMOB-1' and p.referent is distinct from '94-REMOB-1-REF-1')
     group by a.id order by count(distinct c.id) desc, count(distinct r.rendez_vous) desc, a.id`,
  );
  const [victime, suivie] = [rows.find((row) => !row.suivie), rows.find((row) => row.suivie)];
  if (!victime || !suivie) throw new Error("Le territoire d’essai n’a personne de suivi par REF-1, ou personne d’autre.");
  return { victime: victime.id, suivie: suivie.id };
}

const EN_COURS = "du <= current_date and (au is null or au >= current_date)";

async function visibles(base: TestDatabase): Promise<Record<string, ReadonlySet<string>>> {
  const lire = async (condition: string) =>
    new Set(
      (await base.owner.query<{ allocataire: string }>(`select allocataire from publie.perimetre where ${condition}`)).rows.map(
        (r) => r.allocataire,
      ),
    );
  return {
    autreDepartement: await lire("departement = '93'"),
    autreOrganisme: await lire(`organisme = '94-REMOB-1' and ${EN_COURS}`),
    autreAgent: await lire(`referent = '94-REMOB-1-REF-1' and ${EN_COURS}`),
  };
}

async function oublier(base: TestDatabase, personnes: string[]): Promise<void> {
  await base.owner.query("set session_replication_role = replica");
  await base.owner.query(
    "delete from rendez_vous.rendez_vous r where exists (select from rendez_vous.participation p where p.rendez_vous = r.id) and not exists (select from rendez_vous.participation p where p.rendez_vous = r.id and p.allocataire <> all ($1))",
    [personnes],
  );
  for (const [nom, liste] of await colonnes(base.owner, [...SCHEMAS, "journal"])) {
    const qui = colonneDePersonne(nom, liste);
    if (qui) await base.owner.query(`delete from ${nom} where "${qui}" = any ($1)`, [personnes]);
  }
  await base.owner.query("set session_replication_role = origin");
}

/** Encrypted numbers betray too: in clear they are nowhere but in answers. */
async function noterNir(base: TestDatabase, marques: Marques): Promise<Set<string>> {
  const tous = new Set<string>();
  const cipher = new NirCipher(SECRETS_DES_ESSAIS.NIR_KEY);
  const { rows } = await base.owner.query(
    "select allocataire, valeur_chiffree from allocataires.identifiant where valeur_chiffree is not null",
  );
  for (const { allocataire, valeur_chiffree } of rows) {
    const nir = cipher.decrypt(valeur_chiffree).toLowerCase();
    for (const forme of [nir, nir.slice(0, 13)]) {
      tous.add(forme);
      marques.set(forme, new Set([...(marques.get(forme) ?? []), allocataire]));
    }
  }
  return tous;
}
