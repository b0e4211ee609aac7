import { CodedError } from "./coded-error";

/** Page sizes that the API accepts (conventions): null means the default. */
export const PAGE_MAX = 200;

/** The page size to use. Errors: PAGE_INVALIDE when out of 1 to 200. */
export function pageSize(first: number | null | undefined, byDefault: number): number {
  if (first === null || first === undefined) return byDefault;
  if (!Number.isInteger(first) || first < 1 || first > PAGE_MAX) {
    throw new CodedError("PAGE_INVALIDE", `« first » vaut ${first} : demandez de 1 à ${PAGE_MAX} éléments par page.`);
  }
  return first;
}

/** An opaque cursor. It carries a key of the hub (id, position), never a personal datum. */
export const encodeCursor = (key: string | number): string => Buffer.from(`1:${key}`).toString("base64url");

/** The key inside a cursor, or null when there is no cursor. Errors: CURSEUR_INVALIDE. */
export function decodeCursor(cursor: string | null | undefined, shape: RegExp): string | null {
  if (cursor === null || cursor === undefined) return null;
  const text = Buffer.from(cursor, "base64url").toString("utf8");
  const key = text.startsWith("1:") ? text.slice(2) : null;
  if (key === null || !shape.test(key)) {
    throw new CodedError("CURSEUR_INVALIDE", "Ce curseur n’a pas été donné par le hub pour cette liste : reprenez sans « after ».");
  }
  return key;
}

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isUuid = (text: string | null | undefined): text is string => typeof text === "string" && UUID.test(text);

export interface Page<T> {
  edges: { cursor: string; node: T }[];
  nodes: T[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

/** Builds a connection from `first + 1` rows: the extra row says that there is a next page. */
export function toPage<T>(rows: T[], first: number, key: (row: T) => string | number, after: string | null | undefined): Page<T> {
  const nodes = rows.slice(0, first);
  const edges = nodes.map((node) => ({ cursor: encodeCursor(key(node)), node }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: after !== null && after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
