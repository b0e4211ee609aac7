import http from "node:http";
import { QueryPlanner } from "@graphql-hive/router-query-planner";
import { buildSchema, type DocumentNode, getOperationAST, type OperationDefinitionNode, parse } from "graphql";
import { AccessEnforcer } from "../../gateway/access";
import { AccessRules } from "../../gateway/access-rules";
import { composeSupergraph, publicSchemaOf } from "../../gateway/compose";
import { demoCallers } from "../../gateway/demo-clients";
import { createEngine } from "../../gateway/engine";
import { GatewayMetrics } from "../../gateway/metrics";
import { withScalars } from "../../gateway/scalars";
import { createSubgraphCaller } from "../../gateway/subgraph-call";
import { ClassRules } from "../../subgraphs/shared/droits/class-rules";
import type { GuardedOperation } from "../../subgraphs/shared/droits/guarded-operation";
import type { Log } from "../../subgraphs/shared/log";
import type { Subgraph } from "../../subgraphs/shared/subgraph";

export interface PasserelleNue {
  subgraphs: Subgraph[];
  /** False: the directives are not applied either. */
  droits: boolean;
  port: number;
  log: Log;
}

interface Connu {
  document: DocumentNode;
  definition: OperationDefinitionNode;
  access: GuardedOperation | null;
}

type Envoi = { query: string; variables?: Record<string, unknown> };

/** The engine behind a socket, and nothing between them: no token (the caller is given), no look at the document, no cost, no budget, no log line, and
 * plans made in this process. */
export async function passerelleNue({ subgraphs, droits, port, log }: PasserelleNue): Promise<void> {
  const supergraph = composeSupergraph(subgraphs);
  const schema = withScalars(buildSchema(publicSchemaOf(supergraph), { assumeValidSDL: true, noLocation: true }));
  const rules = droits ? new AccessRules(parse(supergraph, { noLocation: true }), schema) : null;
  const enforcer = rules && new AccessEnforcer(schema, rules, new ClassRules(schema));
  const planner = new QueryPlanner(supergraph);
  const engine = await createEngine(
    supergraph,
    subgraphs.map(({ name }) => name),
    createSubgraphCaller({ subgraphs, gatewaySecret: "", metrics: new GatewayMetrics(), log }),
    { plan: async (document) => JSON.stringify(planner.plan(document, undefined, new Set(), 0)) },
  );
  const connus = new Map<string, Connu>();
  const connaitre = (texte: string): Connu => {
    const document = parse(texte);
    const definition = getOperationAST(document)!;
    return { document, definition, access: enforcer?.guard(document, definition) ?? null };
  };
  const caller = demoCallers().get("demo-departement")!;
  let rang = 0;
  const repondre = async ({ query, variables = {} }: Envoi) => {
    const connu = connus.get(query) ?? connaitre(query);
    connus.set(query, connu);
    const verdict = connu.access?.verdict(caller, variables);
    const document = verdict?.document ?? connu.document;
    const id = `00000000-0000-4000-8000-${(++rang).toString(16).padStart(12, "0")}`;
    const operation = { id, name: "banc", requestId: id };
    await engine.plan(document, caller.client, Number.POSITIVE_INFINITY);
    const context = { caller, authorization: undefined, slowdown: { ms: 0 }, operation };
    const operationType = connu.definition.operation as "query" | "mutation";
    const { data = null, errors } = await engine.execute({ document, variables, operationType, context });
    const vues = verdict ? verdict.mask(data) : data;
    return errors?.length ? { errors, data: vues } : { data: vues };
  };
  await ecouter(port, repondre);
}

const ecouter = (port: number, repondre: (envoi: Envoi) => Promise<unknown>): Promise<void> =>
  new Promise((resolve) => {
    const serveur = http.createServer((request, response) => {
      const morceaux: Buffer[] = [];
      request.on("data", (morceau: Buffer) => morceaux.push(morceau));
      request.on("end", () => {
        repondre(JSON.parse(Buffer.concat(morceaux).toString()) as Envoi).then(
          (reponse) => {
            const texte = Buffer.from(JSON.stringify(reponse));
            response.writeHead(200, { "content-type": "application/json; charset=utf-8", "content-length": texte.length }).end(texte);
          },
          (error) => response.writeHead(500).end(String(error)),
        );
      });
    });
    serveur.listen(port, "127.0.0.1", resolve);
  });
