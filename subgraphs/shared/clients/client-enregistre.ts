import type { Finalite } from "../identity";

/** When a client may work, on the wall clock of its département. */
export interface HeuresOuverture {
  /** `HH:MM`. */
  debut: string;
  /** `HH:MM`, excluded; `24:00`: the end of the day. */
  fin: string;
  /** 1 = Monday … 7 = Sunday. */
  jours: readonly number[];
  /** Whether it works on public holidays. */
  feries: boolean;
  /** Outside these hours: each operation is delayed, or refused. Both raise an alert. */
  hors: "RALENTIR" | "REFUSER";
}

/** A system that may ask the hub, and how far: what the DSI decided when it registered it. The token says who asks; this says what it may spend. */
export interface ClientEnregistre {
  /** Claim `sub` of its tokens. */
  client: string;
  /** Name that people read. */
  nom: string;
  /** Code of its département, `*` for all, null when the register says nothing: a token for another one is not its own. */
  departement: string | null;
  /** Code of its organisme; null: the register says nothing. */
  organisme: string | null;
  /** Purposes that its tokens may carry; null: those that the issuer gives it. */
  finalites: readonly Finalite[] | null;
  /** People outside its portfolio and agenda that it may read in a sliding hour. */
  quotaPersonnes: number;
  /** The same for each agent that its tokens name, within the quota of the client. */
  quotaParAgent: number;
  /** Cost of documents that it may spend in a second (`gateway/limits.ts`). */
  budgetCoutParSeconde: number;
  /** Emergency accesses that it may ask for in 24 hours, and how long each lasts. */
  accesUrgence: { parJour: number; minutes: number };
  /** Null: at any hour. */
  heures: HeuresOuverture | null;
  /** True: only the documents that it registered. */
  documentsSeuls: boolean;
  /** May read the schema in production. */
  introspection: boolean;
  /** SHA-256 of the certificate that its tokens are bound to, base64url (`x5t#S256`, RFC 8705); null: none is asked. */
  empreinteCertificat: string | null;
  /** True: a token that is not bound to a certificate is refused. */
  preuveDePossession: boolean;
  /** True: its tokens are refused, whatever the issuer says: the way to stop a client at once. */
  suspendu: boolean;
  /** False: the register does not know it, and it gets the strictest limits. */
  enregistre: boolean;
}

/** Limits of who asks for nothing more. */
export const STRICT = {
  departement: null,
  organisme: null,
  finalites: null,
  quotaPersonnes: 50,
  quotaParAgent: 50,
  // One operation of the greatest cost a second.
  budgetCoutParSeconde: 50_000,
  accesUrgence: { parJour: 5, minutes: 60 },
  heures: null,
  documentsSeuls: false,
  introspection: false,
  empreinteCertificat: null,
  preuveDePossession: false,
  suspendu: false,
} as const;

/** A client that nobody registered. @param finalites none when a register was given: what is not written there is not allowed. */
export const clientInconnu = (client: string, finalites: readonly Finalite[] | null): ClientEnregistre => ({
  ...STRICT,
  client,
  nom: client,
  finalites,
  enregistre: false,
});
