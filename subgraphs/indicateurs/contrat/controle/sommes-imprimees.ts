import type { Signalement } from "../../../shared/import";

/** The sums that the contract prints are checks: a difference is told, and the figures stay as they are written. */

export interface Montants {
  fiche: string;
  axe: string;
  part_etat_centimes: number;
  part_departement_centimes: number;
  autres_centimes: number | null;
  total_centimes: number;
}

/** `TOTAL_*` and `SOUS_TOTAL_*` rows of financement.csv are checks, not lines. */
export const estUnTotal = (fiche: string): boolean => /^(SOUS_)?TOTAL_/.test(fiche);

const MONTANTS = {
  part_etat_centimes: "part de l’État",
  part_departement_centimes: "part du Département",
  total_centimes: "total",
} as const;

const ecart = (cle: string, quoi: string, ecrit: number, calcule: number): Signalement[] =>
  ecrit === calcule
    ? []
    : [
        {
          cle,
          code: "SOMME_INEXACTE",
          message: `${cle} : ${quoi} vaut ${ecrit}, la somme de ses lignes donne ${calcule}. Gardé tel qu’écrit.`,
          applique: true,
        },
      ];

/** Each line against its parts, each printed total against the lines of its axis. Amounts in centimes. */
export function controlerFinancement(lignes: readonly Montants[], totaux: readonly Montants[]): Signalement[] {
  const parts = (m: Montants) => m.part_etat_centimes + m.part_departement_centimes + (m.autres_centimes ?? 0);
  return [
    ...[...lignes, ...totaux].flatMap((m) => ecart(m.fiche, "le total en centimes", m.total_centimes, parts(m))),
    ...totaux.flatMap((total) => {
      const siennes = lignes.filter(({ axe }) => axe === total.axe || axe.startsWith(`${total.axe} `));
      return (Object.keys(MONTANTS) as (keyof typeof MONTANTS)[]).flatMap((champ) =>
        ecart(
          total.fiche,
          `${MONTANTS[champ]} en centimes`,
          total[champ],
          siennes.reduce((somme, l) => somme + l[champ], 0),
        ),
      );
    }),
  ];
}

/** The row of all the communes against the communes, column by column. */
export function controlerTerritoires(
  communes: readonly Record<string, unknown>[],
  ensemble: Record<string, unknown>,
  colonnes: readonly string[],
): Signalement[] {
  return colonnes.flatMap((colonne) => {
    const ecrit = ensemble[colonne] as number | null;
    if (ecrit === null) return [];
    const somme = communes.reduce((total, commune) => total + ((commune[colonne] as number | null) ?? 0), 0);
    return ecart("TOTAL", colonne, ecrit, somme);
  });
}
