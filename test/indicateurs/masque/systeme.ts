/** A linear system over unknown whole numbers, by exact elimination in the integers modulo a prime: what its equations determine. */
const PREMIER = 67_108_859; // The largest prime under 2^26: products stay exact.

const modulo = (x: number) => ((x % PREMIER) + PREMIER) % PREMIER;

function inverse(a: number): number {
  let [r0, r1, s0, s1] = [PREMIER, a, 0, 1];
  while (r1 !== 0) {
    const q = Math.floor(r0 / r1);
    [r0, r1, s0, s1] = [r1, r0 - q * r1, s1, s0 - q * s1];
  }
  return modulo(s0);
}

export class Systeme {
  /** Rows of the echelon form, by the unknown that each begins with. */
  private readonly pivots = new Map<number, Float64Array>();

  constructor(private readonly inconnues: number) {}

  /** Learns the sum of some unknowns. */
  ajouter(sommes: Iterable<number>): void {
    const reste = this.reduire(sommes);
    const pivot = reste.findIndex((x) => x !== 0);
    if (pivot === -1) return;
    const k = inverse(reste[pivot]!);
    this.pivots.set(
      pivot,
      reste.map((x) => (x * k) % PREMIER),
    );
  }

  /** True when the equations give the sum of these unknowns. */
  determine(sommes: Iterable<number>): boolean {
    return this.reduire(sommes).every((x) => x === 0);
  }

  private reduire(sommes: Iterable<number>): Float64Array {
    const ligne = new Float64Array(this.inconnues);
    for (const i of sommes) ligne[i] = 1;
    for (let i = 0; i < this.inconnues; i++) {
      const pivot = ligne[i] === 0 ? undefined : this.pivots.get(i);
      if (!pivot) continue;
      const k = ligne[i]!;
      for (let j = i; j < this.inconnues; j++) if (pivot[j] !== 0) ligne[j] = modulo(ligne[j]! - ((k * pivot[j]!) % PREMIER));
    }
    return ligne;
  }
}
