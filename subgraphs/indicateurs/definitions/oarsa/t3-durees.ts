import { AVEC_CER, ligneDeStock } from "./ligne";
import { estHorsSpe, estSpe } from "./situation";
import { AVEC_UN_CER, HORS_FT } from "./t2-contrats";

/** Table 3: valid CER of people oriented outside France Travail, by duration written: from its first to its last day, in calendar months. */
const DUREES = [
  ["d’une durée de moins de 6 mois", "c.fin + 1 < c.debut + interval '6 months'"],
  ["d’une durée de 6 mois à moins d’un an", "c.fin + 1 >= c.debut + interval '6 months' and c.fin + 1 < c.debut + interval '12 months'"],
  ["d’une durée d’un an et plus", "c.fin + 1 >= c.debut + interval '12 months'"],
  ["d’une durée que le contrat ne dit pas", "c.fin is null"],
] as const;
const SECTEURS = [
  ["hors de France Travail", HORS_FT],
  ["vers le service public de l’emploi hors France Travail", `${estSpe()} and ${HORS_FT}`],
  ["hors du service public de l’emploi", estHorsSpe()],
] as const;

export const T3 = SECTEURS.flatMap(([secteur, ou], s) =>
  DUREES.map(([duree, condition], i) =>
    ligneDeStock(
      "T3",
      s * DUREES.length + i + 1,
      `Orientées ${secteur}, avec un CER ${duree}`,
      `Personnes orientées ${secteur}, avec un CER valide ${duree}. Du premier au dernier jour, les deux comptés : du 1ᵉʳ janvier au 30 juin font six mois.`,
      `${ou} and ${AVEC_UN_CER} and ${condition}`,
      AVEC_CER,
    ),
  ),
);
