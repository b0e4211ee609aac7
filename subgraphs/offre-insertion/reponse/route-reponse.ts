import type { IncomingMessage, ServerResponse } from "node:http";
import { Database } from "../../shared/database";
import type { Log } from "../../shared/log";
import { roleOf } from "../../shared/migrations";
import type { NirCipher } from "../../shared/nir-cipher";
import { Debit } from "./debit";
import { formulaireRecu } from "./formulaire-recu";
import { CHEMIN, JOURS_DU_LIEN, lireJeton, numeroDuLien } from "./lien";
import { PAGES_FERMEES, POLITIQUE_DE_CONTENU, pageDeReponse, pageFermee } from "./page";
import { type Issue, ouvrirLeLien } from "./reponse-par-lien.repository";

export interface OptionsReponse {
  databaseUrl: string;
  cle: Pick<NirCipher, "sharedSecret" | "sharedSecrets">;
  now: () => Date;
  log: Log;
  /** The public address is https: the cookie goes nowhere else. */
  securise: boolean;
}

type Answer = [status: number, page: string, headers?: Record<string, string>];

const LARGEST_BODY = 16_384;
const STATUS: Record<keyof typeof PAGES_FERMEES, number> = { INCONNU: 404, EXPIRE: 410, REVOQUE: 410, MERCI: 200, TROP: 429, PANNE: 503 };
const closed = (name: keyof typeof PAGES_FERMEES): Answer => [STATUS[name], pageFermee(...(PAGES_FERMEES[name] as [string, string]))];

/** The page by which a structure answers. The signed link is seen once: it becomes a cookie of this one page (HttpOnly, SameSite) and a
 * clean address, so that it stays out of Referer, of the history, and of what a proxy logs of the forms. */
export function routeReponse(options: OptionsReponse): { route: (q: IncomingMessage, r: ServerResponse) => void; close(): Promise<void> } {
  const page = new Page(options);
  return {
    route: (request, response) => {
      page
        .answer(request)
        .catch((error: Error): Answer => {
          options.log.error({ err: error }, "page de réponse non servie");
          return closed("PANNE");
        })
        .then(([status, html, headers]) => {
          response.setHeader("content-security-policy", POLITIQUE_DE_CONTENU);
          response.setHeader("referrer-policy", "no-referrer");
          response.setHeader("x-content-type-options", "nosniff");
          response.setHeader("cache-control", "no-store");
          response.writeHead(status, { "content-type": "text/html; charset=utf-8", ...headers }).end(request.method === "HEAD" ? "" : html);
        });
    },
    close: () => page.close(),
  };
}

class Page {
  private base: Promise<Database> | null = null;
  /** By link: a person reads and answers at leisure; by address: nobody tries links. */
  private readonly byLink = new Debit(30, 60_000);
  private readonly byAddress = new Debit(300, 60_000);

  constructor(private readonly options: OptionsReponse) {}

  async answer(request: IncomingMessage): Promise<Answer> {
    const method = request.method ?? "GET";
    if (!["GET", "HEAD", "POST"].includes(method)) {
      return [405, pageFermee(...(PAGES_FERMEES.INCONNU as unknown as [string, string])), { allow: "GET, HEAD, POST" }];
    }
    const token = lireJeton((request.url ?? "").split("?", 1)[0]!.slice(CHEMIN.length + 1));
    const at = this.options.now().getTime();
    if (!this.byAddress.passe(request.socket.remoteAddress ?? "", at) || (token && !this.byLink.passe(token.id, at))) return closed("TROP");
    if (!token) return closed("INCONNU");
    if (token.sceau !== null) return this.toCleanAddress(token as typeof token & { sceau: string });
    const seal = cookieOf(request);
    if (seal === null || method === "HEAD") return closed("INCONNU");
    const form = method === "POST" ? formulaireRecu(await bodyOf(request), this.options.now()) : null;
    if (method === "POST" && !form) return closed("INCONNU");
    const { cle, now } = this.options;
    return this.shown(await ouvrirLeLien({ database: await this.database(), cle, now }, token, seal, form));
  }

  private shown(outcome: Issue): Answer {
    return "fermee" in outcome ? closed(outcome.fermee) : [200, pageDeReponse(outcome.vue)];
  }

  private toCleanAddress(token: { departement: string; id: string; sceau: string }): Answer {
    const address = `${CHEMIN}/${numeroDuLien(token)}`;
    const secure = this.options.securise ? "; Secure" : "";
    const cookie = `reponse=${token.sceau}; Path=${address}; Max-Age=${JOURS_DU_LIEN * 86_400}; HttpOnly; SameSite=Lax${secure}`;
    return [303, "", { location: address, "set-cookie": cookie }];
  }

  private database(): Promise<Database> {
    this.base ??= Database.open(this.options.databaseUrl, { role: roleOf("offre_insertion"), poolSize: 2 }).catch((error) => {
      this.base = null;
      throw error;
    });
    return this.base;
  }

  async close(): Promise<void> {
    await (await this.base)?.close();
  }
}

function cookieOf(request: IncomingMessage): string | null {
  const found = /(?:^|;\s*)reponse=([A-Za-z0-9_-]{43})(?:;|$)/.exec(request.headers.cookie ?? "");
  return found?.[1] ?? null;
}

/** The body of a form; empty when it is too long. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) return "";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
