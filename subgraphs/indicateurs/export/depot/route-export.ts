import type { IncomingMessage, ServerResponse } from "node:http";
import { civilDateOf } from "../../../shared/civil-date";
import { Database } from "../../../shared/database";
import type { Log } from "../../../shared/log";
import { roleOf } from "../../../shared/migrations";
import type { NirCipher } from "../../../shared/nir-cipher";
import { FORMATS } from "../tableur/ecrire";
import { contenuDuFichier } from "./fichier.repository";
import { CHEMIN_DES_EXPORTS, lireJetonExport } from "./lien";

export interface OptionsRouteExport {
  databaseUrl: string;
  cle: Pick<NirCipher, "sharedSecret">;
  now: () => Date;
  log: Log;
}

type Answer = { status: number; headers?: Record<string, string>; body: Buffer | { erreur: string } };

const SANS_TRACE = { "cache-control": "private, no-store", "referrer-policy": "no-referrer", "x-content-type-options": "nosniff" };
const refus = (status: number, erreur: string, headers?: Record<string, string>): Answer => ({ status, headers, body: { erreur } });

/** Gives a prepared file to whoever holds its link: the token was asked for, and its rights checked, when the file was prepared. */
export function routeExport(options: OptionsRouteExport): {
  route: (q: IncomingMessage, r: ServerResponse) => void;
  close(): Promise<void>;
} {
  let base: Promise<Database> | null = null;
  const open = () => {
    base ??= Database.open(options.databaseUrl, { role: roleOf("indicateurs"), poolSize: 2 });
    // A base that did not open is tried again at the next file.
    base.catch(() => {
      base = null;
    });
    return base;
  };
  const route = (request: IncomingMessage, response: ServerResponse) => {
    answer(request, options, open)
      .catch((error: Error): Answer => {
        options.log.error({ err: error }, "export d’indicateurs non servi");
        return refus(503, "Le fichier ne se lit pas pour le moment : ouvrez de nouveau le lien dans quelques minutes.");
      })
      .then(({ status, headers, body }) => {
        const octets = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
        const type = Buffer.isBuffer(body) ? {} : { "content-type": "application/json; charset=utf-8" };
        response.writeHead(status, { ...SANS_TRACE, ...type, ...headers, "content-length": octets.length });
        response.end(request.method === "HEAD" ? undefined : octets);
      });
  };
  return { route, close: async () => void (await (await base?.catch(() => null))?.close()) };
}

async function answer(request: IncomingMessage, { cle, now }: OptionsRouteExport, open: () => Promise<Database>): Promise<Answer> {
  if (!["GET", "HEAD"].includes(request.method ?? "GET")) return refus(405, "Un fichier se lit : GET ou HEAD.", { allow: "GET, HEAD" });
  const lien = lireJetonExport(cle, (request.url ?? "").split("?", 1)[0]!.slice(CHEMIN_DES_EXPORTS.length + 1));
  if (!lien) return refus(404, "Ce lien n’ouvre aucun fichier : vérifiez qu’il est entier.");
  const maintenant = now();
  const fini = () => refus(410, "Ce lien a expiré : préparez de nouveau le fichier, la même demande donne les mêmes octets.");
  if (lien.expireLe <= maintenant) return fini();
  const database = await open();
  const { tx, end } = await database.begin(database.systemRights([lien.departement], civilDateOf(maintenant)));
  let lu = false;
  try {
    const fichier = await contenuDuFichier(tx, lien.departement, lien.id);
    lu = true;
    if (!fichier) return fini();
    const headers = {
      "content-type": FORMATS[fichier.format].type,
      "content-disposition": `attachment; filename="${fichier.nom}"`,
      etag: `"${fichier.sha256}"`,
      "x-unefois-empreinte": fichier.empreinte,
    };
    return { status: 200, headers, body: fichier.contenu };
  } finally {
    await end(lu);
  }
}
