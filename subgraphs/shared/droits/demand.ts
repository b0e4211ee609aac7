import type { Caller } from "../identity";

/** An error of a field, as an answer carries it. */
export interface FieldError {
  message: string;
  path?: readonly (string | number)[];
  extensions: { code: string; [key: string]: unknown };
}

/** What a field asks of who names it. */
export interface Demand {
  /** Unique among the demands of one schema. */
  id: string;
  meets(caller: Caller): boolean;
  /** What is told to a caller who does not meet it. @param coordinate what asked. */
  error(caller: Caller, coordinate: string): FieldError;
}

/** What the fields of a schema ask. Through an interface, all that one of its objects asks. */
export interface FieldRules {
  demandsOf(type: string, field: string): readonly Demand[];
}
