import fs from "node:fs";
import { projectFile } from "../../shared/project-folder";

/** Age classes, as bits: an offer aims at a sum of them, a person is in one or two. */
const JEUNES = 1;
const ADULTES = 2;
const SENIORS = 4;
const TOUS_AGES = JEUNES + ADULTES + SENIORS;

/** Publics that every allocataire of the RSA belongs to: registered jobseekers since the law of 18 December 2023, and minima sociaux. */
const PUBLICS_DE_TOUS = ["tous-publics", "beneficiaires-des-minimas-sociaux", "demandeurs-emploi"];

/** Whom an offer aims at. `ages`: sum of age classes. `aVerifier`: publics that the criteria of a person do not tell (femmes, familles…). */
export function publicVise(publics: readonly string[] | null): { ages: number; aVerifier: string[] } {
  if (!publics || publics.length === 0 || publics.some((p) => PUBLICS_DE_TOUS.includes(p))) return { ages: TOUS_AGES, aVerifier: [] };
  const aVerifier = publics.filter((p) => p !== "jeunes" && p !== "seniors");
  if (aVerifier.length > 0) return { ages: TOUS_AGES, aVerifier };
  return { ages: (publics.includes("jeunes") ? JEUNES : 0) + (publics.includes("seniors") ? SENIORS : 0), aVerifier };
}

/** Age classes of a person: young up to 30 (the contract's parcours for young people goes to 30), senior from 50. Unknown age: all of them. */
export function classesDAge(age: number | null): number {
  if (age === null) return TOUS_AGES;
  if (age <= 30) return JEUNES + ADULTES;
  return age >= 50 ? ADULTES + SENIORS : ADULTES;
}

let noms: Map<string, string> | null = null;

/** Libellé d’un public (référentiel de data·inclusion), en minuscules pour une phrase. */
export function nomDuPublic(code: string): string {
  noms ??= new Map(
    (
      JSON.parse(fs.readFileSync(projectFile("data", "data-inclusion", "extra", "publics.json"), "utf8")) as {
        value: string;
        label: string;
      }[]
    ).map(({ value, label }) => [value, label.charAt(0).toLowerCase() + label.slice(1)]),
  );
  return noms.get(code) ?? code;
}
