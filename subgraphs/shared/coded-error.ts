import { GraphQLError } from "graphql";

/** Codes of the errors that a caller can meet outside a typed `Refus`. Each one is documented in docs/erreurs.md. */
export type ErrorCode =
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "PAGE_INVALIDE"
  | "CURSEUR_INVALIDE"
  | "ARGUMENT_INVALIDE"
  | "IDENTIFIANT_INCOMPLET"
  | "QUOTA_PERSONNES"
  | "SOUS_GRAPHE_INDISPONIBLE"
  | "BASE_INDISPONIBLE"
  | "STOCKAGE_PLEIN"
  | "DELAI_DEPASSE"
  | "INTERNAL_SERVER_ERROR";

/** An error that the caller may read: a code, a French sentence that says what, where and what to do, and no personal datum. */
export class CodedError extends GraphQLError {
  constructor(code: ErrorCode, message: string, extensions: Record<string, unknown> = {}) {
    super(message, { extensions: { code, ...extensions } });
  }
}
