import { aLaDate, type Reference } from "./compter";
import { DELAIS } from "./references/delais";
import { EMPLOI } from "./references/emploi";
import { ESE } from "./references/ese";
import { FEUILLE_DE_ROUTE } from "./references/feuille-de-route";
import { OARSA } from "./references/oarsa";
import { SOLUTIONS } from "./references/solutions";
import { VOLET_2 } from "./references/volet-2";
import { VOLET_3 } from "./references/volet-3";

const TOUTES: Record<string, Reference> = {
  ...VOLET_2,
  ...VOLET_3,
  ...FEUILLE_DE_ROUTE,
  ...ESE,
  ...SOLUTIONS,
  ...EMPLOI,
  ...DELAIS,
  ...OARSA,
};

/** Indicators of the first releases whose third version asks for duties on the day counted. */
const TROISIEMES = [
  "L.I.V3.1",
  "L.I.V3.2",
  "L.I.V3.4",
  "L.I.V3.8",
  "N.I.V3.7",
  "N.I.V3.8",
  "N.I.V3.9",
  "F.4",
  "F.5",
  "F.6",
  "F.7",
  "F.9",
  "F.13",
];
/** Those that have always asked for them on a day. */
const A_LA_DATE = [
  ...[
    "L.I.V3.6 v3",
    "N.I.V3.6 v3",
    "F.12 v3",
    "L.I.V3.3",
    "N.I.V3.3",
    "N.I.V3.4",
    "N.I.V3.5",
    "F.1",
    "F.2",
    "L.I.V3.5",
    "F.8",
    "F.10",
    "F.11",
  ],
  ...["N.I.V3.1", "N.I.V3.2", "F.16", "L.I.V3.7", "F.17", "F.18", "UF.C.2", "UF.C.3", "UF.C.4", "UF.C.6"],
];

/** The second count of each indicator: by code, or by `code v3` where a version counts something else. */
export const REFERENCES: ReadonlyMap<string, Reference> = new Map([
  ...Object.entries(TOUTES),
  ...TROISIEMES.map((code) => [`${code} v3`, aLaDate(TOUTES[code]!)] as const),
  ...A_LA_DATE.map((code) => [code, aLaDate(TOUTES[code]!)] as const),
]);

/** Families of the State's tables whose second count is not written: they have figures by hand (test/indicateurs/definitions/etat). */
export const FAMILLES_SANS_REFERENCE = /^(OARSA\.T4|PP|UF\.[12])\./;

/** Indicators that no history can make, and why. */
export const SANS_REFERENCE: Readonly<Record<string, string>> = {
  "N.I.V2.1": "un prix du contrat, non un fait : lu tel quel (test/indicateurs/import-contrat.test.ts)",
  "F.15": "compte des offres selon qui suit la personne à qui on les prescrit : chiffres à la main (test/indicateurs/definitions/contrat)",
  "N.I.V2.6": "des places du catalogue, non un fait : lues telles quelles (test/indicateurs/definitions/contrat/solutions.test.ts)",
  "N.I.V2.2": "une file active du contrat, non un fait : lue telle quelle (test/indicateurs/import-contrat.test.ts)",
};
