import type pg from "pg";
import type { Clock } from "../clock";
import type { Log } from "../log";
import { allOrNothing, asOwner } from "../owner";
import { type RunningWork, startPeriodicWork } from "../periodic-work";
import { ABSENTE, type EnTeteDeLot, empreinteDeLigne, empreinteDeLot, ORIGINE, racineDe } from "./empreinte";
import { INSTANT_DE, type LigneLue, lireLignes, lireTete, numeroter } from "./lignes.repository";
import { REGISTRES, type RegistreScelle } from "./registres";

/** Held while the chain grows: one batch after the other, however many workers there are. */
export const VERROU_DE_LA_CHAINE = 4_219_030;
/** Rows of a batch, at most. */
export const LIGNES_PAR_LOT = 1_000;

const DERNIERE = "select coalesce(max(au), 0) as au from journal.lot where registre = $1 and nature = $2 and genre = 'LIGNES'";
const INSERER = `insert into journal.lot (numero, genre, registre, nature, du, au, nombre, dernier_le, regle, empreintes, racine, precedent, empreinte, clos_le)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;

/** Seals what the journal has numbered and no batch covers yet. Returns how many rows were sealed.
 * @param client a connection of the owner that is in no transaction. */
export async function sceller(client: pg.ClientBase, maintenant: Date): Promise<number> {
  let total = 0;
  for (const registre of REGISTRES) {
    for (;;) {
      const scellees = await allOrNothing(client, () => scellerUnLot(client, registre, maintenant));
      total += scellees;
      if (scellees < LIGNES_PAR_LOT) break;
    }
  }
  return total;
}

async function scellerUnLot(client: pg.ClientBase, registre: RegistreScelle, maintenant: Date): Promise<number> {
  await client.query("select pg_advisory_xact_lock($1)", [VERROU_DE_LA_CHAINE]);
  await numeroter(client, registre, LIGNES_PAR_LOT);
  const { rows } = await client.query({
    name: "journal_derniere",
    text: DERNIERE,
    values: [registre.registre, registre.nature],
  });
  const apres = Number(rows[0].au);
  const lignes = await lireLignes(client, registre, apres + 1, Number.MAX_SAFE_INTEGER, LIGNES_PAR_LOT);
  if (lignes.length === 0) return 0;
  const empreintes = empreintesDe(registre, lignes, apres);
  const { registre: nom, nature } = registre;
  await ajouterLot(client, {
    genre: "LIGNES",
    registre: nom,
    nature,
    du: apres + 1,
    au: Number(lignes.at(-1)!.position),
    nombre: lignes.length,
    dernierLe: lignes.map((ligne) => ligne[INSTANT_DE[nom]] as string).reduce((a, b) => (a > b ? a : b)),
    regle: null,
    racine: racineDe(empreintes),
    closLe: instantDe(maintenant),
    empreintes: Buffer.concat(empreintes),
  });
  return lignes.length;
}

/** One hash a position: a row that went between its number and its seal leaves a hole that the batch says. */
function empreintesDe({ registre }: RegistreScelle, lignes: readonly LigneLue[], apres: number): Buffer[] {
  const empreintes: Buffer[] = [];
  for (const ligne of lignes) {
    while (apres + 1 + empreintes.length < Number(ligne.position)) empreintes.push(ABSENTE);
    empreintes.push(empreinteDeLigne(registre, ligne));
  }
  return empreintes;
}

export type LotAAjouter = Omit<EnTeteDeLot, "numero" | "precedent"> & { empreintes: Buffer | null };

/** Adds a batch at the end of the chain. In the transaction that holds its lock. */
export async function ajouterLot(client: pg.ClientBase, ajoute: LotAAjouter): Promise<void> {
  const tete = await lireTete(client);
  const lot: EnTeteDeLot = { ...ajoute, numero: (tete?.numero ?? 0) + 1, precedent: tete?.empreinte ?? ORIGINE };
  const { numero, genre, registre, nature, du, au, nombre, dernierLe, regle, racine, precedent, closLe } = lot;
  const fin = [racine, precedent, empreinteDeLot(lot), closLe];
  await client.query({
    name: "journal_lot",
    text: INSERER,
    values: [numero, genre, registre, nature, du, au, nombre, dernierLe, regle, ajoute.empreintes, ...fin],
  });
}

/** An instant as the chain writes it: UTC, six decimals. */
export const instantDe = (instant: Date): string => instant.toISOString().replace("Z", "000Z");

/** Seals again and again, until it is stopped, and once more then.
 * @param secondes the longest time that a row waits for its seal. */
export function suivreChaine(url: string, clock: Clock, log: Log, secondes: number): RunningWork {
  const work = (client: pg.ClientBase) => sceller(client, clock.now());
  const running = startPeriodicWork({ url, name: "chaine", log, everyMs: secondes * 1_000, work });
  return {
    stop: async () => {
      await running.stop();
      await asOwner(url, work, "unefois-chaine").catch((error) => log.warn({ err: error as Error }, "dernier scellement impossible"));
    },
  };
}
