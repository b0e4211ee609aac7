import { createHash } from "node:crypto";
import type { RequestContext, WritingTransaction } from "./context";
import { Refus } from "./contrat/refus";
import { isUuid } from "./page";

/** A key lives 24 hours for one client and one mutation (conventions). */
const LIFE_HOURS = 24;

/** The table that a subgraph with mutations keeps in its schema. */
export const idempotenceTable = (schema: string) => `create table ${schema}.cle_idempotence (
  client text not null, mutation text not null, cle text not null, empreinte bytea not null,
  resultat text, cree_le timestamptz not null, primary key (client, mutation, cle))`;

export interface OnceOptions<T> {
  /** Schema of the subgraph, a constant of the code. */
  schema: string;
  mutation: string;
  cle: string | null | undefined;
  /** The arguments, without the key: another payload under the same key is refused. */
  payload: unknown;
  apply: (writing: WritingTransaction) => Promise<T | Refus>;
  /** What is kept to give the same answer again: an id. */
  idOf: (result: T) => string;
  /** The earlier result, or a refusal when the caller may not read it any more. */
  reload: (id: string, writing: WritingTransaction) => Promise<T | Refus>;
}

/** Applies a mutation once. Refus: CLE_DEJA_UTILISEE when the key came with other arguments; a refusal is not kept. */
export async function once<T extends object>(context: RequestContext, options: OnceOptions<T>): Promise<T | Refus> {
  const cle = options.cle;
  if (cle === null || cle === undefined) return context.inTransaction(options.apply);
  if (cle.length < 1 || cle.length > 200) {
    return Refus.de("CLE_INVALIDE", "La clé d’idempotence compte de 1 à 200 caractères.", { champ: "cleIdempotence" });
  }
  return context.inTransaction(async (writing) => {
    const earlier = await claim(context, writing, options, cle);
    if (earlier instanceof Refus) return earlier;
    if (earlier !== null) {
      context.onReplay();
      const again = await options.reload(earlier, writing);
      // Nothing is written this time, but the answer tells of the person again.
      if (!(again instanceof Refus)) context.saw(peopleOf(again, options.payload));
      return again;
    }
    const result = await options.apply(writing);
    const identity = [context.requireCaller().client, options.mutation, cle];
    if (result instanceof Refus) {
      await writing.tx.execute(`delete from ${options.schema}.cle_idempotence where client = $1 and mutation = $2 and cle = $3`, identity);
    } else {
      await writing.tx.execute(
        `update ${options.schema}.cle_idempotence set resultat = $4 where client = $1 and mutation = $2 and cle = $3`,
        [...identity, options.idOf(result)],
      );
    }
    return result;
  });
}

/** Takes the key: null when it was free, the id of the earlier result when it was used for the same thing, a Refus otherwise.
 * A concurrent holder of the key makes this wait for its commit. */
async function claim<T>(
  context: RequestContext,
  { tx }: WritingTransaction,
  options: OnceOptions<T>,
  cle: string,
): Promise<string | Refus | null> {
  const client = context.requireCaller().client;
  const empreinte = createHash("sha256").update(stable(options.payload)).digest();
  const now = context.now();
  const expired = new Date(now.getTime() - LIFE_HOURS * 3_600_000);
  const taken = await tx.execute(
    `insert into ${options.schema}.cle_idempotence as c (client, mutation, cle, empreinte, cree_le) values ($1, $2, $3, $4, $5)
     on conflict (client, mutation, cle) do update set empreinte = excluded.empreinte, cree_le = excluded.cree_le, resultat = null where c.cree_le < $6`,
    [client, options.mutation, cle, empreinte, now, expired],
  );
  if (taken === 1) return null;
  const row = await tx.row<{ empreinte: Buffer; resultat: string }>(
    `select empreinte, resultat from ${options.schema}.cle_idempotence where client = $1 and mutation = $2 and cle = $3`,
    [client, options.mutation, cle],
  );
  if (row?.empreinte.equals(empreinte)) return row.resultat;
  return Refus.de("CLE_DEJA_UTILISEE", "Cette clé d’idempotence a déjà servi avec d’autres arguments : prenez-en une nouvelle.", {
    champ: "cleIdempotence",
  });
}

/** Whose data an earlier result tells again: the result names her, or the arguments do. */
function peopleOf(result: object, payload: unknown): string[] {
  for (const source of [result, payload as object | null]) {
    const named = (source as { allocataire?: string | { id?: string } | null } | null)?.allocataire;
    const id = typeof named === "object" ? named?.id : named;
    if (id && isUuid(id)) return [id];
  }
  return [];
}

/** JSON with sorted keys: the same arguments in another order are the same payload. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_key, v) =>
    v !== null && typeof v === "object" && !Array.isArray(v) && !(v instanceof Date)
      ? Object.fromEntries(
          Object.entries(v)
            .filter(([, x]) => x !== undefined)
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : v,
  );
}
