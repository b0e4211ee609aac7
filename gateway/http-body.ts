import type { IncomingMessage } from "node:http";
import { LIMITS } from "./limits";
import { Refusal } from "./refusal";

/** Reads the body of a request as text. Errors: Refusal REQUETE_TROP_LOURDE (413), FORMAT_REFUSE (415) for a compressed body. */
export function readBody(request: IncomingMessage, limit: number = LIMITS.bodyBytes): Promise<string> {
  const encoding = request.headers["content-encoding"];
  if (encoding && encoding !== "identity") {
    throw new Refusal("FORMAT_REFUSE", "Les corps compressés ne sont pas acceptés : envoyez le JSON tel quel.", { status: 415 });
  }
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooHeavy(limit);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) return void chunks.push(chunk);
      request.removeAllListeners("data");
      request.pause();
      reject(tooHeavy(limit));
    });
    request.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    request.on("error", reject);
    request.on("aborted", () => reject(new Refusal("REQUETE_ILLISIBLE", "La requête a été interrompue.", { status: 400 })));
  });
}

function tooHeavy(limit: number): Refusal {
  return new Refusal("REQUETE_TROP_LOURDE", `Le corps de la requête dépasse la limite de ${limit.toLocaleString("fr-FR")} octets.`, {
    status: 413,
    extensions: { limite: limit },
    headers: { connection: "close" },
  });
}
