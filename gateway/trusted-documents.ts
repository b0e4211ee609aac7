import { createHash } from "node:crypto";
import type { ClientEnregistre } from "../subgraphs/shared/clients/client-enregistre";
import { BoundedCache } from "./bounded-cache";
import type { Params } from "./http-params";
import { Refusal } from "./refusal";

/** Where the documents that clients registered are kept. */
export interface DocumentStore {
  /** Text of a document of this client, by its SHA-256 in hexadecimal; null when it did not register it. */
  text(client: string, hash: string): Promise<string | null>;
}

/** How long an answer of the store holds: what an operator adds or withdraws is followed within it. */
const KNOWN_MS = 10_000;
const UNKNOWN_MS = 1_000;
const KEPT = 2_000;

interface Known {
  text: string | null;
  until: number;
}

/** The documents that clients registered: sent by their hash, without their text. A document of one client is not another's. */
export class TrustedDocuments {
  private readonly known = new BoundedCache<string, Known>(KEPT);

  /** @param onlyTrusted every client sends registered documents only, not just those whose registration says so. */
  constructor(
    private readonly store: DocumentStore | null,
    private readonly onlyTrusted: boolean,
  ) {}

  /** The text of what a request asks. Errors: Refusal DOCUMENT_INCONNU, REQUETE_ILLISIBLE, BASE_INDISPONIBLE. @param client null: nobody. */
  async textOf(params: Params, client: ClientEnregistre | null): Promise<string> {
    const { query, hash } = params;
    const only = this.onlyTrusted || (client?.documentsSeuls ?? false);
    if (query !== undefined && hash === undefined && !only) return query;
    const asked = hash ?? sha256(query!);
    if (query !== undefined && hash !== undefined && sha256(query) !== hash)
      throw new Refusal("REQUETE_ILLISIBLE", "L’empreinte donnée n’est pas celle du texte de la requête.", { status: 400 });
    if (query !== undefined && !only) return query;
    const text = client ? await this.find(client.client, asked) : null;
    if (text !== null) return text;
    throw new Refusal("DOCUMENT_INCONNU", query === undefined ? UNKNOWN : ONLY_TRUSTED, { status: 400, extensions: { empreinte: asked } });
  }

  private async find(client: string, hash: string): Promise<string | null> {
    const key = `${client} ${hash}`;
    const known = this.known.get(key);
    const now = performance.now();
    if (known && known.until > now) return known.text;
    try {
      const text = (await this.store?.text(client, hash)) ?? null;
      this.known.set(key, { text, until: now + (text === null ? UNKNOWN_MS : KNOWN_MS) });
      return text;
    } catch {
      // What was registered a moment ago still is; the rest of the operation meets the outage by itself.
      if (known?.text) return known.text;
      throw new Refusal("BASE_INDISPONIBLE", "La base de données ne répond pas : réessayez dans un instant.", {
        status: 503,
        headers: { "retry-after": "1" },
      });
    }
  }
}

const UNKNOWN =
  "Aucun document enregistré par ce client ne porte cette empreinte : envoyez son texte, ou faites-le ajouter par l’exploitant (« unefois documents ajouter »).";
const ONLY_TRUSTED =
  "Ce client n’envoie que des documents enregistrés, et celui-ci ne l’est pas : faites-le ajouter par l’exploitant (« unefois documents ajouter »).";

/** SHA-256 of a document, in hexadecimal, as clients name it. */
export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
