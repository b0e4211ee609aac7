import DataLoader from "dataloader";
import pg from "pg";

// As in the hub: a civil date stays a string, and counts are numbers.
pg.types.setTypeParser(pg.types.builtins.DATE, (valeur) => valeur);
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

type Lot<K, V> = (cles: readonly K[], contexte: Contexte) => Promise<V[]>;

/** What lives as long as one request: its loaders. Statements are prepared once a connection. */
export class Contexte {
  private readonly loaders = new Map<Lot<any, any>, DataLoader<any, any>>();

  constructor(private readonly pool: pg.Pool) {}

  async lignes<T>(nom: string, text: string, values: unknown[]): Promise<T[]> {
    return (await this.pool.query({ name: nom, text, values })).rows as T[];
  }

  charger<K, V>(lot: Lot<K, V>, cle: K): Promise<V> {
    let loader = this.loaders.get(lot);
    if (!loader) {
      loader = new DataLoader<K, V>((cles) => lot(cles, this));
      this.loaders.set(lot, loader);
    }
    return loader.load(cle);
  }
}

/** A batch by person: one statement `$1::uuid[]`, whose rows carry `allocataire`. */
export function parPersonne<T extends { allocataire: string }>(nom: string, sql: string, ...plus: unknown[]): Lot<string, T[]> {
  return async (ids, contexte) => {
    const groupes = Map.groupBy(await contexte.lignes<T>(nom, sql, [ids, ...plus]), (ligne) => ligne.allocataire);
    return ids.map((id) => groupes.get(id) ?? []);
  };
}

/** A batch by id or code: one statement `$1::text[]`, whose rows carry `cle`. */
export function parCle<T extends { cle: string }>(nom: string, sql: string): Lot<string, T | null> {
  return async (cles, contexte) => {
    const trouvees = new Map((await contexte.lignes<T>(nom, sql, [cles])).map((ligne) => [ligne.cle, ligne]));
    return cles.map((cle) => trouvees.get(cle) ?? null);
  };
}
