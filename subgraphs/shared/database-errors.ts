import { CodedError } from "./coded-error";
import { CANCELLED, cancelled } from "./deadline";
import type { Reessai } from "./reessai";

/** The server is away, leaves, comes back, or has no connection left. */
const AWAY = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EPIPE",
  "57P01",
  "57P02",
  "57P03",
  "08006",
  "08003",
  "08001",
  "53300",
]);
/** The libraries say it in these words, whatever the language of the server; the last, TypeORM's, when the connection went before a statement. */
const LOST =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query runner already released/;
const DISK_FULL = "53100";
/** Where PostgreSQL makes a file longer. A limit on the size of files (EFBIG) reaches it there, as an internal error. */
const EXTENDS = new Set(["mdextend", "mdextendfd", "mdzeroextend", "BufFileDumpBuffer", "extendBufFile"]);
const NUL_IN_TEXT = new Set(["22021", "22P05"]);

interface FromPostgres {
  code?: string;
  message?: string;
  routine?: string;
}

/** What an outage of PostgreSQL is to the caller: a coded error that says what to do. Null when the error is no outage.
 * @param reessai what the transaction left behind. */
export function outageOf(error: unknown, reessai: Reessai = "TEL_QUEL"): CodedError | null {
  const { code = "", message = "", routine = "" } = error as FromPostgres;
  if (code === DISK_FULL || (code === "XX000" && EXTENDS.has(routine))) {
    return new CodedError(
      "STOCKAGE_PLEIN",
      "La base de données n’a plus de place : rien n’a été enregistré, et aucune donnée de personne ne se lit sans trace écrite. Prévenez l’exploitant.",
      { reessai },
    );
  }
  if (AWAY.has(code) || LOST.test(message)) {
    return new CodedError(
      "BASE_INDISPONIBLE",
      reessai === "TEL_QUEL"
        ? "La base de données ne répond pas : réessayez dans un instant."
        : "La base de données n’a pas confirmé : la modification a peut-être été enregistrée. Renvoyez-la avec la même clé d’idempotence, elle ne sera appliquée qu’une fois.",
      { reessai },
    );
  }
  if (code === CANCELLED) return cancelled();
  return null;
}

/** Outages and texts that PostgreSQL does not keep become coded errors; the rest goes on as it is. */
export function translate(error: unknown, reessai: Reessai = "TEL_QUEL"): never {
  const outage = outageOf(error, reessai);
  if (outage) throw outage;
  const { code, routine } = error as FromPostgres;
  if (code === "42501" && routine === "ExecWithCheckOptions") {
    throw new CodedError("FORBIDDEN", "La finalité du jeton, ou son périmètre, n’ouvre pas ce qui est écrit ici.");
  }
  if (NUL_IN_TEXT.has(code ?? "")) {
    throw new CodedError("ARGUMENT_INVALIDE", "Un texte contient un caractère que le hub ne garde pas (U+0000) : retirez-le.");
  }
  throw error;
}
