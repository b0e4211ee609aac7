import { proches } from "./distance";
import type { Identite } from "./identite";
import { comparerDates } from "./naissance";
import { enPartie, lireNom, memesMots, type NomLu, normaliser } from "./nom";
import { comparerNir, foyerCommun, numerosCommuns } from "./numero";
import type { Critere } from "./poids";

/** An identity whose names were read once: a candidate is compared with many. */
export interface IdentiteLue {
  source: Identite;
  nom: NomLu;
  usage: NomLu | null;
  /** First names; the first one may be compound. */
  prenoms: NomLu[];
  /** All the first names as one: « Jean » « Pierre » is « Jean-Pierre ». */
  deuxPremiers: NomLu | null;
  communeNaissance: string | null;
}

export function lireIdentite(source: Identite): IdentiteLue {
  const nom = lireNom(source.nom);
  const usage = source.nomUsage ? lireNom(source.nomUsage) : null;
  return {
    source,
    nom,
    usage: usage && usage.colle !== nom.colle ? usage : null,
    prenoms: source.prenoms.map(lireNom),
    deuxPremiers: source.prenoms.length > 1 ? lireNom(source.prenoms.slice(0, 2).join(" ")) : null,
    communeNaissance: source.communeNaissance ? normaliser(source.communeNaissance) : null,
  };
}

/** All that two identities say to each other, in the order of the reading. Symmetric: (a, b) and (b, a) give the same. */
export function comparer(a: IdentiteLue, b: IdentiteLue): Critere[] {
  const [x, y] = [a.source, b.source];
  const nir = comparerNir(x.numeros, y.numeros);
  const foyer = foyerCommun(x, y);
  const date = comparerDates(x, y);
  return [
    ...(nir === "INCONNU" ? [] : [`NIR_${nir}` as const]),
    ...numerosCommuns(x, y),
    ...(foyer === null ? [] : foyer === "FOYER" ? (["FOYER"] as const) : [`FOYER_${foyer}` as const]),
    ...noms(a, b),
    ...(date === "INCONNUE" ? [] : [`DATE_${date}` as const]),
    ...circonstances(a, b),
  ];
}

function noms(a: IdentiteLue, b: IdentiteLue): Critere[] {
  const [premierA, premierB] = [a.prenoms[0], b.prenoms[0]];
  const memeUsage: Critere[] = a.usage && b.usage && memesMots(a.usage, b.usage) ? ["USAGE_IDENTIQUE"] : [];
  const inversion = premierA && premierB && memesMots(a.nom, premierB) && memesMots(premierA, b.nom) && !memesMots(a.nom, b.nom);
  if (inversion) return ["INVERSION_NOM_PRENOM", ...memeUsage, ...autresPrenoms(a, b)];
  return [nomDeNaissance(a, b), ...memeUsage, ...(premierA && premierB ? [prenom(a, b)] : []), ...autresPrenoms(a, b)];
}

function nomDeNaissance(a: IdentiteLue, b: IdentiteLue): Critere {
  if (memesMots(a.nom, b.nom)) return "NOM_IDENTIQUE";
  if ((a.usage && memesMots(a.usage, b.nom)) || (b.usage && memesMots(b.usage, a.nom))) return "NOM_USAGE";
  if (enPartie(a.nom, b.nom)) return "NOM_PARTIE";
  return proches(a.nom.colle, b.nom.colle) ? "NOM_PROCHE" : "NOM_DIFFERENT";
}

function prenom(a: IdentiteLue, b: IdentiteLue): Critere {
  const [x, y] = [a.prenoms[0]!, b.prenoms[0]!];
  if (memesMots(x, y) || (b.deuxPremiers && x.colle === b.deuxPremiers.colle) || (a.deuxPremiers && y.colle === a.deuxPremiers.colle))
    return "PRENOM_IDENTIQUE";
  if (b.prenoms.slice(1).some((autre) => memesMots(x, autre)) || a.prenoms.slice(1).some((autre) => memesMots(y, autre)))
    return "PRENOM_SECOND";
  if (enPartie(x, y)) return "PRENOM_PARTIE";
  return proches(x.colle, y.colle) ? "PRENOM_PROCHE" : "PRENOM_DIFFERENT";
}

function autresPrenoms(a: IdentiteLue, b: IdentiteLue): Critere[] {
  const [x, y] = [a.prenoms.slice(1), b.prenoms.slice(1)];
  if (x.length === 0 || y.length === 0) return [];
  return [x.some((p) => y.some((q) => memesMots(p, q) || proches(p.colle, q.colle))) ? "AUTRES_PRENOMS" : "AUTRES_PRENOMS_DIFFERENTS"];
}

/** What surrounds the civil status. Two values that differ say little when people move; equal, they say something. */
function circonstances(a: IdentiteLue, b: IdentiteLue): Critere[] {
  const [x, y] = [a.source, b.source];
  const dits: [boolean, Critere][] = [
    [x.rangNaissance !== null && y.rangNaissance !== null && x.rangNaissance !== y.rangNaissance, "RANG_DIFFERENT"],
    [x.sexe !== null && y.sexe !== null && x.sexe !== y.sexe, "SEXE_DIFFERENT"],
    [a.communeNaissance !== null && a.communeNaissance === b.communeNaissance, "COMMUNE_NAISSANCE"],
    [
      a.communeNaissance !== null && b.communeNaissance !== null && !communesVoisines(a.communeNaissance, b.communeNaissance),
      "COMMUNE_NAISSANCE_DIFFERENTE",
    ],
    [x.codeInsee !== null && x.codeInsee === y.codeInsee, "COMMUNE"],
    [memeTelephone(x.telephone, y.telephone), "TELEPHONE"],
    [x.courriel !== null && x.courriel.trim().toLowerCase() === y.courriel?.trim().toLowerCase(), "COURRIEL"],
  ];
  return dits.flatMap(([vrai, critere]) => (vrai ? [critere] : []));
}

/** One name of a town may be a part of the other (« PARIS », « PARIS 12 ») or badly typed: not a disagreement. */
const communesVoisines = (a: string, b: string) => a === b || a.startsWith(b) || b.startsWith(a) || proches(a, b);

/** The last nine digits: +33 6 and 06 are one number. */
function memeTelephone(a: string | null, b: string | null): boolean {
  const [x, y] = [a, b].map((t) => t?.replace(/\D/g, "").slice(-9) ?? "");
  return x !== "" && x!.length === 9 && x === y;
}
