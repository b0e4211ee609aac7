import type { Poser } from "./poser";
import { absence, type Cellule, type Format, nombre } from "./tableur/classeur";

/** What the API says of an indicator, its wording and version included. */
export interface DefinitionLue {
  code: string;
  version: number;
  libelle: string;
  cadre: string;
  producteur: string;
  unite: string;
  numerateur: string;
  denominateur: string | null;
  regleCohorte: string;
  source: string;
  tableau: string | null;
  regleSuspendus: string;
  regleLieu: string;
  origineDelai: string | null;
  differences: string | null;
  calcule: boolean;
  pourquoi: string | null;
  ventilations: string[];
}

export interface DelaisLus {
  effectif: number | null;
  moyenne: number | null;
  mediane: number | null;
  p10: number | null;
  p25: number | null;
  p75: number | null;
  p90: number | null;
}

/** A figure, or one of its parts. */
export interface Chiffre {
  numerateur: number | null;
  denominateur: number | null;
  valeur: number | null;
  masquee: boolean;
}

export interface MesureLue extends Chiffre {
  definition: DefinitionLue;
  debut: string;
  fin: string;
  territoire: string;
  cible: number | null;
  statut: "PROVISOIRE" | "CONSOLIDE";
  consolideLe: string | null;
  delais: DelaisLus | null;
  ventilation: (Chiffre & { cle: string })[];
}

export interface DemandeMesure {
  code: string;
  version?: number | null;
  territoire: string;
  debut: string;
  fin: string;
  ventilation?: string | null;
}

/** Classes of the common cuts, in the order of the forms, with their titles. Other keys come after, in their own words. */
export const CLASSES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  age: {
    "0-24": "Moins de 25 ans",
    "25-29": "25 à 29 ans",
    "30-39": "30 à 39 ans",
    "40-49": "40 à 49 ans",
    "50-59": "50 à 59 ans",
    "60+": "60 ans et plus",
    INCONNU: "Âge non connu",
  },
  sexe: { FEMME: "Femmes", HOMME: "Hommes", INCONNU: "Sexe non connu" },
  situationFamiliale: {
    ISOLE_SANS_ENFANT: "Personne seule sans enfant",
    ISOLE_AVEC_ENFANT: "Personne seule avec enfant",
    COUPLE_SANS_ENFANT: "Couple sans enfant",
    COUPLE_AVEC_ENFANT: "Couple avec enfant",
    INCONNU: "Situation familiale non connue",
  },
  niveauEtude: {
    SANS_DIPLOME: "Sans diplôme",
    NV5: "CAP ou BEP",
    NV4: "Baccalauréat",
    NV3: "Bac + 2",
    NV2: "Bac + 3 ou 4",
    NV1: "Bac + 5 et plus",
    INCONNU: "Niveau non connu",
  },
  anciennete: {
    MOINS_6_MOIS: "Moins de 6 mois de RSA",
    "6_MOIS_1_AN": "6 mois à 1 an",
    "1_2_ANS": "1 à 2 ans",
    "2_5_ANS": "2 à 5 ans",
    "5_ANS_ET_PLUS": "5 ans et plus",
    INCONNU: "Ancienneté non connue",
  },
};

export const DEFINITION =
  "code version libelle cadre producteur unite numerateur denominateur regleCohorte source tableau regleSuspendus regleLieu origineDelai differences calcule pourquoi ventilations";
const CHIFFRE = "numerateur denominateur valeur masquee";
export const MESURE = `definition { ${DEFINITION} } territoire debut fin ${CHIFFRE} cible statut consolideLe
  delais { effectif moyenne mediane p10 p25 p75 p90 } ventilation { cle ${CHIFFRE} }`;

/** Indicators of one operation: the size of a document stays bounded. */
const PAR_OPERATION = 40;

/** Measures indicators, in the order they are asked; null where the territory is not known.
 * @param connuLe day of knowledge, or null. @param avance told how many are done. */
export async function mesurer(
  poser: Poser,
  demandes: readonly DemandeMesure[],
  connuLe: string | null,
  avance: (faites: number) => void = () => undefined,
): Promise<(MesureLue | null)[]> {
  const mesures: (MesureLue | null)[] = [];
  for (let debut = 0; debut < demandes.length; debut += PAR_OPERATION) {
    const lot = demandes.slice(debut, debut + PAR_OPERATION);
    const data = await poser(document(lot.length), Object.assign({ connuLe }, ...lot.map(variables)));
    mesures.push(...lot.map((_, rang) => data[`m${rang}`] as MesureLue | null));
    avance(mesures.length);
  }
  return mesures;
}

const variables = ({ code, version = null, territoire, debut, fin, ventilation = null }: DemandeMesure, i: number) => ({
  [`c${i}`]: code,
  [`n${i}`]: version,
  [`t${i}`]: territoire,
  [`d${i}`]: debut,
  [`f${i}`]: fin,
  [`v${i}`]: ventilation,
});

const documents = new Map<number, string>();

/** The same operation for the same number of indicators: it is parsed and compiled once. */
function document(nombreDeMesures: number): string {
  let texte = documents.get(nombreDeMesures);
  if (texte === undefined) {
    const rangs = Array.from({ length: nombreDeMesures }, (_, i) => i);
    const declarees = rangs.map((i) => `$c${i}: String!, $n${i}: Int, $t${i}: String!, $d${i}: Date!, $f${i}: Date!, $v${i}: String`);
    const champs = rangs.map(
      (i) =>
        `m${i}: indicateur(code: $c${i}, version: $n${i}, territoire: $t${i}, debut: $d${i}, fin: $f${i}, ventilation: $v${i}, connuLe: $connuLe) { ${MESURE} }`,
    );
    texte = `query ($connuLe: Date, ${declarees.join(", ")}) { ${champs.join(" ")} }`;
    documents.set(nombreDeMesures, texte);
  }
  return texte;
}

export async function definitions(poser: Poser, cadre: string | null, toutesVersions = false): Promise<DefinitionLue[]> {
  const document = `query ($cadre: String, $toutesVersions: Boolean!) {
    definitionsIndicateurs(cadre: $cadre, toutesVersions: $toutesVersions) { ${DEFINITION} } }`;
  return (await poser(document, { cadre, toutesVersions })).definitionsIndicateurs;
}

/** How the values of a unit are shown. */
export function formatDe(unite: string): Format {
  if (unite.startsWith("%")) return "pourcentage";
  if (unite === "euros") return "euros";
  return /^(personnes|contrats|places|orientations|dossiers|actions|rendez-vous|sorties|prescriptions)\b(?! par)/.test(unite)
    ? "entier"
    : "nombre";
}

/** A figure of the API, as a cell: what is masked says so, what is not known says so. */
export function cellule(chiffre: Chiffre | null | undefined, champ: "valeur" | "numerateur" | "denominateur", format: Format): Cellule {
  if (!chiffre) return absence("NON_CONNU");
  if (chiffre[champ] === null && chiffre.masquee) return absence("MASQUE");
  return nombre(chiffre[champ], format);
}

/** The value, or the numerator where an indicator has no overall value. */
export const valeur = (mesure: MesureLue | null | undefined): Cellule =>
  mesure ? cellule(mesure, "valeur", formatDe(mesure.definition.unite)) : absence("NON_CONNU");
