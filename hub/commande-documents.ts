import fs from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { composeSupergraph } from "../gateway/compose";
import { type CheckedDocument, documentCheck } from "../gateway/document-check";
import { sha256 } from "../gateway/trusted-documents";
import { RegistreClients } from "../subgraphs/shared/clients/registre-clients";
import { SUBGRAPH_NAMES } from "../subgraphs/shared/settings";
import { type AddCommand, type CommandContext, withDatabase } from "./command";
import { ajouterDocuments, type DocumentEnregistre, listerDocuments, retirerDocuments } from "./documents-enregistres";
import { sdlOf } from "./schema";
import { Sentence } from "./sentence";

/** A document that was looked at: what the gate says of it. */
type Vu = Pick<DocumentEnregistre, "client" | "empreinte" | "nom"> & CheckedDocument;

export const commandeDocuments: AddCommand = (program, settings) => {
  const documents = program
    .command("documents")
    .description("documents GraphQL enregistrés : un client envoie leur empreinte, sans leur texte");
  const sub = (name: string, description: string): Command =>
    documents.command(name).description(description).option("--json", "écrit le résultat en JSON", false);
  sub("ajouter <client> <chemins...>", "vérifie puis enregistre les documents de fichiers .graphql, ou d’un dossier").action(
    (client: string, chemins: string[], o: { json: boolean }) =>
      withDatabase(settings(), (context) => ajouter(context, client, chemins.flatMap(fichiersDe), o.json)),
  );
  sub("lister [client]", "montre les documents d’un client, ou de tous").action((client: string | undefined, o: { json: boolean }) =>
    withDatabase(settings(), (context) => lister(context, client ?? null, o.json)),
  );
  sub("retirer <client> <empreinte>", "retire un document d’un client, ou « tous »").action(
    (client: string, empreinte: string, o: { json: boolean }) =>
      withDatabase(settings(), (context) => retirer(context, client, empreinte, o.json)),
  );
  sub("verifier", "après un changement du schéma, dit quels documents ne passent plus").action((o: { json: boolean }) =>
    withDatabase(settings(), (context) => verifier(context, o.json)),
  );
};

/** The gate on the schema of this version. */
async function porte(): Promise<(text: string) => CheckedDocument> {
  const subgraphs = await Promise.all(SUBGRAPH_NAMES.map(async (name) => ({ name, sdl: await sdlOf(name) })));
  return documentCheck(composeSupergraph(subgraphs));
}

async function ajouter(context: CommandContext, client: string, fichiers: string[], json: boolean): Promise<void> {
  const clients = RegistreClients.open(context.settings.clientsFile ?? null);
  if (!clients.client(client).enregistre)
    throw new Sentence(`Le registre des clients ne connaît pas « ${client} » : enregistrez-le d’abord (« unefois clients » les montre).`);
  const check = await porte();
  const lus = fichiers.map((fichier) => {
    const texte = fs.readFileSync(fichier, "utf8");
    const dit = check(texte);
    const nom = dit.operations.map((operation) => operation.nom).join(",") || path.basename(fichier);
    return { client, empreinte: sha256(texte), nom, texte, ajouteLe: context.now(), fichier, ...dit };
  });
  const bons = lus.filter((document) => document.raisons.length === 0);
  const nouveaux = await ajouterDocuments(context.ownerUrl, bons);
  conclure(lus, json, `${bons.length} enregistré(s), dont ${nouveaux} nouveau(x), ${lus.length - bons.length} refusé(s)`);
}

async function verifier(context: CommandContext, json: boolean): Promise<void> {
  const check = await porte();
  const tous = (await listerDocuments(context.ownerUrl, null)).map(({ texte, ...document }) => ({ ...document, ...check(texte) }));
  const refuses = tous.filter((document) => document.raisons.length > 0);
  conclure(json ? tous : refuses, json, `${tous.length} document(s) vérifié(s), ${refuses.length} ne passe(nt) plus`);
}

async function lister(context: CommandContext, client: string | null, json: boolean): Promise<void> {
  const rows = await listerDocuments(context.ownerUrl, client);
  if (json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  else for (const row of rows) process.stdout.write(`${row.client.padEnd(22)} ${row.empreinte}  ${row.nom}\n`);
  if (!json) process.stdout.write(`${rows.length} document(s)\n`);
}

async function retirer(context: CommandContext, client: string, empreinte: string, json: boolean): Promise<void> {
  const retires = await retirerDocuments(context.ownerUrl, client, empreinte === "tous" ? null : empreinte.replace(/^sha256:/, ""));
  if (retires === 0 && empreinte !== "tous")
    throw new Sentence(`« ${client} » n’a pas enregistré ce document : « unefois documents lister » les montre.`);
  process.stdout.write(
    json ? `${JSON.stringify({ retires })}\n` : `${retires} document(s) retiré(s) : les passerelles le suivent en dix secondes.\n`,
  );
}

/** Exit code 3 when some are refused. */
function conclure(documents: readonly Vu[], json: boolean, phrase: string): void {
  if (documents.some((document) => document.raisons.length > 0)) process.exitCode = 3;
  if (json) {
    process.stdout.write(
      `${JSON.stringify({ codeSortie: process.exitCode ?? 0, documents: documents.map(({ ...d }) => ({ ...d, texte: undefined })) }, null, 2)}\n`,
    );
    return;
  }
  for (const { client, empreinte, nom, operations, raisons } of documents) {
    const couts = operations.map((operation) => `${operation.nom} (${operation.nature}, coût ${Math.round(operation.cout)})`).join(", ");
    process.stdout.write(`${raisons.length ? "refusé " : "accepté"} ${client} sha256:${empreinte}  ${couts || nom}\n`);
    for (const raison of raisons) process.stdout.write(`    ${raison}\n`);
  }
  process.stdout.write(`${phrase}\n`);
}

/** The documents of a path. Errors: Sentence when there is none. */
function fichiersDe(chemin: string): string[] {
  const stat = fs.statSync(chemin, { throwIfNoEntry: false });
  if (!stat) throw new Sentence(`« ${chemin} » n’existe pas.`);
  if (!stat.isDirectory()) return [chemin];
  const trouves = fs.readdirSync(chemin, { recursive: true, encoding: "utf8" }).filter((name) => /\.(graphql|gql)$/.test(name));
  if (trouves.length === 0) throw new Sentence(`« ${chemin} » ne contient aucun fichier .graphql.`);
  return trouves.sort().map((name) => path.join(chemin, name));
}
