import type { KeyObject } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type pg from "pg";
import { z } from "zod";
import { signer, verifier } from "../subgraphs/echanges/depot/signature";
import { lireTete } from "../subgraphs/shared/chaine/lignes.repository";
import type { TeteAncree } from "../subgraphs/shared/chaine/verifier.repository";
import { writeWhole } from "../subgraphs/shared/whole-file";
import { Sentence } from "./sentence";

const HEX = /^[0-9a-f]{64}$/;
const Ancre = z.object({
  version: z.literal(1),
  numero: z.int().positive(),
  empreinte: z.string().regex(HEX),
  closLe: z.iso.datetime(),
  ancreeLe: z.iso.datetime(),
  /** Ed25519 of the JSON text of what is above, without spaces, in this order; base64. */
  signature: z.base64(),
});
export type Ancre = z.infer<typeof Ancre>;

const texteSigne = ({ version, numero, empreinte, closLe, ancreeLe }: Omit<Ancre, "signature">): Buffer =>
  Buffer.from(JSON.stringify({ version, numero, empreinte, closLe, ancreeLe }));

/** Name of the anchor of a batch, in a folder: they sort by number. */
export const nomDAncre = (numero: number): string => `unefois-journal-${String(numero).padStart(12, "0")}.json`;

/** Writes the head of the chain outside the database, signed; never over a file that is there. Null when nothing is sealed yet.
 * @param vers a file, or a folder where the anchor takes its own name. */
export async function ancrer(
  client: pg.ClientBase,
  { cle, vers, maintenant }: { cle: KeyObject; vers: string; maintenant: Date },
): Promise<{ ancre: Ancre; fichier: string } | null> {
  const tete = await lireTete(client);
  if (tete === null) return null;
  const { numero, closLe } = tete;
  const dit = {
    version: 1 as const,
    numero,
    empreinte: tete.empreinte.toString("hex"),
    closLe: closLe.toISOString(),
    ancreeLe: maintenant.toISOString(),
  };
  const ancre = { ...dit, signature: signer(cle, texteSigne(dit)).toString("base64") };
  const fichier = fs.existsSync(vers) && fs.statSync(vers).isDirectory() ? path.join(vers, nomDAncre(numero)) : vers;
  writeWhole(fichier, `${JSON.stringify(ancre, null, 2)}\n`, { mode: 0o444, replace: false });
  await client.query("insert into journal.ancre (numero, empreinte, vers, ancree_le) values ($1, $2, $3, $4)", [
    numero,
    tete.empreinte,
    fichier,
    maintenant,
  ]);
  return { ancre, fichier };
}

/** The heads to compare with: the hash itself, a file, or every anchor of a folder. Sentence when one is not signed by the key.
 * @param cle public key, PEM. */
export function lireAncres(dit: string, cle: string): TeteAncree[] {
  if (HEX.test(dit.toLowerCase())) return [{ numero: null, empreinte: dit.toLowerCase() }];
  if (!fs.existsSync(dit)) throw new Sentence(`L’ancre ${dit} n’existe pas : donnez un fichier, un dossier d’ancres ou une empreinte.`);
  if (!fs.statSync(dit).isDirectory()) return [lireAncre(dit, cle)];
  const fichiers = fs.readdirSync(dit).filter((nom) => /^unefois-journal-\d+\.json$/.test(nom));
  if (fichiers.length === 0) throw new Sentence(`Le dossier ${dit} ne contient aucune ancre.`);
  return fichiers.sort().map((nom) => lireAncre(path.join(dit, nom), cle));
}

function lireAncre(fichier: string, cle: string): TeteAncree {
  const ancre = Ancre.safeParse(lireJson(fichier));
  if (!ancre.success) throw new Sentence(`${fichier} n’est pas une ancre du journal.`);
  if (!verifier(cle, texteSigne(ancre.data), Buffer.from(ancre.data.signature, "base64")))
    throw new Sentence(`${fichier} n’est pas signée par la clé attendue : elle a été modifiée, ou vient d’un autre hub (--cle).`);
  return { numero: ancre.data.numero, empreinte: ancre.data.empreinte };
}

function lireJson(fichier: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(fichier, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return null; // not an anchor: the caller says so
    throw error;
  }
}
