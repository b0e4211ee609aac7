import type { Organisme } from "./territoire";

/** Codes of an organisme at its partners, invented: AURORE begins with UFX, SIRET with 000, which no real one does. A payeur has no AURORE. */
export function codesDe(
  { type }: Pick<Organisme, "type">,
  departement: string,
  rang: number,
): [aurore: string, safir: string, siret: string] {
  const numero = String(rang).padStart(2, "0");
  const aurore = type === "CAF" || type === "MSA" ? "" : `UFX${departement}${numero}`;
  return [aurore, type === "FRANCE_TRAVAIL" ? `${departement}0${numero}` : "", `000${departement}${String(rang).padStart(9, "0")}`];
}
