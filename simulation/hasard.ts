/** Seeded draws. The same keys give the same sequence on every machine: each foyer has its own, so adding a draw to one never moves another. */
export class Hasard {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  constructor(...cles: (string | number)[]) {
    [this.a, this.b, this.c, this.d] = empreinte(cles.join("|"));
    for (let i = 0; i < 8; i++) this.reel();
  }

  /** A number in [0, 1[ (sfc32). */
  reel(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return (t >>> 0) / 4_294_967_296;
  }

  /** An integer, both ends included. */
  entier(min: number, max: number): number {
    return min + Math.floor(this.reel() * (max - min + 1));
  }

  oui(probabilite: number): boolean {
    return this.reel() < probabilite;
  }

  choix<T>(liste: readonly T[]): T {
    return liste[Math.floor(this.reel() * liste.length)] as T;
  }

  /** One of the elements, in proportion to its weight. */
  pese<T>(liste: readonly T[], poids: (element: T) => number): T {
    let reste = this.reel() * liste.reduce((somme, element) => somme + poids(element), 0);
    for (const element of liste) {
      reste -= poids(element);
      if (reste < 0) return element;
    }
    return liste[liste.length - 1] as T;
  }
}

/** Four words of 32 bits from a text (multiply and xor, two rounds). */
function empreinte(texte: string): [number, number, number, number] {
  let [h1, h2, h3, h4] = [1_779_033_703, 3_144_134_277, 1_013_904_242, 2_773_480_762];
  for (let i = 0; i < texte.length; i++) {
    const k = texte.charCodeAt(i);
    h1 = h2 ^ Math.imul(h1 ^ k, 597_399_067);
    h2 = h3 ^ Math.imul(h2 ^ k, 2_869_860_233);
    h3 = h4 ^ Math.imul(h3 ^ k, 951_274_213);
    h4 = h1 ^ Math.imul(h4 ^ k, 2_716_044_179);
  }
  return [
    Math.imul(h3 ^ (h1 >>> 18), 597_399_067),
    Math.imul(h4 ^ (h2 >>> 22), 2_869_860_233),
    Math.imul(h1 ^ (h3 >>> 17), 951_274_213),
    Math.imul(h2 ^ (h4 >>> 19), 2_716_044_179),
  ];
}
