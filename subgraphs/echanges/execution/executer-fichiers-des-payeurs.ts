import { createHash } from "node:crypto";
import type pg from "pg";
import { civilDateOf } from "../../shared/civil-date";
import type { DepotRow } from "../depot/depot.repository";
import { creerDepot, type OutilsDepot } from "../depot/executer-depots";
import { attendreLesDossiers, ignorerExecutions, joindreAuDepot } from "./execution.repository";

const PAYEURS = ["CAF", "MSA"] as const;

/** What waits for a payer, sorted: lines that leave (`ligne`: the exchange), what nobody is told and why, what waits for the payer to be known. */
export interface TriDesLignes<L extends { ligne: string }> {
  lignes: { destinataire: (typeof PAYEURS)[number]; ligne: L }[];
  ignorees: { echange: string; raison: string }[];
  attente: string[];
}

export interface FichiersDesPayeurs<L extends { ligne: string }> {
  departement: string;
  objet: "SANCTION_EXECUTION" | "RECTIFICATION";
  tri: TriDesLignes<L>;
  /** The lines of one payer in each format. */
  enFichiers: (lignes: readonly L[]) => { extension: string; contenu: Buffer }[];
  le: Date;
}

/** Makes a signed file for each payer who has lines, ties its exchanges to it, and notes the others; in the transaction of the caller. Returns the files. */
export async function creerFichiersDesPayeurs<L extends { ligne: string }>(
  client: pg.ClientBase,
  depots: OutilsDepot,
  { departement, objet, tri, enFichiers, le }: FichiersDesPayeurs<L>,
): Promise<DepotRow[]> {
  await ignorerExecutions(client, departement, tri.ignorees, le);
  await attendreLesDossiers(client, departement, tri.attente);
  const faits: DepotRow[] = [];
  for (const destinataire of PAYEURS) {
    const lignes = tri.lignes.filter((une) => une.destinataire === destinataire).map(({ ligne }) => ligne);
    if (lignes.length === 0) continue;
    const echanges = lignes.map(({ ligne }) => ligne);
    // The day, and which lines: the same lines are the same file.
    const cle = `${civilDateOf(le)} ${createHash("sha256").update(echanges.join()).digest("hex").slice(0, 12)}`;
    const nouveau = { departement, objet, destinataire, cle, nombre: lignes.length, fichiers: enFichiers(lignes), creeLe: le };
    const depot = await creerDepot(client, depots, nouveau);
    await joindreAuDepot(client, departement, echanges, depot.id, destinataire);
    faits.push(depot);
  }
  return faits;
}
