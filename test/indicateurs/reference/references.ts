import type { Reference } from "./compter";
import { EMPLOI } from "./references/emploi";
import { ESE } from "./references/ese";
import { FEUILLE_DE_ROUTE } from "./references/feuille-de-route";
import { SOLUTIONS } from "./references/solutions";
import { VOLET_2 } from "./references/volet-2";
import { VOLET_3 } from "./references/volet-3";

/** The second count of each indicator: by code, or by `code v2` where a version counts something else. */
export const REFERENCES: ReadonlyMap<string, Reference> = new Map(
  Object.entries({ ...VOLET_2, ...VOLET_3, ...FEUILLE_DE_ROUTE, ...ESE, ...SOLUTIONS, ...EMPLOI }),
);

/** Families of the State's tables whose second count is not written: they have figures by hand (test/indicateurs/definitions/etat). */
export const FAMILLES_SANS_REFERENCE = /^(OARSA|PP|RPE|UF\.[123])\./;

/** Indicators that no history can make, and why. */
export const SANS_REFERENCE: Readonly<Record<string, string>> = {
  "N.I.V2.1": "un prix du contrat, non un fait : lu tel quel (test/indicateurs/import-contrat.test.ts)",
  "F.15": "compte des offres selon qui suit la personne à qui on les prescrit : chiffres à la main (test/indicateurs/definitions/contrat)",
  "N.I.V2.6": "des places du catalogue, non un fait : lues telles quelles (test/indicateurs/definitions/contrat/solutions.test.ts)",
  "N.I.V2.2": "une file active du contrat, non un fait : lue telle quelle (test/indicateurs/import-contrat.test.ts)",
};
