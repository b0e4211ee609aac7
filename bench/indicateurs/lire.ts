import type { Cible } from "../charge";
import { repondre } from "../contenu";

/** Milliseconds of some reads. */
export type Temps = number[];

export interface Demande {
  code: string;
  version?: number;
  ventilation?: string | null;
  debut: string;
  fin: string;
  connuLe?: string;
}

export interface Part {
  numerateur: number | null;
  denominateur: number | null;
}
export interface Reponse extends Part {
  ventilation: (Part & { cle: string })[];
}

const INDICATEUR = `query ($code: String!, $version: Int, $ventilation: String, $debut: Date!, $fin: Date!, $connuLe: Date) {
  indicateur(code: $code, version: $version, territoire: "94", debut: $debut, fin: $fin, ventilation: $ventilation, connuLe: $connuLe) {
    numerateur denominateur valeur masquee ventilation { cle numerateur denominateur valeur masquee } } }`;
export const SERIE = `query ($code: String!, $debut: Date!, $fin: Date!) {
  serieIndicateur(code: $code, territoire: "94", debut: $debut, fin: $fin, pas: MOIS) { numerateur denominateur valeur masquee } }`;
export const SUIVI = `query ($annee: Int!) { suiviContrat(departement: "94", annee: $annee) { code indicateur mesure { numerateur denominateur valeur masquee } } }`;

export const corps = (query: string, variables: object): string => JSON.stringify({ query, variables });
export const demander = async (cible: Cible, demande: Demande): Promise<Reponse> =>
  ((await repondre({ ...cible, corps: corps(INDICATEUR, demande) })) as { data: { indicateur: Reponse } }).data.indicateur;

/** Reads the same thing some times, once for nothing first: a plan is made once. */
export async function chronometrer(fois: number, lire: () => Promise<unknown>): Promise<Temps> {
  await lire();
  const temps: Temps = [];
  for (let n = 0; n < fois; n++) {
    const debut = performance.now();
    await lire();
    temps.push(performance.now() - debut);
  }
  return temps;
}

export function centile(valeurs: readonly number[], part: number): number {
  const triees = [...valeurs].sort((a, b) => a - b);
  return triees[Math.min(triees.length - 1, Math.ceil(triees.length * part) - 1)]!;
}
