import { CodedError } from "../shared/coded-error";

/** Refuses a NUL character anywhere in the arguments: PostgreSQL keeps none. Errors: ARGUMENT_INVALIDE. */
export function refuserNul(argument: unknown, champ: string): void {
  if (typeof argument === "string" && argument.includes("\u0000")) {
    throw new CodedError("ARGUMENT_INVALIDE", `« ${champ} » contient un caractère nul : retirez-le.`, { champ });
  }
  if (argument instanceof Date || argument === null || typeof argument !== "object") return;
  for (const [nom, valeur] of Object.entries(argument)) refuserNul(valeur, Array.isArray(argument) ? champ : nom);
}
