import "reflect-metadata";
import http from "node:http";
import { type DocumentNode, parse, validate } from "graphql";
import { compileQuery, isCompiledQuery } from "graphql-jit";
import pg from "pg";
import { buildSchema } from "type-graphql";
import { Contexte } from "./contexte";
import { RESOLVERS } from "./schema";

/** The same data behind one TypeGraphQL schema: no federation, no rights, no journal. Settings: DATABASE_URL, PORT. */
async function demarrer(): Promise<void> {
  const schema = await buildSchema({ resolvers: RESOLVERS as never, validate: false });
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 8 });
  const compiles = new Map<string, (contexte: Contexte) => Promise<unknown>>();
  const compiler = (texte: string) => {
    const document: DocumentNode = parse(texte);
    const erreurs = validate(schema, document);
    const compile = erreurs.length > 0 ? null : compileQuery(schema, document);
    if (!compile || !isCompiledQuery(compile)) throw new Error(erreurs.map(String).join("\n"));
    return async (contexte: Contexte) => compile.query(undefined, contexte, {});
  };
  const repondre = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const morceaux: Buffer[] = [];
    for await (const morceau of request) morceaux.push(morceau as Buffer);
    const { query } = JSON.parse(Buffer.concat(morceaux).toString()) as { query: string };
    if (!compiles.has(query)) compiles.set(query, compiler(query));
    const texte = Buffer.from(JSON.stringify(await compiles.get(query)!(new Contexte(pool))));
    response.writeHead(200, { "content-type": "application/json; charset=utf-8", "content-length": texte.length }).end(texte);
  };
  http
    .createServer((request, response) => {
      repondre(request, response).catch((error) => response.writeHead(500).end(String(error)));
    })
    .listen(Number(process.env.PORT), "127.0.0.1", () => process.stdout.write("prêt\n"));
}

process.once("SIGTERM", () => process.exit(0));
void demarrer();
