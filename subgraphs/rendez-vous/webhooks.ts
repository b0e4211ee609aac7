import type { IncomingMessage, ServerResponse } from "node:http";
import { civilDateOf } from "../shared/civil-date";
import type { Database } from "../shared/database";
import { outageOf } from "../shared/database-errors";
import type { Log } from "../shared/log";
import type { SystemeRdv } from "./declaration";
import { grouperArrivees } from "./grouper-arrivees";
import type { CleNir } from "./message/nir";
import type { MessageSigne } from "./monde";
import type { MessageRecu } from "./reception";
import { recevoirGroupe } from "./recevoir-groupe";
import { type SecretsWebhooks, signatureValable } from "./signature-webhook";
import { messageSigne, ouvrirBase } from "./webhook-reception";

export interface OptionsRecepteur {
  /** Address of the owner of the database: the receiver is the system, not a caller. */
  ownerUrl: string;
  secrets: SecretsWebhooks;
  now: () => Date;
  log: Log;
  /** Oldest message taken in, in days; an older one is kept to examine. Null: whatever its age. */
  joursMaximum?: number | null;
  /** Null: whoever is known by a NIR (MSA) is not looked up. */
  cleNir?: CleNir | null;
}

export interface ReponseWebhook {
  /** 202: applied, ignored or kept as a reject; 400: no message of these tools (kept); 401: signature (nothing is kept). */
  statut: 202 | 400 | 401;
  corps: object;
}

export interface Recepteur {
  recevoir(systeme: SystemeRdv, entetes: Record<string, string>, corps: Buffer): Promise<ReponseWebhook>;
  close(): Promise<void>;
}

/** Messages of one transaction at most: what arrives while another one runs. */
const GROUPE = 500;

/** Receives the webhooks of the appointment systems (README-webhooks.md). PostgreSQL is reached at the first message;
 * when it is away `recevoir` throws, and the next message tries again. */
export function creerRecepteur({ ownerUrl, secrets, now, log, joursMaximum = null, cleNir = null }: OptionsRecepteur): Recepteur {
  let base: Promise<Database> | null = null;
  const open = () => {
    base ??= ouvrirBase(ownerUrl, 2).catch((error) => {
      base = null;
      throw error;
    });
    return base;
  };
  const arrivees = grouperArrivees<MessageSigne, MessageRecu>(async (messages) => {
    const maintenant = now();
    const depuis = joursMaximum === null ? null : new Date(maintenant.getTime() - joursMaximum * 86_400_000);
    return recevoirGroupe(await open(), messages, { maintenant, aujourdhui: civilDateOf(maintenant), import: false, depuis });
  }, GROUPE);
  return {
    recevoir: async (systeme, entetes, corps) => {
      const maintenant = now();
      if (!signatureValable(systeme, entetes, corps, secrets, maintenant)) {
        return { statut: 401, corps: { code: "SIGNATURE_INVALIDE", message: "La signature manque ou n’est pas celle de ce corps." } };
      }
      const recu = await arrivees.ajouter(messageSigne(systeme, corps, cleNir)).catch((error: Error) => {
        log.error({ err: error, systeme }, "message de rendez-vous non gardé");
        throw error;
      });
      const { issue, code, message } = recu.issue;
      return { statut: recu.signe.enveloppe === null ? 400 : 202, corps: { resultat: issue, code, message } };
    },
    close: async () => {
      await arrivees.fini();
      await (await base)?.close();
    },
  };
}

/** Largest body, in bytes. */
const CORPS_MAXIMUM = 1_048_576;

/** The HTTP handler of one system. 405, 413 (closes the connection), 503 with Retry-After when PostgreSQL is away. */
export function routeWebhook(recepteur: Recepteur, systeme: SystemeRdv): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    if (request.method !== "POST") {
      request.resume();
      return answer(response, 405, { code: "METHODE_REFUSEE", message: "Envoyez le message par POST." }, { allow: "POST" });
    }
    readBody(request)
      .then(async (body) => {
        if (body === null)
          return answer(response, 413, { code: "CORPS_TROP_LONG", message: "Le corps dépasse 1 Mo." }, { connection: "close" });
        const { statut, corps } = await recepteur.recevoir(systeme, flat(request.headers), body);
        answer(response, statut, corps);
      })
      .catch((error: Error & { extensions?: { code?: string } }) => {
        if (request.destroyed && !request.complete) return; // the client went away: nobody to answer
        const outage = (error.extensions?.code ? error : outageOf(error)) as { extensions?: { code?: string } } | null;
        const away = outage?.extensions?.code === "BASE_INDISPONIBLE" || outage?.extensions?.code === "STOCKAGE_PLEIN";
        answer(
          response,
          away ? 503 : 500,
          { code: away ? outage.extensions!.code : "ERREUR_INTERNE", message: "Le message n’a pas été gardé : renvoyez-le plus tard." },
          away ? { "retry-after": "30" } : {},
        );
      });
  };
}

function answer(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  if (response.headersSent) return;
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers }).end(JSON.stringify(body));
}

/** The raw body, or null when it is too long. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  if (Number(request.headers["content-length"] ?? 0) > CORPS_MAXIMUM) return null;
  const chunks: Buffer[] = [];
  let length = 0;
  // The socket stays open to carry the answer when the body is too long.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > CORPS_MAXIMUM) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const flat = (headers: IncomingMessage["headers"]): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
