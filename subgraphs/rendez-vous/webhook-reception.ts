import { createHash } from "node:crypto";
import { Database, type RightsSettings, type Transaction } from "../shared/database";
import { scellerOriginal } from "../shared/original-garde";
import type { SystemeRdv } from "./declaration";
import { IdentiteExterneRepository } from "./identite-externe.repository";
import { MessageIllisible } from "./message/forme";
import { enveloppeDe, lireCorps, lireMessage } from "./message/lire-message";
import type { Enveloppe } from "./message/message";
import { type CleNir, masquerNir } from "./message/nir";
import { MessageEntrantRepository } from "./message-entrant.repository";
import type { MessageSigne } from "./monde";
import { type MessageRecu, recevoirLot } from "./reception";
import { ReceptionRepository } from "./reception.repository";
import { ReceptionEcritureRepository } from "./reception-ecriture.repository";

/** The receiver acts for the system, as the owner of the database: no caller, no perimeter. */
const SYSTEME: Omit<RightsSettings, "aujourdhui"> = {
  departements: [],
  portee: "departement",
  organisme: null,
  referent: null,
  finalite: null,
};

/** Opens the database as its owner (role `none`: no SET ROLE). */
export const ouvrirBase = (ownerUrl: string, poolSize: number): Promise<Database> => Database.open(ownerUrl, { role: "none", poolSize });

export interface OptionsLot {
  maintenant: Date;
  /** Civil date of `maintenant`. */
  aujourdhui: string;
  /** An import: takes the lock of the whole, and does not wait for the disk at each batch (run it again after a crash). */
  import: boolean;
  /** Oldest timestamp of a message taken in; null: whatever its age. */
  depuis?: Date | null;
}

/** Receives a batch in one transaction: facts, events, rejects and register together. */
export function enTransaction(base: Database, messages: readonly MessageSigne[], options: OptionsLot): Promise<MessageRecu[]> {
  return base.write({ ...SYSTEME, aujourdhui: options.aujourdhui }, async (tx: Transaction) => {
    if (options.import) await tx.rows("select set_config('synchronous_commit', 'off', true)");
    const reading = new ReceptionRepository(tx, new IdentiteExterneRepository(tx));
    const writing = new ReceptionEcritureRepository(tx, options.maintenant);
    const messagesEntrants = new MessageEntrantRepository(tx, options.maintenant);
    const depot = {
      charger: (batch: readonly MessageSigne[]) => reading.charger(batch, options.import),
      ecrire: writing.ecrire.bind(writing),
      issues: messagesEntrants.issues.bind(messagesEntrants),
    };
    return recevoirLot(messages, depot, { maintenant: options.maintenant, depuis: options.depuis ?? null });
  });
}

/** A kept reject that is replayed. */
export interface Rejeu {
  id: string;
  /** SHA-256 of the bytes that came. */
  sha256: Buffer;
}

/** Reads a body whose signature was checked. From here on a NIR is its keyed hash: neither the message nor what is kept of it says it.
 * @param cleNir null: no key here, whoever is known by a NIR is not looked up. */
export function messageSigne(systeme: SystemeRdv, corps: Buffer, cleNir: CleNir | null = null, rejeu: Rejeu | null = null): MessageSigne {
  const texte = masquerNir(corps.toString("utf8").replaceAll("\u0000", "\ufffd"), cleNir);
  const sha256 = rejeu?.sha256 ?? createHash("sha256").update(corps).digest();
  const signe = {
    systeme,
    corps: texte,
    sha256,
    rejeu: rejeu?.id ?? null,
    sceller: cleNir && ((original: string) => scellerOriginal(cleNir, original)),
  };
  let enveloppe: Enveloppe | null = null;
  try {
    const lu = lireCorps(texte);
    enveloppe = enveloppeDe(lu);
    return { ...signe, enveloppe, message: lireMessage(systeme, lu), illisible: null };
  } catch (error) {
    if (!(error instanceof MessageIllisible)) throw error;
    return { ...signe, enveloppe, message: null, illisible: error.message };
  }
}
