import { MEMOIRE_MS } from "./quota";

/** Ids remembered in all, whoever reads them: beyond, everything is forgotten and asked again. */
const LARGEST = 100_000;

/** Whom each caller saw a moment ago and the counter knows: a page read again costs no statement. */
export class SeenLately {
  private readonly until = new Map<string, Map<string, number>>();
  private size = 0;

  has(who: string, id: string, now: Date): boolean {
    const until = this.until.get(who)?.get(id);
    return until !== undefined && now.getTime() < until && until - now.getTime() <= MEMOIRE_MS;
  }

  add(who: string, ids: readonly string[], now: Date): void {
    if (this.size + ids.length > LARGEST) {
      this.until.clear();
      this.size = 0;
    }
    const seen = this.until.get(who) ?? new Map<string, number>();
    for (const id of ids) {
      if (!seen.has(id)) this.size++;
      seen.set(id, now.getTime() + MEMOIRE_MS);
    }
    this.until.set(who, seen);
  }
}
