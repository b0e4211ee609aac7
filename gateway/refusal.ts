/** Codes that the gateway itself answers. Each one is documented in docs/erreurs.md. */
export const GATEWAY_CODES = [
  "REQUETE_ILLISIBLE",
  "REQUETE_TROP_LOURDE",
  "METHODE_REFUSEE",
  "FORMAT_REFUSE",
  "LOT_REFUSE",
  "DOCUMENT_INVALIDE",
  "DOCUMENT_REFUSE",
  "REQUETE_TROP_COUTEUSE",
  "BUDGET_EPUISE",
  "PAGE_INVALIDE",
  "OPERATION_NON_PRISE_EN_CHARGE",
  "INTROSPECTION_FERMEE",
  "DOCUMENT_INCONNU",
  "ARGUMENT_INVALIDE",
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "EMETTEUR_INDISPONIBLE",
  "SOUS_GRAPHE_INDISPONIBLE",
  "BASE_INDISPONIBLE",
  "SURCHARGE",
  "DELAI_DEPASSE",
  "QUOTA_PERSONNES",
  "HORS_HEURES",
  "CLIENT_SUSPENDU",
  "TROP_DE_JETONS_REFUSES",
  "INTERNAL_SERVER_ERROR",
] as const;
export type GatewayCode = (typeof GATEWAY_CODES)[number];

export interface RefusalOptions {
  /** HTTP status. */
  status: number;
  /** Figures of the refusal (what was counted, the limit), a place in the document. Never a value of a person. */
  extensions?: Record<string, unknown>;
  headers?: Record<string, string>;
  locations?: readonly { line: number; column: number }[];
}

/** A request that does not run: HTTP status, stable code, French sentence. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(
    readonly code: GatewayCode,
    message: string,
    private readonly options: RefusalOptions,
  ) {
    super(message);
    this.status = options.status;
    this.headers = options.headers ?? {};
  }

  /** The shape of a GraphQL error. */
  toError(): AnswerError {
    const { locations, extensions } = this.options;
    return { message: this.message, ...(locations ? { locations } : {}), extensions: { code: this.code, ...extensions } };
  }
}

/** A well-formed request whose document or variables the schema refuses: 200 or 400 after the media type that the client accepts. */
export class InvalidRequest extends Error {
  constructor(readonly errors: AnswerError[]) {
    super(errors[0]?.message);
  }
}

export interface AnswerError {
  message: string;
  path?: readonly (string | number)[];
  locations?: readonly { line: number; column: number }[];
  extensions: { code: string; [key: string]: unknown };
}
