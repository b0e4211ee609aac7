import { parse } from "csv-parse/sync";
import { NON_CALCULES } from "../../subgraphs/indicateurs/definitions/contrat/non-calcules";
import type { Definition } from "../../subgraphs/indicateurs/mesure/calcul";
import { indicateurDe } from "../../subgraphs/indicateurs/mesure/catalogue";
import { page } from "./tables-markdown";

export interface LigneDuContrat {
  code: string;
  producteur: string;
  indicateur: string;
}

export const LIGNES: LigneDuContrat[] = parse(page("data/contrat-94-2024/indicateurs.csv"), { columns: true, bom: true });

/** What the hub does of a line, in the words of the page. */
function place({ code, producteur }: LigneDuContrat, definition: Definition | undefined): string {
  if (!definition) return producteur === "FRANCE_TRAVAIL" ? "reçue ou saisie" : "saisie";
  const version = definition.version > 1 ? ` (version ${definition.version})` : "";
  if (code.startsWith("L.S") || code.startsWith("N.S")) throw new Error(`${code} : le hub ne tient pas les faits des solidarités.`);
  return `calculée${version}${producteur === "FRANCE_TRAVAIL" ? ", à côté du chiffre officiel" : ""}`;
}

function texte(code: string, definition: Definition | undefined): string {
  if (!definition) return NON_CALCULES[code] ?? "";
  const { numerateur, denominateur, origineDelai } = definition;
  return [numerateur, denominateur && `Sur : ${denominateur}`, origineDelai && `Délai depuis : ${origineDelai}`].filter(Boolean).join(" ");
}

/** The table of the page: a row a line of the contract, from the catalogue. */
export const LIGNES_DE_LA_PAGE: string[] = LIGNES.map((ligne) => {
  const definition = indicateurDe(ligne.code)?.definition;
  return `| ${ligne.code} | ${ligne.indicateur} | ${place(ligne, definition)} | ${texte(ligne.code, definition)} |`;
});
