import type { ModeIntervention } from "../../shared/contrat/enums";
import { DISPOSITIFS, type DispositifEmploi, ORIGINES, type OrigineOffre } from "../offre/offre";
import { NATURES_ACTION_OARSA, type NatureActionOarsa } from "../pdie/pdie";
import type { CellulesPdie } from "./cellules";
import { valeursDe } from "./referentiel";

/** Origins that the file may give: records of data·inclusion come by their own import. */
const ORIGINES_DU_FICHIER = ORIGINES.filter((origine) => origine !== "DATA_INCLUSION");
const MODES: readonly ModeIntervention[] = ["INDIVIDUEL", "COLLECTIF", "MIXTE"];
/** The largest unit cost that storage keeps, in centimes. */
const COUT_MAX = 2_000_000_000;

/** An offer as its line says it. `service`: fields of data·inclusion v1. Amounts in centimes, volumes in hours, days included. */
export interface OffreLue {
  code: string;
  structure: string;
  origine: OrigineOffre;
  dispositif: DispositifEmploi | null;
  mode: ModeIntervention | null;
  programme: string | null;
  axe: string | null;
  ficheAction: string | null;
  marche: string | null;
  parcours: string[];
  natureActivite: NatureActionOarsa | null;
  compteDansLes15Heures: boolean;
  publicCible: string | null;
  volumeHoraireTotal: number | null;
  placesParAn: number | null;
  placesParExercice: { exercice: number; places: number }[];
  coutUnitaireCentimes: number | null;
  budgetCentimes: number | null;
  valideDu: string | null;
  valideAu: string | null;
  /** Null: the day when the hub first receives the line so. */
  dateMaj: string | null;
  service: Record<string, unknown>;
}

/** Reads a line of offres.csv. `departement`: where it applies when it does not say. */
export function lireOffre(c: CellulesPdie, departement: string): OffreLue {
  const valideDu = c.dateOuNull("valide_du");
  const valideAu = c.dateOuNull("valide_au");
  if (valideDu && valideAu && valideAu < valideDu) c.refuser("valide_au", "la fin de validité précède le début");
  return {
    code: c.code("code"),
    structure: c.code("structure"),
    origine: c.parmiOuNull("origine", ORIGINES_DU_FICHIER) ?? "PDIE",
    dispositif: c.parmiOuNull("dispositif", DISPOSITIFS),
    mode: c.parmiOuNull("mode", MODES),
    programme: c.texteCourt("programme"),
    axe: c.texteCourt("axe"),
    ficheAction: c.codeOuNull("fiche_action"),
    marche: c.codeOuNull("marche"),
    parcours: c.liste("parcours") ?? [],
    natureActivite: c.parmiOuNull("nature_activite", NATURES_ACTION_OARSA),
    compteDansLes15Heures: c.ouiNon("compte_dans_les_15_heures"),
    publicCible: c.texteCourt("public_cible"),
    volumeHoraireTotal: c.nombreOuNull("volume_horaire_total", 100_000),
    placesParAn: c.entierOuNull("places_financees"),
    placesParExercice: lirePlaces(c),
    coutUnitaireCentimes: c.centimesOuNull("cout_unitaire_eur", COUT_MAX),
    budgetCentimes: c.centimesOuNull("budget_eur"),
    valideDu,
    valideAu,
    dateMaj: c.dateOuNull("date_maj"),
    service: lireService(c, departement),
  };
}

/** `2026:60|2027:80`: places of years that are not like the others. */
function lirePlaces(c: CellulesPdie): OffreLue["placesParExercice"] {
  const annees = (c.liste("places_par_exercice") ?? []).map((valeur) => {
    const lu = /^(20\d\d)\s*:\s*(\d{1,6})$/.exec(valeur);
    if (!lu) c.refuser("places_par_exercice", `« ${valeur.slice(0, 40)} » n’est pas de la forme année:places, comme 2026:60|2027:80`);
    return { exercice: Number(lu[1]), places: Number(lu[2]) };
  });
  if (new Set(annees.map(({ exercice }) => exercice)).size < annees.length)
    c.refuser("places_par_exercice", "la même année est donnée deux fois");
  return annees.sort((a, b) => a.exercice - b.exercice);
}

function lireService(c: CellulesPdie, departement: string): Record<string, unknown> {
  return {
    nom: c.phrase("nom", 3, 150),
    description: c.phrase("description", 5, 10_000),
    type: c.parmiOuNull("type", valeursDe("types-de-services")),
    thematiques: c.liste("thematiques", valeursDe("thematiques")),
    publics: c.liste("publics", valeursDe("publics")),
    conditions_acces: c.texteCourt("conditions_acces", 10_000),
    frais: c.parmiOuNull("frais", valeursDe("frais")),
    frais_precisions: c.texteCourt("frais_precisions"),
    modes_accueil: c.liste("modes_accueil", valeursDe("modes-accueil")),
    zone_eligibilite: zones(c) ?? [departement],
    ...lireLieu(c),
    lien_mobilisation: adresseWeb(c, "lien_mobilisation"),
    modes_mobilisation: c.liste("modes_mobilisation", valeursDe("modes-mobilisation")),
    mobilisable_par: c.liste("mobilisable_par", valeursDe("personnes-mobilisatrices")),
    nombre_semaines: c.entierOuNull("nombre_semaines"),
    volume_horaire_hebdomadaire: c.nombreOuNull("volume_horaire_hebdomadaire", 168),
  };
}

function zones(c: CellulesPdie): string[] | null {
  const lues = c.liste("zone_eligibilite");
  const fausse = lues?.find((zone) => !/^(france|\d{9}|99[0-5]\d\d|(\d\d|2[AB])\d{3}|\d{2,3}|2[AB])$/.test(zone));
  if (fausse !== undefined)
    c.refuser("zone_eligibilite", `« ${fausse.slice(0, 40)} » n’est ni une commune, ni un EPCI, ni un département, ni « france »`);
  return lues;
}

export const adresseWeb = (c: CellulesPdie, colonne: string): string | null =>
  c.forme(colonne, /^https?:\/\/\S{3,2000}$/, "une adresse web complète est attendue, comme https://exemple.fr");

/** Place and means of contact, which structures and offers share. */
export function lireLieu(c: CellulesPdie): Record<string, unknown> {
  return {
    adresse: c.texteCourt("adresse"),
    code_postal: c.forme("code_postal", /^\d{5}$/, "cinq chiffres sont attendus"),
    code_insee: c.forme("code_insee", /^(\d\d|2[AB])\d{3}$/, "le code INSEE d’une commune est attendu, comme 94028"),
    commune: c.texteCourt("commune"),
    longitude: c.nombreOuNull("longitude", 180, -180),
    latitude: c.nombreOuNull("latitude", 90, -90),
    telephone: c.texteCourt("telephone", 40),
    courriel: c.forme("courriel", /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/, "une adresse électronique est attendue"),
  };
}
