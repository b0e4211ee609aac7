/** What an error of an outage says of trying again: `extensions.reessai`.
 * TEL_QUEL: nothing was applied, the same request may be sent again. AVEC_LA_MEME_CLE: it may have been applied; sent again with the same
 * idempotency key, it is applied once. */
export type Reessai = "TEL_QUEL" | "AVEC_LA_MEME_CLE";
