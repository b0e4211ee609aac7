import type { FamilleMotif, Modalite } from "../correspondances-rdv";
import type { SystemeRdv } from "../declaration";

/** A kind of appointment that an opening serves. */
export interface MotifDePlage {
  identifiant: string;
  nom: string;
  famille: FamilleMotif;
  modalite: Modalite;
  collectif: boolean;
  /** Null: the source does not say it, the hub's setting for the family does. */
  dureeMinutes: number | null;
}

/** Hours that repeat, on the wall of a place: civil dates and `HH:MM`, read in `fuseau` (IANA), whatever the offset of the day is. */
export interface HeuresRepetees {
  premierJour: string;
  debut: string;
  fin: string;
  /** RFC 5545 without DTSTART (`FREQ=WEEKLY;BYDAY=TU`); null: that day only. */
  rrule: string | null;
  /** Days (civil dates) that the source takes away from the rule (EXDATE), or adds (RDATE): `exceptionsIcal` reads them in its `ical`. */
  exclus?: readonly string[];
  ajoutes?: readonly string[];
  fuseau: string;
}

/** Who holds an opening: a tool of appointments, or an organisme without one, in the hub. */
export type SystemePlage = SystemeRdv | "HUB";

/** When an agent receives people: what `plage_ouverture` says. The agent is an opaque id of the source, never a name. */
export interface PlageRecue extends HeuresRepetees {
  systeme: SystemePlage;
  identifiant: string;
  departement: string;
  organisme: string;
  agent: string | null;
  lieu: { identifiant: string | null; nom: string | null; adresse: string | null; codeInsee: string | null } | null;
  motifs: readonly MotifDePlage[];
  /** People received at the same time; 1 when the source does not say. */
  places?: number;
  /** True: also open on public holidays. */
  joursFeries?: boolean;
}

/** When an agent is away: what `absence` says. `dernierJour`: the end of one absence over several days. */
export interface AbsenceRecue extends HeuresRepetees {
  systeme: SystemePlage;
  identifiant: string;
  departement: string;
  /** Null, with an organisme: the organisme is closed. */
  agent: string | null;
  organisme?: string | null;
  dernierJour: string | null;
}
