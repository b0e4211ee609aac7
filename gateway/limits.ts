/** What one request may ask. The showcase query of the hub costs 4 000, and 16 000 with `first: 200`. */
export const LIMITS = {
  bodyBytes: 1_000_000,
  /** Characters of a document, before it is parsed. */
  documentChars: 100_000,
  tokens: 5_000,
  operations: 20,
  /** Fields as if fragments were flattened. */
  fields: 1_500,
  depth: 15,
  aliases: 100,
  rootFields: 60,
  directives: 60,
  /** The same response key in one selection set: comparing them is quadratic. */
  repeats: 30,
  /** Fragment spreads in one selection set. */
  spreads: 40,
  /** Objects that an operation may bring, counted by `@listSize` and `@cost`. */
  cost: 50_000,
  /** Size of a list that the schema does not size. */
  listSize: 50,
  page: 200,
  variablesDepth: 8,
  /** The largest list that a mutation takes: 2 000 slots of six fields. */
  variablesValues: 20_000,
} as const;

/** Milliseconds. */
export const DELAYS = {
  /** One operation, from its first byte to its answer. */
  operation: 30_000,
  /** The plan of a document that is new. Those of the hub's own pages take 5 to 30. */
  plan: 3_000,
  /** One call to a subgraph; indicators add up a year. */
  subgraph: 5_000,
  indicateurs: 10_000,
} as const;

/** Documents and plans kept. Bytes are estimated from lengths: what a document weighs once parsed, and a plan once its parts are compiled. */
export const CACHE = {
  documents: 1_000,
  bytes: 96 * 1024 * 1024,
  perChar: 60,
  perPlanByte: 20,
} as const;
