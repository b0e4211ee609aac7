import type { IncomingMessage, ServerResponse } from "node:http";
import { civilDateOf } from "../../../shared/civil-date";
import { Database } from "../../../shared/database";
import type { Log } from "../../../shared/log";
import { roleOf } from "../../../shared/migrations";
import type { NirCipher } from "../../../shared/nir-cipher";
import { FORMATS } from "../tableur/ecrire";
import { lireAvecContenu } from "./fichier.repository";
import { CHEMIN_DES_EXPORTS, lireJetonExport } from "./lien";

export interface OptionsRouteExport {
  databaseUrl: string;
  cle: Pick<NirCipher, "sharedSecret" | "sharedSecrets">;
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
  const database = await open();
  const { tx, end } = await database.begin(database.systemRights([lien.departement], civilDateOf(maintenant)));
  let lu = false;
  try {
    const fichier = await lireAvecContenu(tx, lien.departement, lien.id);
    lu = true;
    return rendre(fichier, maintenant);
  } finally {
    await end(lu);
  }
}

function rendre(fichier: Awaited<ReturnType<typeof lireAvecContenu>>, maintenant: Date): Answer {
  if (!fichier) return refus(404, "Ce lien n’ouvre aucun fichier : vérifiez qu’il est entier.");
  const { etat, contenu, format, nom, sha256, empreinte, expireLe } = fichier;
  if (etat === "EN_PREPARATION")
    return refus(202, "Le fichier se prépare : ouvrez de nouveau le lien dans un instant.", { "retry-after": "5" });
  if (etat === "ECHOUE") return refus(500, "Ce fichier n’a pas pu être fait : demandez-le de nouveau, ou prévenez l’exploitant.");
  if (!contenu || expireLe! <= maintenant)
    return refus(410, "Ce lien a expiré : préparez de nouveau le fichier, la même demande sur les mêmes faits donne les mêmes octets.");
  const headers = {
    "content-type": FORMATS[format].type,
    "content-disposition": `attachment; filename="${nom}"`,
    etag: `"${sha256}"`,
    "x-unefois-empreinte": empreinte!,
  };
  return { status: 200, headers, body: contenu };
}
