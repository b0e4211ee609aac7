import type { RightsSettings } from "../database";
import type { Caller } from "../identity";
import type { ALaVeille } from "./quota";
import type { RegistreDesRefus } from "./refus";

/** Who is asked before an answer that shows people leaves. */
export interface Veille {
  /** Counts the people of an answer against the quota of its client. Returns the milliseconds to wait before it leaves.
   * Errors: CodedError QUOTA_PERSONNES, and nothing is counted; BASE_INDISPONIBLE. */
  compter(caller: Caller, rights: RightsSettings, vues: ALaVeille, le: Date): Promise<number>;
  /** Whether the client, or its agent, has spent its quota. Errors: BASE_INDISPONIBLE. */
  atteint(caller: Caller, le: Date): Promise<boolean>;
  /** Where refused demands are written; absent: nowhere. */
  readonly refus?: RegistreDesRefus;
  close(): Promise<void>;
}
