import type { Plateforme } from "./plateforme";

const fenetres = new WeakMap<Plateforme, Map<string, number[]>>();

/** More calls of an API than permitted in the second before, by the clock of the platform. A refused call does not count. */
export function depasseLeQuota(plateforme: Plateforme, api: string): boolean {
  if (plateforme.quotaParSeconde === null) return false;
  const parApi = fenetres.get(plateforme) ?? new Map<string, number[]>();
  fenetres.set(plateforme, parApi);
  const maintenant = plateforme.maintenant().getTime();
  const recents = (parApi.get(api) ?? []).filter((instant) => instant > maintenant - 1000);
  const depasse = recents.length >= plateforme.quotaParSeconde;
  parApi.set(api, depasse ? recents : [...recents, maintenant]);
  return depasse;
}
