import { addDays, addMonths } from "../../../subgraphs/shared/civil-date";
import { AUJOURDHUI, Hasard } from "./hasard";
import type { Dit, Histoire, Jour } from "./histoire";

const SUJETS = ["rendezVous", "orientation", "contrat", "activite", "prescription", "reprise", "sortie", "sanction", "manquement"] as const;

/** The hub has news three times a month: the projection writes the days of knowledge one after the other, and each costs its statements. */
const jourDeNouvelles = (le: Jour): Jour =>
  [`${le.slice(0, 8)}10`, `${le.slice(0, 8)}20`].find((jour) => le <= jour) ?? addDays(addMonths(`${le.slice(0, 8)}01`, 1), -1);

/** One person's life with the hub. */
export class Vie extends Hasard {
  readonly dits: Dit[] = [];
  readonly id = this.uuid();
  /** The hub never hears of an act on something before the act that it follows. */
  private readonly connus = new Map<string, Jour>();

  /** Tells an event that holds on a day. `libre`: a correction, that may be told before what it corrects. */
  dire(type: string, le: Jour, donnees: Record<string, unknown>, libre = false): void {
    const sujet = SUJETS.map((nom) => donnees[nom]).find((id) => typeof id === "string") ?? type;
    const connuLe = [addDays(le, this.retard()), libre ? "" : (this.connus.get(sujet as string) ?? "")].sort().at(-1)!;
    this.connus.set(sujet as string, connuLe);
    this.dits.push({ type, allocataire: this.id, donnees, connuLe: jourDeNouvelles(connuLe) });
  }
  histoire = (): Histoire => ({ id: this.id, profil: this.profil(), dits: this.dits.filter((d) => d.connuLe <= AUJOURDHUI) });
}
