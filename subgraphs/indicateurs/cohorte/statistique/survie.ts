import { Z } from "./intervalle";

/** How long one person was watched, in whole months, and whether what is awaited came (true) or she was lost to sight (false). */
export interface Duree {
  mois: number;
  survenu: boolean;
  effectif: number;
}

/** State at the end of a month. */
export interface Palier {
  mois: number;
  /** People watched when the month begins. */
  exposees: number;
  survenus: number;
  /** Lost to sight during the month: they count as exposed in it, and no longer after. */
  perdues: number;
  /** Share for whom it has come by the end of the month, 0 to 1 (1 − Kaplan-Meier), and its 95 % interval (Greenwood, log-log). */
  part: number;
  bas: number;
  haut: number;
}

/** Share of a group for whom something has come, month by month (Kaplan and Meier 1958): who is lost to sight counts as long as she was seen.
 * @param durees grouped by month and outcome · @param jusque last month told */
export function kaplanMeier(durees: readonly Duree[], jusque: number): Palier[] {
  let exposees = durees.reduce((somme, { effectif }) => somme + effectif, 0);
  let survie = 1;
  let greenwood = 0;
  const paliers: Palier[] = [];
  for (let mois = 0; mois <= jusque; mois++) {
    const [survenus, perdues] = [somme(durees, mois, true), somme(durees, mois, false)];
    if (exposees > 0) survie *= 1 - survenus / exposees;
    if (exposees > survenus) greenwood += survenus / (exposees * (exposees - survenus));
    paliers.push({ mois, exposees, survenus, perdues, part: 1 - survie, ...bornes(survie, greenwood) });
    exposees -= survenus + perdues;
  }
  return paliers;
}

const somme = (durees: readonly Duree[], mois: number, survenu: boolean): number =>
  durees.reduce((total, duree) => (duree.mois === mois && duree.survenu === survenu ? total + duree.effectif : total), 0);

/** The interval of 1 − S on the scale log(−log S), which stays between 0 and 1. */
function bornes(survie: number, greenwood: number): { bas: number; haut: number } {
  if (survie >= 1 || survie <= 0) return { bas: 1 - survie, haut: 1 - survie };
  const ecart = (Z * Math.sqrt(greenwood)) / Math.abs(Math.log(survie));
  return { bas: 1 - survie ** Math.exp(-ecart), haut: 1 - survie ** Math.exp(ecart) };
}
