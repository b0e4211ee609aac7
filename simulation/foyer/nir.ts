/** Départements of birth with a town. All different: the uniqueness of the NIR rests on it. 2A and 2B have their own key rule, 99 is abroad. */
export const LIEUX_DE_NAISSANCE: readonly (readonly [code: string, ville: string])[] = [
  ["94", "CRÉTEIL"],
  ["75", "PARIS"],
  ["93", "SAINT-DENIS"],
  ["92", "NANTERRE"],
  ["91", "ÉVRY"],
  ["77", "MEAUX"],
  ["78", "VERSAILLES"],
  ["95", "PONTOISE"],
  ["99", "ÉTRANGER"],
  ["13", "MARSEILLE"],
  ["69", "LYON"],
  ["59", "LILLE"],
  ["33", "BORDEAUX"],
  ["31", "TOULOUSE"],
  ["44", "NANTES"],
  ["67", "STRASBOURG"],
  ["34", "MONTPELLIER"],
  ["35", "RENNES"],
  ["06", "NICE"],
  ["76", "LE HAVRE"],
  ["51", "REIMS"],
  ["42", "SAINT-ÉTIENNE"],
  ["83", "TOULON"],
  ["38", "GRENOBLE"],
  ["21", "DIJON"],
  ["49", "ANGERS"],
  ["30", "NÎMES"],
  ["63", "CLERMONT-FERRAND"],
  ["29", "BREST"],
  ["87", "LIMOGES"],
  ["37", "TOURS"],
  ["80", "AMIENS"],
  ["57", "METZ"],
  ["25", "BESANÇON"],
  ["2A", "AJACCIO"],
  ["2B", "BASTIA"],
  ["45", "ORLÉANS"],
  ["68", "MULHOUSE"],
  ["14", "CAEN"],
  ["54", "NANCY"],
];

/** Codes of birth commune that the simulator uses: no commune of France has a code of 910 or more in its département, so no NIR can be someone's. */
const COMMUNE_FICTIVE = 910;
const COMMUNES_PAR_TERRITOIRE = 40;
const ORDRES = 999;

/** A NIR of 13 characters without its key, unique for each `rang` of a territory, and nobody's: the birth commune (910 to 989) does not exist.
 * @param serie 0 or 1: territories of another series never share a NIR.  @param rang ordinal of the person.  @param lieu free draw of the birth place. */
export function nirFictif(p: { sexe: 1 | 2; naissance: string; serie: number; rang: number; lieu: number }): {
  nir: string;
  ville: string;
} {
  const places = COMMUNES_PAR_TERRITOIRE * ORDRES;
  const [tour, reste] = [Math.floor(p.rang / places), p.rang % places];
  // Two people with the same commune and order differ by `tour`, hence by département.
  const [code, ville] = LIEUX_DE_NAISSANCE[(p.lieu + tour) % LIEUX_DE_NAISSANCE.length] as readonly [string, string];
  const commune = COMMUNE_FICTIVE + p.serie * COMMUNES_PAR_TERRITOIRE + Math.floor(reste / ORDRES);
  const ordre = String((reste % ORDRES) + 1).padStart(3, "0");
  return { nir: `${p.sexe}${p.naissance.slice(2, 4)}${p.naissance.slice(5, 7)}${code}${commune}${ordre}`, ville };
}

/** Key of a NIR of 13 characters, two digits: 97 - (number modulo 97), 2A counted as 19 and 2B as 18. */
export function cleDuNir(nir: string): string {
  const nombre = BigInt(nir.replace("2A", "19").replace("2B", "18"));
  return String(97n - (nombre % 97n)).padStart(2, "0");
}
