/** Moments with what they point at, kept in 16 bytes each whatever their number, then read in order. */
export class Ordre {
  private moments = new Float64Array(1024);
  private cibles = new Float64Array(1024);
  nombre = 0;

  /** @param cible an integer that tells the caller what happens then. */
  ajouter(moment: number, cible: number): void {
    if (this.nombre === this.moments.length) {
      this.moments = agrandi(this.moments);
      this.cibles = agrandi(this.cibles);
    }
    this.moments[this.nombre] = moment;
    this.cibles[this.nombre++] = cible;
  }

  /** Targets by moment, then in their own order. */
  *dansLOrdre(): Generator<number> {
    const { moments, cibles } = this;
    const rangs = Uint32Array.from({ length: this.nombre }, (_, i) => i);
    rangs.sort((a, b) => (moments[a] as number) - (moments[b] as number) || (cibles[a] as number) - (cibles[b] as number));
    for (const rang of rangs) yield cibles[rang] as number;
  }
}

function agrandi(tableau: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const plus = new Float64Array(tableau.length * 2);
  plus.set(tableau);
  return plus;
}
