import { type Delai, premierDepartDansLeDelai, type RegleReport, type UniteDelai } from "./delai";

/** The clocks that the hub knows, in the order of the journey. Their delays are data (table `horloge`). */
export const CODES_HORLOGE = [
  "CONVOCATION_1_MOIS",
  "SECONDE_CONVOCATION",
  "ORIENTATION_15_JOURS",
  "ORIENTATION_1_MOIS",
  "ORIENTATION_6_SEMAINES",
  "PREMIER_ENTRETIEN_15_JOURS",
  "PREMIER_ENTRETIEN_1_MOIS",
  "CONTRAT_1_MOIS",
  "REVUE_PARCOURS_SOCIAL_6_MOIS",
  "REVUE_PARCOURS_SOCIAL_12_MOIS",
  "RENOUVELLEMENT_PARCOURS",
  "DUREE_PARCOURS",
  "FIN_CONTRAT",
  "INSTRUCTION_SUSPENSION_15_JOURS",
  "FIN_OBSERVATIONS",
  "FIN_SUSPENSION",
] as const;
export type CodeHorloge = (typeof CODES_HORLOGE)[number];

/** What stops a clock, as bits of a mask. */
export const INTERRUPTIONS = { HORS_DROITS_DEVOIRS: 1, SORTIE: 2, DROITS_CLOS: 4 } as const;
export type Interruption = keyof typeof INTERRUPTIONS;
const MASQUES = [0, 1, 2, 3, 4, 5, 6, 7];

export const STATUTS_HORLOGE = ["ETABLI", "OBJECTIF", "A_CONFIRMER"] as const;
export type StatutHorloge = (typeof STATUTS_HORLOGE)[number];

/** One row of the table: a clock as a département, or everyone (`*`), sets it. */
export interface Horloge {
  departement: string;
  /** Code of a local parcours, or `*`. */
  parcours: string;
  code: CodeHorloge;
  libelle: string;
  /** Null: this clock does not run here. */
  delaiValeur: number | null;
  /** DUREE_PARCOURS: as long as one duration of the parcours; DUREE_PARCOURS_RENOUVELEE: with all its renewals. */
  delaiUnite: UniteDelai | "DUREE_PARCOURS" | "DUREE_PARCOURS_RENOUVELEE";
  regleReport: RegleReport;
  interruptions: Interruption[];
  /** Only for the parcours of this legal category; null: for all. */
  categorie: string | null;
  source: string;
  statut: StatutHorloge;
}

/** What the clocks need of a local parcours. */
export interface ParcoursDuBareme {
  code: string;
  categorie: string;
  dureeMoisMax: number | null;
  renouvellements: number | null;
}

/** All the clocks of a département. */
export interface Bareme {
  departement: string;
  horloges: Horloge[];
  parcours: ParcoursDuBareme[];
}

/** The row that rules a clock: the one of the parcours before the general one, the département's own before everyone's. */
export function horlogeDe(bareme: Bareme, code: CodeHorloge, parcours: string | null): Horloge | null {
  const poids = (h: Horloge) => (h.parcours === "*" ? 0 : 2) + (h.departement === "*" ? 0 : 1);
  return bareme.horloges
    .filter((h) => h.code === code && (h.parcours === "*" || h.parcours === parcours))
    .reduce<Horloge | null>((choisie, h) => (choisie === null || poids(h) > poids(choisie) ? h : choisie), null);
}

/** The delay of a clock in a parcours, or null when it does not run there. */
export function delaiDe(bareme: Bareme, horloge: Horloge, parcours: string | null): Delai | null {
  const local = bareme.parcours.find((p) => p.code === parcours);
  if (horloge.categorie !== null && horloge.categorie !== local?.categorie) return null;
  const report = horloge.regleReport;
  if (horloge.delaiUnite === "DUREE_PARCOURS") {
    return local?.dureeMoisMax && local.renouvellements ? { valeur: local.dureeMoisMax, unite: "MOIS", report } : null;
  }
  if (horloge.delaiUnite === "DUREE_PARCOURS_RENOUVELEE") {
    return local?.dureeMoisMax ? { valeur: local.dureeMoisMax * (1 + (local.renouvellements ?? 0)), unite: "MOIS", report } : null;
  }
  return horloge.delaiValeur === null ? null : { valeur: horloge.delaiValeur, unite: horloge.delaiUnite, report };
}

/** For each mask of interruptions, each `CODE` and each `CODE/PARCOURS` that differs: the first departure still in time. */
export type Seuils = Record<string, Record<string, string>>;

/** What SQL needs to tell the late clocks of a département on a day, in dates alone. A clock that does not run has the threshold `-infinity`. */
export function seuils(bareme: Bareme, jour: string): Seuils {
  const tous: Seuils = Object.fromEntries(MASQUES.map((masque) => [masque, {}]));
  const lieux = [null, ...bareme.parcours.map((p) => p.code)];
  for (const code of CODES_HORLOGE) {
    for (const parcours of lieux) {
      const horloge = horlogeDe(bareme, code, parcours);
      const delai = horloge && delaiDe(bareme, horloge, parcours);
      const depart = delai && premierDepartDansLeDelai(jour, delai, bareme.departement);
      for (const masque of MASQUES) {
        const ici = tous[masque]!;
        const seuil = horloge && depart && !estInterrompue(horloge, masque) ? depart : "-infinity";
        if (parcours === null) ici[code] = seuil;
        else if (seuil !== ici[code]) ici[`${code}/${parcours}`] = seuil;
      }
    }
  }
  return tous;
}

/** @param masque bits of INTERRUPTIONS that hold for a person. */
export const estInterrompue = (horloge: Horloge, masque: number): boolean =>
  horloge.interruptions.some((nom) => (INTERRUPTIONS[nom] & masque) !== 0);
