import type { Transaction } from "./database";
import type { Caller } from "./identity";
import type { Nature } from "./nature";
import type { Operation } from "./operation";

/** An event of the hub: ids, codes, dates and names of changed fields, never a value of a person (schema/evenements/). */
export interface EventToPublish {
  type: string;
  /** Null for the rejection of a message whose département is not known. */
  departement: string | null;
  allocataire: string | null;
  donnees: Record<string, unknown>;
  survenuLe: Date;
  /** System of a partner whose fact this is, as it was read there; absent when a caller told it. */
  source?: string | null;
}

/** Inserts events without a position, in the transaction of the fact. */
export async function insertEvents(tx: Pick<Transaction, "execute">, events: EventToPublish[]): Promise<void> {
  if (events.length === 0) return;
  await tx.execute(
    `insert into journal.evenement (type, departement, allocataire, donnees, survenu_le, source)
     select * from unnest($1::text[], $2::text[], $3::uuid[], $4::jsonb[], $5::timestamptz[], $6::text[])`,
    [
      events.map((e) => e.type),
      events.map((e) => e.departement),
      events.map((e) => e.allocataire),
      events.map((e) => JSON.stringify(e.donnees)),
      events.map((e) => e.survenuLe),
      events.map((e) => e.source ?? null),
    ],
  );
}

export interface ConsultationToWrite {
  nature: Nature;
  operation: Operation;
  subgraph: string;
  caller: Caller;
  allocataires: string[];
  champs: string[];
  le: Date;
}

/** Writes one row of the register: who, when, for what purpose, which people, which fields. */
export async function insertConsultation(tx: Pick<Transaction, "execute">, c: ConsultationToWrite): Promise<void> {
  if (c.allocataires.length === 0) return;
  await tx.execute(
    `insert into journal.consultation (operation, operation_nom, requete, sous_graphe, le, departement, client, agent, organisme, finalite, allocataires, champs, nature)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      c.operation.id,
      c.operation.name,
      c.operation.requestId,
      c.subgraph,
      c.le,
      c.caller.departement,
      c.caller.client,
      c.caller.agent,
      c.caller.organisme,
      c.caller.finalite,
      c.allocataires,
      c.champs,
      c.nature,
    ],
  );
}
