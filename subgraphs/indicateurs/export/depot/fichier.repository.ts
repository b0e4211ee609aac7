import type pg from "pg";
import type { Transaction } from "../../../shared/database";
import type { DemandeExport } from "../demande";
import type { FormatFichier } from "../tableur/ecrire";

/** EN_PREPARATION → PRET → OUBLIE (its bytes are gone), or ECHOUE. */
export const ETATS_EXPORT = ["EN_PREPARATION", "PRET", "OUBLIE", "ECHOUE"] as const;
export type EtatExport = (typeof ETATS_EXPORT)[number];

/** A file that was asked for. Its bytes go after a quarter of an hour; what was asked, by whom, and its fingerprint stay. */
export interface FichierExporte {
  id: string;
  departement: string;
  etat: EtatExport;
  format: FormatFichier;
  demandeLe: Date;
  nom: string | null;
  empreinte: string | null;
  sha256: string | null;
  taille: number | null;
  arreteAu: string | null;
  expireLe: Date | null;
}

const COLONNES = `id, departement, etat, format, le as "demandeLe", nom, empreinte, sha256, taille, arrete_au as "arreteAu", expire_le as "expireLe"`;

/** Asks for a file: the worker is told, and makes it. */
export async function demanderFichier(
  tx: Transaction,
  { demande, format, par, le }: { demande: DemandeExport; format: FormatFichier; par: string; le: Date },
): Promise<FichierExporte> {
  const row = await tx.row<FichierExporte>(
    `insert into indicateurs.export (departement, demande, format, par, le) values ($1, $2, $3, $4, $5) returning ${COLONNES}`,
    [demande.departement, JSON.stringify(demande), format, par, le],
  );
  await tx.execute("select pg_notify('export_indicateurs', '')");
  return row!;
}

export const lireFichier = (tx: Transaction, departement: string, id: string): Promise<FichierExporte | null> =>
  tx.row(`select ${COLONNES} from indicateurs.export where departement = $1 and id = $2`, [departement, id]);

export const lireAvecContenu = (
  tx: Transaction,
  departement: string,
  id: string,
): Promise<(FichierExporte & { contenu: Buffer | null }) | null> =>
  tx.row(`select ${COLONNES}, contenu from indicateurs.export where departement = $1 and id = $2`, [departement, id]);

export interface FichierAFaire {
  id: string;
  departement: string;
  demande: DemandeExport;
  format: FormatFichier;
  tentatives: number;
}

/** The oldest file to make, one attempt more counted: what stops the process is not tried for ever. */
export async function prendreFichier(client: pg.ClientBase): Promise<FichierAFaire | null> {
  const { rows } = await client.query<FichierAFaire>(
    `update indicateurs.export set tentatives = tentatives + 1
     where (departement, id) = (select departement, id from indicateurs.export where etat = 'EN_PREPARATION' order by le, id limit 1)
     returning id, departement, demande, format, tentatives`,
  );
  return rows[0] ?? null;
}

export async function rendreFichier(
  client: pg.ClientBase,
  { departement, id }: Pick<FichierAFaire, "departement" | "id">,
  f: { nom: string; empreinte: string; sha256: string; arreteAu: string | null; expireLe: Date; contenu: Buffer },
): Promise<void> {
  await client.query(
    `update indicateurs.export set etat = 'PRET', nom = $3, empreinte = $4, sha256 = $5, taille = $6, arrete_au = $7, expire_le = $8, contenu = $9
     where departement = $1 and id = $2`,
    [departement, id, f.nom, f.empreinte, f.sha256, f.contenu.length, f.arreteAu, f.expireLe, f.contenu],
  );
}

export async function renoncer(client: pg.ClientBase, { departement, id }: Pick<FichierAFaire, "departement" | "id">): Promise<void> {
  await client.query("update indicateurs.export set etat = 'ECHOUE' where departement = $1 and id = $2", [departement, id]);
}

/** Forgets the bytes of the files whose link has expired. Returns how many. */
export async function oublierContenus(client: pg.ClientBase, maintenant: Date): Promise<number> {
  const { rowCount } = await client.query(
    "update indicateurs.export set contenu = null, etat = 'OUBLIE' where etat = 'PRET' and expire_le <= $1",
    [maintenant],
  );
  return rowCount ?? 0;
}

/** Instant of the last event of a département that the figures rest on; null before the first. */
export async function dernierFait(tx: Transaction, departement: string): Promise<Date | null> {
  const row = await tx.row<{ le: Date }>(
    `select survenu_le as le from journal.evenement
     where departement = $1 and position <= (select max(position) from indicateurs.curseur) order by position desc limit 1`,
    [departement],
  );
  return row?.le ?? null;
}
