/** How many requests a key may make in a window, in milliseconds; kept in memory: one process, one count. */
export class Debit {
  private readonly passages = new Map<string, number[]>();

  constructor(
    private readonly maximum: number,
    private readonly fenetreMs: number,
    private readonly cles = 10_000,
  ) {}

  /** False when the key has made its number. @param maintenant instant, in milliseconds. */
  passe(cle: string, maintenant: number): boolean {
    const recents = (this.passages.get(cle) ?? []).filter((instant) => instant > maintenant - this.fenetreMs);
    if (recents.length >= this.maximum) return false;
    // The key goes to the end: the oldest is the first to leave when there are too many.
    this.passages.delete(cle);
    this.passages.set(cle, [...recents, maintenant]);
    if (this.passages.size > this.cles) this.passages.delete(this.passages.keys().next().value!);
    return true;
  }
}
