import type { Reference } from "./compter";
import { FEUILLE_DE_ROUTE } from "./references/feuille-de-route";
import { VOLET_2 } from "./references/volet-2";
import { VOLET_3 } from "./references/volet-3";

/** The second count of each indicator: by code, or by `code v2` where a version counts something else. */
export const REFERENCES: ReadonlyMap<string, Reference> = new Map(Object.entries({ ...VOLET_2, ...VOLET_3, ...FEUILLE_DE_ROUTE }));

/** Indicators that no history can make, and why. */
export const SANS_REFERENCE: Readonly<Record<string, string>> = {
  "N.I.V2.1": "un prix du contrat, non un fait : lu tel quel (test/indicateurs/import-contrat.test.ts)",
  "N.I.V2.2": "une file active du contrat, non un fait : lue telle quelle (test/indicateurs/import-contrat.test.ts)",
};
