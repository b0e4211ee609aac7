import fs from "node:fs";

/** Linux counts the time of a process in hundredths of a second. */
const MS_PAR_TIC = 10;

const lire = (pid: number): string[] | null => {
  try {
    const texte = fs.readFileSync(`/proc/${pid}/stat`, "latin1");
    return texte.slice(texte.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
};

/** Milliseconds of processor that these processes have used, with their children alive or gone; null where the system does not say (not Linux). */
export function tempsProcesseur(pids: readonly number[]): number | null {
  if (!fs.existsSync("/proc/self/stat")) return null;
  const tics = (champs: string[] | null, ...rangs: number[]) => rangs.reduce((somme, rang) => somme + Number(champs?.[rang] ?? 0), 0);
  const enfants = fs.readdirSync("/proc").flatMap((nom) => {
    const champs = /^\d+$/.test(nom) ? lire(Number(nom)) : null;
    return champs && pids.includes(Number(champs[1])) ? [tics(champs, 11, 12)] : [];
  });
  // utime and stime are the fields 14 and 15 of the file, cutime and cstime the two that follow.
  const propres = pids.map((pid) => tics(lire(pid), 11, 12, 13, 14));
  return [...propres, ...enfants].reduce((somme, tic) => somme + tic, 0) * MS_PAR_TIC;
}
