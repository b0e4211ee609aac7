import type { Commune, Territoire } from "./territoire";

/** Communes of the next département: a caisse of the MSA covers several. Coordinates and counts are those of the commune they stand in for. */
const COMMUNES_77 = [
  { codeInsee: "77284", nom: "Meaux", codePostal: "77100" },
  { codeInsee: "77379", nom: "Provins", codePostal: "77160" },
];

/** The part of a territory whose right is paid by the MSA: same département, other organisme, people of two départements. NUMORG is made up:
 * the numbers of the caisses are not public. */
export function territoireMsa(territoire: Territoire): Territoire {
  const [premiere, ...autres] = territoire.communes;
  const modele = premiere as Commune;
  return {
    ...territoire,
    fonds: "MSA",
    numorg: "750",
    serie: 2,
    communes: [modele, ...autres.slice(0, 1), ...COMMUNES_77.map((commune) => ({ ...modele, ...commune }))],
  };
}

const PART = 0.02;
const MAXIMUM = 1000;

/** Foyers of the MSA beside those of the CAF. At most what its NIR can number. */
export const foyersMsa = (foyers: number): number => Math.min(MAXIMUM, Math.max(4, Math.round(foyers * PART)));
