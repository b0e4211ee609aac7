import type { RightsSettings } from "../database";
import type { Caller } from "../identity";
import type { Operation } from "../operation";

/** A number under which somebody was looked for: the values that it may be stored under, or its keyed fingerprints. */
export interface NumeroCherche {
  type: string;
  valeurs: string[];
  empreintes: Buffer[];
  dateNaissance: string | null;
}

/** A demand about people that was refused: one an operation and place of refusal. */
export interface DemandeRefusee {
  operation: Pick<Operation, "id" | "name" | "requestId">;
  /** Where: `passerelle`, or the subgraph. */
  lieu: string;
  caller: Caller;
  /** Code of the refusal; HORS_PERIMETRE for who was asked for by her id or by a number, and read as unknown. */
  motif: string;
  /** Coordinates asked: names of data, never their values. */
  champs: readonly string[];
  /** Ids of people that the demand named. */
  demandees: readonly string[];
  numeros: readonly NumeroCherche[];
  /** Reach of the caller, of a refusal of perimeter: who is in it was not refused. Null: refused whomever it is about. */
  perimetre: RightsSettings | null;
  le: Date;
}

/** Keeps refusals. The caller is answered without waiting: who exists and who does not take the same time. */
export interface RegistreDesRefus {
  noter(refus: DemandeRefusee): void;
}

/** Rows that one client may write in a minute in one process; what comes after is counted in one row more. */
export const REFUS_PAR_MINUTE = 60;
/** Of one row: coordinates, people named, letters of the name of the operation. */
export const CHAMPS_PAR_REFUS = 100;
export const PERSONNES_PAR_REFUS = 200;
export const NOM_D_OPERATION = 200;
/** Code of the row that stands for many. */
export const EN_NOMBRE = "REFUS_EN_NOMBRE";

const MINUTE_MS = 60_000;

/** What one client was refused in a minute and no row of its own tells. */
export interface RefusEnNombre {
  caller: Caller;
  nombre: number;
  /** Instant of the last one. */
  le: Date;
}

interface Minute {
  debut: number;
  ecrits: number;
  trop: RefusEnNombre | null;
}

/** Bounds what a flood of refusals writes, by client and minute. */
export class BorneDesRefus {
  private readonly minutes = new Map<string, Minute>();

  /** True: this refusal has a row of its own. False: it is counted with others. */
  passe({ caller, le }: Pick<DemandeRefusee, "caller" | "le">): boolean {
    const minute = this.minutes.get(caller.client) ?? { debut: le.getTime(), ecrits: 0, trop: null };
    this.minutes.set(caller.client, minute);
    if (minute.ecrits < REFUS_PAR_MINUTE) {
      minute.ecrits++;
      return true;
    }
    minute.trop = { caller, nombre: (minute.trop?.nombre ?? 0) + 1, le };
    return false;
  }

  /** Ends the minutes that are over, all of them without an instant. Returns what they left out. */
  finir(maintenant?: Date): RefusEnNombre[] {
    const finies = [...this.minutes].filter(([, { debut }]) => !maintenant || Math.abs(maintenant.getTime() - debut) >= MINUTE_MS);
    for (const [client] of finies) this.minutes.delete(client);
    return finies.flatMap(([, { trop }]) => trop ?? []);
  }
}

/** Codes of the refusals of a rule that say « not you »: rights, when the rest is about the fact. */
const DE_DROITS = new Set([
  "ACCES_URGENCE_SANS_ORGANISME",
  "CAMPAGNE_RESERVEE",
  "COMPETENCE_FRANCE_TRAVAIL",
  "DELEGATION_ABSENTE",
  "DELEGATION_REORIENTATION_ABSENTE",
  "DELEGATION_SANCTION_ABSENTE",
  "DEMANDE_FINALITE",
  "EFFACEMENT_FINALITE",
  "ETAPE_RESERVEE",
  "NON_HABILITE",
  "RECEPTION_RESERVEE",
]);
export const refuseDeDroits = (code: string): boolean => DE_DROITS.has(code);
