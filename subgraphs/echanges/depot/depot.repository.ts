import type pg from "pg";
import type { Destinataire } from "./manifeste";

/** Storage of the signed files, through the connection of the owner. */
export interface DepotRow {
  departement: string;
  id: string;
  objet: string;
  destinataire: Destinataire;
  cle: string;
  sequence: number;
  nom: string;
  nombre: number;
  manifeste: string;
  signature: Buffer;
  /** Encrypted; null once erased. */
  contenu: Buffer | null;
  creeLe: Date;
  deposeLe: Date | null;
  tentatives: number;
  erreur: string | null;
}

const COLONNES = `departement, id, objet, destinataire, cle, sequence, nom, nombre, manifeste, signature, contenu, cree_le as "creeLe",
  depose_le as "deposeLe", tentatives, erreur`;

/** One writer at a time for an object and a recipient, until the transaction ends: ranks follow one another without a gap. */
const VERROU = "select pg_advisory_xact_lock(hashtextextended($1, 4219017))";
const PAR_CLE = `select ${COLONNES} from echanges.depot where departement = $1 and objet = $2 and destinataire = $3 and cle = $4`;
const SUIVANT = `select coalesce(max(sequence), 0)::int + 1 as sequence from echanges.depot
  where departement = $1 and objet = $2 and destinataire = $3`;
const AJOUTER = `insert into echanges.depot (departement, objet, destinataire, cle, sequence, nom, nombre, manifeste, sha256, signature, contenu,
    cree_le, prochain_essai)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12) returning ${COLONNES}`;

export const verrouiller = (client: pg.ClientBase, d: { departement: string; objet: string; destinataire: string }) =>
  client.query(VERROU, [`${d.departement} ${d.objet} ${d.destinataire}`]);

export async function depotParCle(
  client: pg.ClientBase,
  d: { departement: string; objet: string; destinataire: string; cle: string },
): Promise<DepotRow | null> {
  const { rows } = await client.query<DepotRow>(PAR_CLE, [d.departement, d.objet, d.destinataire, d.cle]);
  return rows[0] ?? null;
}

export async function sequenceSuivante(
  client: pg.ClientBase,
  d: { departement: string; objet: string; destinataire: string },
): Promise<number> {
  return (await client.query<{ sequence: number }>(SUIVANT, [d.departement, d.objet, d.destinataire])).rows[0]!.sequence;
}

export async function ajouterDepot(
  client: pg.ClientBase,
  d: Pick<
    DepotRow,
    "departement" | "objet" | "destinataire" | "cle" | "sequence" | "nom" | "nombre" | "manifeste" | "signature" | "creeLe"
  > & {
    sha256: Buffer;
    contenu: Buffer;
  },
): Promise<DepotRow> {
  const valeurs = [d.departement, d.objet, d.destinataire, d.cle, d.sequence, d.nom, d.nombre, d.manifeste, d.sha256, d.signature];
  return (await client.query<DepotRow>(AJOUTER, [...valeurs, d.contenu, d.creeLe])).rows[0]!;
}

/** The oldest deposit not yet left of each line, when its turn has come: a later rank waits for the one before. Locked until the end of the transaction. */
const DU = `select ${COLONNES} from echanges.depot d
  where d.depose_le is null and d.prochain_essai <= $1 and d.destinataire = any ($2)
    and not exists (select from echanges.depot avant where avant.departement = d.departement and avant.objet = d.objet
      and avant.destinataire = d.destinataire and avant.sequence < d.sequence and avant.depose_le is null)
  order by d.cree_le, d.departement, d.objet, d.destinataire limit 1 for update skip locked`;

export async function prochainDepot(client: pg.ClientBase, le: Date, destinataires: readonly string[]): Promise<DepotRow | null> {
  return (await client.query<DepotRow>(DU, [le, destinataires])).rows[0] ?? null;
}

const DEPOSE = `update echanges.depot set depose_le = $3, tentatives = tentatives + 1, erreur = null, manifeste = $4, sha256 = $5, signature = $6
  where departement = $1 and id = $2`;
/** What left in the file waits to be seen at the partner's; what was taken out of it waits for the next file. */
const ECHANGES_DEPOSES = `update echanges.echange set statut = 'A_CONFIRMER', envoye_le = $3, tentatives = tentatives + 1, prochain_essai = null,
    erreur_code = null, erreur_message = null, erreur_reessayable = null, erreur_action = null
  where departement = $1 and depot = $2 and statut = 'A_ENVOYER'`;
const ECHANGES_RENDUS = "update echanges.echange set depot = null where departement = $1 and depot = $2 and statut = 'A_ENVOYER'";

export async function noterDepose(
  client: pg.ClientBase,
  depot: DepotRow,
  laisse: { le: Date; manifeste: string; sha256: Buffer; signature: Buffer; annule: boolean },
): Promise<void> {
  await client.query(DEPOSE, [depot.departement, depot.id, laisse.le, laisse.manifeste, laisse.sha256, laisse.signature]);
  if (laisse.annule) await client.query(ECHANGES_RENDUS, [depot.departement, depot.id]);
  else await client.query(ECHANGES_DEPOSES, [depot.departement, depot.id, laisse.le]);
}

const ECHEC = "update echanges.depot set tentatives = tentatives + 1, prochain_essai = $3, erreur = $4 where departement = $1 and id = $2";
const ECHANGES_EN_ECHEC = `update echanges.echange set tentatives = tentatives + 1, prochain_essai = $3, erreur_code = $4, erreur_message = $5,
    erreur_reessayable = true, erreur_action = $6 where departement = $1 and depot = $2 and statut = 'A_ENVOYER'`;

export async function noterEchec(
  client: pg.ClientBase,
  depot: DepotRow,
  echec: { code: string; message: string; action: string; prochainEssai: Date },
): Promise<void> {
  await client.query(ECHEC, [depot.departement, depot.id, echec.prochainEssai, echec.code]);
  const valeurs = [depot.departement, depot.id, echec.prochainEssai, echec.code, echec.message, echec.action];
  await client.query(ECHANGES_EN_ECHEC, valeurs);
}

const LISTE = `select ${COLONNES} from echanges.depot where ($1::text is null or departement = $1) and ($2::text is null or nom = $2)
  order by departement, objet, destinataire, sequence`;

export async function listeDepots(client: pg.ClientBase, departement: string | null, nom: string | null = null): Promise<DepotRow[]> {
  return (await client.query<DepotRow>(LISTE, [departement, nom])).rows;
}
