import { departementDe } from "../../shared/contrat/commune";
import type { Decoupage } from "../../shared/contrat/decoupage";
import type { Signalement } from "../../shared/import";
import type { LigneCsv } from "../../shared/lignes-csv";

/** Natures of the sets of communes of a file. Two sets of one nature never share a commune: a cut by EPCI counts each row once. */
export const NATURES_DE_ZONAGE = ["PILOTE", "EPCI", "CLPE", "AUTRE"] as const;
const SANS_PARTAGE: readonly string[] = ["EPCI", "CLPE"];
export const COLONNES_ZONAGE = ["nature", "code", "libelle", "siren", "communes"] as const;

/** A set of communes of a département. */
export interface Zonage {
  nature: (typeof NATURES_DE_ZONAGE)[number];
  /** With its département: `94-T10`. */
  code: string;
  libelle: string;
  siren: string | null;
  /** INSEE codes, sorted. */
  communes: string[];
}

/** Reads one set of communes. A commune that does not exist, or is of another département, refuses the line. */
export function lireZonage(ligne: LigneCsv, departement: string, { communes }: Decoupage): Zonage {
  const code = ligne.texte("code", 40);
  if (!/^[A-Z0-9_]+$/.test(code)) ligne.refuser("code", "lettres capitales, chiffres et _ seulement");
  const siren = ligne.texteOuNull("siren");
  if (siren !== null && !/^\d{9}$/.test(siren)) ligne.refuser("siren", `« ${siren.slice(0, 20)} » n’a pas neuf chiffres`);
  const liste = ligne
    .texte("communes", 10_000)
    .split(";")
    .flatMap((commune) => commune.trim() || []);
  const inconnue = liste.find((commune) => !communes.has(commune) || departementDe(commune) !== departement);
  if (inconnue !== undefined) ligne.refuser("communes", `« ${inconnue.slice(0, 20)} » n’est pas une commune du département ${departement}`);
  return {
    nature: ligne.parmi("nature", NATURES_DE_ZONAGE),
    code: `${departement}-${code}`,
    libelle: ligne.texte("libelle"),
    siren,
    communes: [...new Set(liste)].sort(),
  };
}

/** The EPCI of a département, by its SIREN: the EPT where Grand Paris has one. Only their communes in the département. */
export function epciDuDepartement(departement: string, { communes, intercommunalites }: Decoupage): Zonage[] {
  const parSiren = new Map<string, string[]>();
  for (const [commune, { epci, ept }] of communes) {
    const siren = ept || epci;
    if (departementDe(commune) === departement && siren) parSiren.set(siren, [...(parSiren.get(siren) ?? []), commune]);
  }
  return [...parSiren].map(([siren, siennes]) => ({
    nature: "EPCI",
    code: `${departement}-${siren}`,
    libelle: intercommunalites.get(siren) ?? siren,
    siren,
    communes: siennes.sort(),
  }));
}

/** Sets that cannot be kept beside the others: a code given twice or of the contract, a commune that two EPCI (or CLPE) share. */
export function controlerZonages(zonages: readonly Zonage[], duContrat: ReadonlySet<string>): { gardes: Zonage[]; rejets: Signalement[] } {
  const rejets: Signalement[] = [];
  const codes = new Set<string>();
  const prises = new Map<string, string>();
  const gardes = zonages.filter((zonage) => {
    const rejet = defaut(zonage, duContrat, codes, prises);
    if (rejet) rejets.push({ cle: zonage.code, ...rejet, applique: false });
    else {
      codes.add(zonage.code);
      if (SANS_PARTAGE.includes(zonage.nature))
        for (const commune of zonage.communes) prises.set(`${zonage.nature} ${commune}`, zonage.code);
    }
    return !rejet;
  });
  return { gardes, rejets };
}

function defaut(
  { code, nature, communes }: Zonage,
  duContrat: ReadonlySet<string>,
  codes: ReadonlySet<string>,
  prises: ReadonlyMap<string, string>,
): Pick<Signalement, "code" | "message" | "champ"> | null {
  if (duContrat.has(code)) {
    return { code: "TERRITOIRE_DU_CONTRAT", message: `« ${code} » est un territoire du contrat : donnez un autre code.`, champ: "code" };
  }
  if (codes.has(code)) return { code: "CLE_EN_DOUBLE", message: `« ${code} » est déjà donné plus haut dans le fichier.`, champ: "code" };
  const partagee = SANS_PARTAGE.includes(nature) ? communes.find((commune) => prises.has(`${nature} ${commune}`)) : undefined;
  if (partagee === undefined) return null;
  const autre = prises.get(`${nature} ${partagee}`);
  return {
    code: "COMMUNE_PARTAGEE",
    message: `La commune ${partagee} est déjà dans ${autre} : deux ${nature} n’en partagent aucune.`,
    champ: "communes",
  };
}
