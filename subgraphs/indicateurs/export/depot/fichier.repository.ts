import type pg from "pg";
import type { Transaction } from "../../../shared/database";
import type { DemandeExport } from "../demande";
import type { FormatFichier } from "../tableur/ecrire";

/** A file that was prepared. Its bytes go after a quarter of an hour; what was asked, by whom, and its fingerprint stay. */
export interface FichierExporte {
  id: string;
  departement: string;
  nom: string;
  format: FormatFichier;
  empreinte: string;
  sha256: string;
  taille: number;
  arreteAu: string | null;
  expireLe: Date;
}

const COLONNES = `id, departement, nom, format, empreinte, sha256, taille, arrete_au as "arreteAu", expire_le as "expireLe"`;

export async function garderFichier(
  tx: Transaction,
  f: Omit<FichierExporte, "id" | "taille"> & { contenu: Buffer; demande: DemandeExport; par: string; le: Date },
): Promise<FichierExporte> {
  const row = await tx.row<FichierExporte>(
    `insert into indicateurs.export (departement, nom, format, empreinte, sha256, taille, arrete_au, expire_le, contenu, demande, par, le)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning ${COLONNES}`,
    [
      f.departement,
      f.nom,
      f.format,
      f.empreinte,
      f.sha256,
      f.contenu.length,
      f.arreteAu,
      f.expireLe,
      f.contenu,
      JSON.stringify(f.demande),
      f.par,
      f.le,
    ],
  );
  return row!;
}

/** A file whose bytes are still there. */
export const lireFichier = (tx: Transaction, departement: string, id: string): Promise<FichierExporte | null> =>
  tx.row(`select ${COLONNES} from indicateurs.export where departement = $1 and id = $2 and contenu is not null`, [departement, id]);

export const contenuDuFichier = (
  tx: Transaction,
  departement: string,
  id: string,
): Promise<(FichierExporte & { contenu: Buffer }) | null> =>
  tx.row(`select ${COLONNES}, contenu from indicateurs.export where departement = $1 and id = $2 and contenu is not null`, [
    departement,
    id,
  ]);

/** Forgets the bytes of the files whose link has expired. Returns how many. */
export async function oublierContenus(client: pg.ClientBase, maintenant: Date): Promise<number> {
  const { rowCount } = await client.query("update indicateurs.export set contenu = null where contenu is not null and expire_le <= $1", [
    maintenant,
  ]);
  return rowCount ?? 0;
}
