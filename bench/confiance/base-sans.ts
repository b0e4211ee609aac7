import type { Database, RightsSettings, Transaction } from "../../subgraphs/shared/database";
import { type Caller, SYSTEME } from "../../subgraphs/shared/identity";

const REGISTRE = /^insert into journal\.consultation/;

/** The same database, whose transactions leave the lines of the register out. */
export function sansRegistre(database: Database): Database {
  const muette = (tx: Transaction): Transaction =>
    derive(tx, { execute: async (text, values) => (REGISTRE.test(text) ? 0 : tx.execute(text, values)) });
  return derive(database, {
    begin: async (rights, options) => {
      const open = await database.begin(rights, options);
      return { ...open, tx: muette(open.tx) };
    },
    write: (rights, work, until) => database.write(rights, (tx) => work(muette(tx)), until),
  });
}

/** The same database, whose conditions on the purpose meet the system's at once. Its role is the owner's: no policy is read. */
export const sansFinalite = (database: Database): Database =>
  derive(database, {
    rightsOf: async (caller: Caller, aujourdhui: string, le?: Date): Promise<RightsSettings> => ({
      ...(await database.rightsOf(caller, aujourdhui, le)),
      finalite: SYSTEME,
    }),
  });

/** An object that is another one but for some methods. */
const derive = <T extends object>(de: T, methodes: Partial<T>): T => Object.assign(Object.create(de), methodes);
