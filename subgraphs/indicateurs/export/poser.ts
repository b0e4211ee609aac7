/** Asks the subgraph one of its own GraphQL operations: an export says what the API says, masked, consolidated and versioned by the same code. */
export type Poser = (document: string, variables: Record<string, unknown>) => Promise<any>;
