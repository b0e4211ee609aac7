import type { Transaction } from "../../shared/database";
import type { Caller } from "../../shared/identity";
import type { AccesUrgence } from "./acces-urgence";

const COLONNES = `u.id, u.departement, u.allocataire, u.client, u.agent, u.organisme, u.motif, u.ouvert_le as "ouvertLe", u.expire_le as "expireLe", u.ferme_le as "fermeLe"`;

/** How a person is named: by her id, or by one of her numbers and her birth date. */
export interface Designation {
  allocataire: string | null;
  type: string | null;
  valeurs: string[];
  empreinte: Buffer | null;
  dateNaissance: string | null;
}

/** Attempts of a client since an instant, and a lock until the end of the transaction: two at once count one after the other. */
export async function essaisDepuis(tx: Transaction, client: string, depuis: Date): Promise<number> {
  await tx.rows("select pg_advisory_xact_lock(hashtextextended('urgence:' || $1, 0))", [client]);
  const ligne = await tx.row<{ nombre: number }>(
    "select count(*)::int as nombre from journal.acces_urgence u where u.client = $1 and u.ouvert_le > $2",
    [client, depuis],
  );
  return ligne!.nombre;
}

/** Canonical id of the one person named, in the caller's département; null for nobody and for several. */
export async function personneDesignee(tx: Transaction, departement: string, d: Designation): Promise<string | null> {
  const ligne = await tx.row<{ id: string | null }>("select allocataires.personne_en_urgence($1, $2, $3, $4, $5, $6) as id", [
    departement,
    d.allocataire,
    d.type,
    d.valeurs,
    d.empreinte,
    d.dateNaissance,
  ]);
  return ligne?.id ?? null;
}

export async function ouvrir(
  tx: Transaction,
  { client, agent, organisme, departement }: Caller,
  acces: { allocataire: string | null; motif: string; ouvertLe: Date; expireLe: Date },
): Promise<AccesUrgence> {
  const lignes = await tx.rows<AccesUrgence>(
    `insert into journal.acces_urgence as u (departement, allocataire, client, agent, organisme, motif, ouvert_le, expire_le)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${COLONNES}`,
    [departement, acces.allocataire, client, agent, organisme, acces.motif, acces.ouvertLe, acces.expireLe],
  );
  return lignes[0]!;
}

/** The alert of an attempt, at once and every time. */
export async function alerter(tx: Transaction, acces: AccesUrgence): Promise<void> {
  const { allocataire, departement, client, agent, organisme, ouvertLe, expireLe, id } = acces;
  const details = { acces: id, trouvee: allocataire === null ? "non" : "oui", expireLe: expireLe.toISOString() };
  await tx.rows("select journal.lever_alerte('ACCES_URGENCE', 'ATTENTION', $1, $2, $3, $4, $5, $6, interval '0') as alerte", [
    departement,
    client,
    agent,
    organisme,
    ouvertLe,
    JSON.stringify(details),
  ]);
}

/** The access that this client and agent already have to a person, open at that instant. */
export const accesOuvert = (
  tx: Transaction,
  allocataire: string,
  { client, agent, departement }: Caller,
  le: Date,
): Promise<AccesUrgence | null> =>
  tx.row(
    `select ${COLONNES} from journal.acces_urgence u where u.departement = $1 and u.allocataire = $2 and u.client = $3
       and u.agent is not distinct from $4 and u.ferme_le is null and u.expire_le > $5 order by u.expire_le desc limit 1`,
    [departement, allocataire, client, agent, le],
  );

export const accesParId = (tx: Transaction, id: string): Promise<AccesUrgence | null> =>
  tx.row(`select ${COLONNES} from journal.acces_urgence u where u.id = $1`, [id]);

/** An access of this client and agent, locked. */
export const sonAcces = (tx: Transaction, id: string, { client, agent }: Caller): Promise<AccesUrgence | null> =>
  tx.row(
    `select ${COLONNES} from journal.acces_urgence u where u.id = $1 and u.client = $2 and u.agent is not distinct from $3 for update`,
    [id, client, agent],
  );

export async function fermer(tx: Transaction, id: string, le: Date, par: string): Promise<void> {
  await tx.execute("update journal.acces_urgence set ferme_le = $2, ferme_par = $3 where id = $1", [id, le, par]);
}

/** Accesses of the caller's départements, newest first, after `<milliseconds>:<id>`; attempts that found nobody included. One statement. */
export function listeAcces(
  tx: Transaction,
  ouverts: boolean | null,
  maintenant: Date,
  limite: number,
  after: string | null,
): Promise<AccesUrgence[]> {
  const [ms, id] = after?.split(":") ?? [];
  const borne = ms === undefined ? ["infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff"] : [new Date(Number(ms)), id];
  return tx.rows(
    `select ${COLONNES} from journal.acces_urgence u
     where ($1::boolean is null or (u.allocataire is not null and u.ferme_le is null and u.expire_le > $2) = $1) and (u.ouvert_le, u.id) < ($3::timestamptz, $4::uuid)
     order by u.ouvert_le desc, u.id desc limit $5`,
    [ouverts, maintenant, ...borne, limite],
  );
}
