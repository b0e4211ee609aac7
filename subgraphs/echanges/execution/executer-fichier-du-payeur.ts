import { createHash } from "node:crypto";
import type pg from "pg";
import { civilDateOf } from "../../shared/civil-date";
import type { DepotRow } from "../depot/depot.repository";
import { creerDepot, type OutilsDepot } from "../depot/executer-depots";
import { joindreAuDepot } from "./execution.repository";

export interface FichierDuPayeur {
  departement: string;
  objet: "SANCTION_EXECUTION" | "RECTIFICATION";
  destinataire: "CAF" | "MSA";
  /** Exchanges that the file carries, a line each. */
  echanges: readonly string[];
  fichiers: { extension: string; contenu: Buffer }[];
  le: Date;
}

/** Makes the signed file of what waits for a payer, and ties its exchanges to it. Its key says the day and which lines: the same lines are the same file. */
export async function creerFichierDuPayeur(
  client: pg.ClientBase,
  depots: OutilsDepot,
  { departement, objet, destinataire, echanges, fichiers, le }: FichierDuPayeur,
): Promise<DepotRow> {
  const cle = `${civilDateOf(le)} ${createHash("sha256").update(echanges.join()).digest("hex").slice(0, 12)}`;
  const depot = await creerDepot(client, depots, { departement, objet, destinataire, cle, nombre: echanges.length, fichiers, creeLe: le });
  await joindreAuDepot(client, departement, [...echanges], depot.id, destinataire);
  return depot;
}
