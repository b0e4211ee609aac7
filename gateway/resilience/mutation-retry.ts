import type { Reessai } from "../../subgraphs/shared/reessai";
import type { AnswerError } from "../refusal";

/** What the errors of a mutation say of sending it again: « as it is » holds only when no root field was applied.
 * A part that is missing under a mutation that was made, or beside one, needs the same key. */
export function retryOfMutation(errors: readonly AnswerError[], data: Record<string, unknown> | null): readonly AnswerError[] {
  const nothingDone = Object.values(data ?? {}).every((value) => value === null) && errors.every(({ path }) => (path?.length ?? 1) <= 1);
  if (nothingDone) return errors;
  return errors.map((error) =>
    error.extensions.reessai === "TEL_QUEL"
      ? { ...error, extensions: { ...error.extensions, reessai: "AVEC_LA_MEME_CLE" satisfies Reessai } }
      : error,
  );
}
