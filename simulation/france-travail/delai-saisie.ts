import type { Plateforme } from "./plateforme";
import { expirer } from "./sanction";

/** Real or virtual milliseconds between two looks at the deadlines: every call would walk through all the activities. */
const PAS_MS = 60_000;
const vus = new WeakMap<Plateforme, number>();

/** What the passing of time does, seen at the first call after it. */
export function expirerLesSaisies(plateforme: Plateforme): void {
  const maintenant = plateforme.maintenant();
  const vu = vus.get(plateforme);
  if (vu !== undefined && Math.abs(maintenant.getTime() - vu) < PAS_MS) return;
  vus.set(plateforme, maintenant.getTime());
  expirer(plateforme, maintenant);
}
