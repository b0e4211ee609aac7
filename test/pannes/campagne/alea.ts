/** Draws that are the same for the same seed (mulberry32). */
export interface Alea {
  /** 0 to 1, 1 excluded. */
  reel(): number;
  /** 0 to `borne`, excluded. */
  entier(borne: number): number;
  parmi<T>(liste: readonly T[]): T;
}

export function alea(graine: number): Alea {
  let etat = graine >>> 0;
  const reel = () => {
    etat = (etat + 0x6d2b79f5) >>> 0;
    let t = etat;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const entier = (borne: number) => Math.floor(reel() * borne);
  return { reel, entier, parmi: (liste) => liste[entier(liste.length)]! };
}
