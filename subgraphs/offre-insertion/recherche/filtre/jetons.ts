import type { Frein } from "../../../shared/contrat/enums";
import { thematiquesDeLObjectif } from "../../offre/frein";
import { FRANCE, zonesDeLaCommune } from "../../offre/zone";
import type { Filtre } from "./filtre-offres";

/** A place, in degrees (WGS 84). */
export interface Position {
  longitude: number;
  latitude: number;
}

/** Dimensions that facets count, by their letter in the index. */
export const DIMENSIONS = { thematiques: "t", publics: "p", frais: "f", modesAccueil: "m", types: "y", origines: "o" } as const;
export type Dimension = keyof typeof DIMENSIONS;

/** The filters of a search as a query of the index. */
export interface Jetons {
  /** Filters that no facet gives. */
  communs: string[];
  facettes: Partial<Record<Dimension, string>>;
}

const KM_PAR_DEGRE = 111.2;
/** Above that many cells, a national offer face to face is measured row by row. */
const CELLULES_MAX = 60;

const litteral = (jeton: string): string => `'${jeton.slice(0, 300).replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
/** One of these values. */
const parmi = (jetons: readonly string[]): string => `(${[...new Set(jetons)].map(litteral).join("|")})`;
const avec = (lettre: string, valeurs: readonly string[]): string[] => valeurs.map((v) => lettre + v);

/** `position`: of the commune searched, null when it is not known: distance then leaves nothing out. */
export function jetonsDuFiltre(filtre: Filtre, position: Position | null): Jetons {
  const communs: string[] = [];
  const facettes: Jetons["facettes"] = {};
  if (filtre.codeInsee) communs.push(parmi(zones(filtre.codeInsee, position, filtre.rayonKm ?? 50)));
  if (filtre.thematiques) facettes.thematiques = parmi([...avec("t", filtre.thematiques), ...avec("k", filtre.thematiques)]);
  if (filtre.publics) facettes.publics = parmi(avec("p", [...filtre.publics, "tous-publics"]));
  if (filtre.types) facettes.types = parmi(avec("y", filtre.types));
  if (filtre.frais) facettes.frais = parmi(avec("f", filtre.frais));
  if (filtre.modesAccueil) facettes.modesAccueil = parmi(avec("m", filtre.modesAccueil));
  if (filtre.origines) facettes.origines = parmi(avec("o", filtre.origines));
  if (filtre.freins) communs.push(parmi(avec("k", filtre.freins as Frein[])));
  if (filtre.objectifs) communs.push(parmi(["t", ...avec("t", filtre.objectifs.flatMap(thematiquesDeLObjectif))]));
  if (filtre.dispositifs) communs.push(parmi(avec("v", filtre.dispositifs)));
  if (filtre.structure) communs.push(litteral(`s${filtre.structure}`));
  if (filtre.exclureDoublons) communs.push("'u'");
  if (filtre.parcours || filtre.compteDansLes15Heures) communs.push("'l'");
  const score = filtre.scoreQualiteMinimum ?? 0;
  if (score > 0) communs.push(parmi(Array.from({ length: 21 - Math.floor(score * 20) }, (_, i) => `q${20 - i}`)));
  return { communs, facettes };
}

/** What every offer carries: a query without a filter. */
export const TOUT_CONVIENT = "'*'";

/** Every filter at once. */
export const toutesConditions = ({ communs, facettes }: Jetons): string =>
  [...communs, ...Object.values(facettes)].join("&") || TOUT_CONVIENT;

/** The classes of quality, of a twentieth, from that of a place of the list down. */
export function classesApres(depart: { valeur: number } | null, nombre: number): string {
  const premiere = depart ? Math.min(20, Math.floor(-depart.valeur * 20)) : 20;
  return parmi(Array.from({ length: nombre }, (_, i) => `q${premiere - i}`));
}

/** Share of the catalogue that a filter keeps, as catalogues go; it only chooses the way a page is looked for. */
const PARTS: Partial<Record<keyof Filtre, number>> = {
  codeInsee: 0.06,
  thematiques: 0.06,
  objectifs: 0.05,
  publics: 0.3,
  freins: 0.12,
  types: 0.3,
  dispositifs: 0.01,
  structure: 0.001,
  parcours: 0.01,
};

/** About how many offers of `total` a filter keeps. */
export function attendues(filtre: Filtre, total: number): number {
  const parts = Object.entries(PARTS).map(([champ, part]) => {
    const valeur = filtre[champ as keyof Filtre];
    if (valeur === null || valeur === undefined) return 1;
    return Array.isArray(valeur) ? Math.min(1, part * valeur.length) : part;
  });
  if (filtre.compteDansLes15Heures || filtre.origines?.every((origine) => origine !== "DATA_INCLUSION")) parts.push(0.02);
  return parts.reduce((reste, part) => reste * part, total);
}

/** What an offer answers to be counted in some facet: all the filters, but one of a facet at most. */
export function presqueToutes({ communs, facettes }: Jetons): string {
  const groupes = Object.values(facettes);
  const saufUn = groupes.map((_, i) => groupes.filter((_groupe, j) => j !== i).join("&"));
  return [...communs, ...(groupes.length > 1 ? [`(${saufUn.join("|")})`] : [])].join("&") || TOUT_CONVIENT;
}

function zones(codeInsee: string, position: Position | null, rayonKm: number): string[] {
  const siennes = zonesDeLaCommune(codeInsee).map((z) => z.zone);
  const proches = position && cellules(position, rayonKm, 2);
  if (!proches || proches.length > CELLULES_MAX) return avec("z", [...siennes, FRANCE]);
  return [
    ...avec(
      "z",
      siennes.filter((zone) => zone !== FRANCE),
    ),
    "n",
    ...avec("n", proches),
  ];
}

/** Cells of 1/`finesse` degree that a circle may touch, as the index names them. */
function cellules({ longitude, latitude }: Position, rayonKm: number, finesse: number): string[] {
  const hauteur = rayonKm / KM_PAR_DEGRE;
  const largeur = hauteur / Math.max(0.05, Math.cos(((Math.abs(latitude) + hauteur) * Math.PI) / 180));
  const rangs = (de: number, a: number) => {
    const premier = Math.floor(de * finesse);
    return Array.from({ length: Math.floor(a * finesse) - premier + 1 }, (_, i) => premier + i);
  };
  const colonnes = rangs(longitude - largeur, longitude + largeur);
  return rangs(latitude - hauteur, latitude + hauteur).flatMap((y) => colonnes.map((x) => `${y}/${x}`));
}

/** Cells around a place, and how far they are sure to hold everything. */
export interface Anneau {
  jetons: string;
  km: number;
}

const anneau = (position: Position, km: number, lettre: string, finesse: number): Anneau => ({
  jetons: parmi(avec(lettre, cellules(position, km, finesse))),
  km,
});

/** A near and a wider ring around a place: the nearest offers are looked for there first. */
export const anneaux = (position: Position): [Anneau, Anneau] => [anneau(position, 5, "g", 10), anneau(position, 30, "h", 2)];
