import { AVEC_CER, enClasses, ligneDeStock } from "./ligne";
import { estHorsSpe, estSpe } from "./situation";
import { AVEC_UN_CER, HORS_FT, HORS_FT_AVEC_CER } from "./t2-contrats";

/** Table 3: valid CER of people oriented outside France Travail, by duration written: from its first to its last day, in calendar months. */
const DUREES = [
  ["d’une durée de moins de 6 mois", "c.fin + 1 < c.debut + interval '6 months'", "MOINS_6_MOIS"],
  [
    "d’une durée de 6 mois à moins d’un an",
    "c.fin + 1 >= c.debut + interval '6 months' and c.fin + 1 < c.debut + interval '12 months'",
    "6_MOIS_1_AN",
  ],
  ["d’une durée d’un an et plus", "c.fin + 1 >= c.debut + interval '12 months'", "1_AN_ET_PLUS"],
  ["d’une durée que le contrat ne dit pas", "c.fin is null", "INCONNUE"],
] as const;
const SECTEURS = [
  ["hors de France Travail", HORS_FT, ["SPE", "HORS_SPE"]],
  ["vers le service public de l’emploi hors France Travail", `${estSpe()} and ${HORS_FT}`, ["SPE"]],
  ["hors du service public de l’emploi", estHorsSpe(), ["HORS_SPE"]],
] as const;
const CLASSES = ["SPE", "HORS_SPE"].flatMap((secteur) => DUREES.map(([, , duree]) => `${secteur}_${duree}`));

export const T3 = SECTEURS.flatMap(([secteur, ou, secteurs], s) =>
  DUREES.map(([duree, condition, cle], i) =>
    enClasses(
      ligneDeStock(
        "T3",
        s * DUREES.length + i + 1,
        `Orientées ${secteur}, avec un CER ${duree}`,
        `Personnes orientées ${secteur}, avec un CER valide ${duree}. Du premier au dernier jour, les deux comptés : du 1ᵉʳ janvier au 30 juin font six mois.`,
        `${ou} and ${AVEC_UN_CER} and ${condition}`,
        AVEC_CER,
      ),
      { de: HORS_FT_AVEC_CER, coupe: "duree", classes: CLASSES, cles: secteurs.map((nom) => `${nom}_${cle}`) },
    ),
  ),
);
