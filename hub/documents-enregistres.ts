import pg from "pg";
import type { DocumentStore } from "../gateway/trusted-documents";
import { asOwner } from "../subgraphs/shared/owner";

export interface DocumentEnregistre {
  client: string;
  /** SHA-256 of the text, hexadecimal. */
  empreinte: string;
  nom: string;
  texte: string;
  ajouteLe: Date;
}

const ATTENTE_MS = 2_000;

/** The registered documents, as a gateway reads them. Errors: those of PostgreSQL. */
export class DocumentsEnregistres implements DocumentStore {
  private readonly pool: pg.Pool;

  constructor(databaseUrl: string) {
    this.pool = new pg.Pool({
      connectionString: databaseUrl,
      max: 2,
      connectionTimeoutMillis: ATTENTE_MS,
      query_timeout: ATTENTE_MS,
      application_name: "unefois-documents",
    });
    this.pool.on("error", () => undefined);
  }

  async text(client: string, hash: string): Promise<string | null> {
    const { rows } = await this.pool.query({
      name: "document",
      text: "select texte from hub.document_enregistre where client = $1 and empreinte = $2",
      values: [client, hash],
    });
    return rows[0]?.texte ?? null;
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

/** Adds documents; how many of them were new. */
export async function ajouterDocuments(ownerUrl: string, documents: readonly DocumentEnregistre[]): Promise<number> {
  const text = `insert into hub.document_enregistre (client, empreinte, nom, texte, ajoute_le)
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[]) on conflict (client, empreinte) do nothing`;
  const values = [
    documents.map((d) => d.client),
    documents.map((d) => d.empreinte),
    documents.map((d) => d.nom),
    documents.map((d) => d.texte),
    documents.map((d) => d.ajouteLe),
  ];
  return asOwner(ownerUrl, async (client) => (await client.query(text, values)).rowCount ?? 0);
}

/** The documents of a client, or of all. */
export async function listerDocuments(ownerUrl: string, client: string | null): Promise<DocumentEnregistre[]> {
  const text = `select client, empreinte, nom, texte, ajoute_le as "ajouteLe" from hub.document_enregistre
    where $1::text is null or client = $1 order by client, nom, empreinte`;
  return asOwner(ownerUrl, async (owner) => (await owner.query<DocumentEnregistre>(text, [client])).rows);
}

/** Withdraws a document of a client, or all of them (`empreinte` null); how many there were. */
export async function retirerDocuments(ownerUrl: string, client: string, empreinte: string | null): Promise<number> {
  const text = "delete from hub.document_enregistre where client = $1 and ($2::text is null or empreinte = $2)";
  return asOwner(ownerUrl, async (owner) => (await owner.query(text, [client, empreinte])).rowCount ?? 0);
}
