/** A word that somebody typed: without accents, in lower case. */
export interface MotCherche {
  mot: string;
  /** Written between quotes: neither corrected nor taken as the beginning of a word. */
  exact: boolean;
  /** Preceded by a minus: offers that carry it are left out. */
  exclu: boolean;
}

/** What the catalogue knows of a word. */
export interface MotLu extends MotCherche {
  /** An empty word (« de », « la »): it does not count. */
  vide: boolean;
  /** Forms in the catalogue: same stem, words that begin so, or the nearest known word. Empty: unknown. */
  formes: string[];
  /** The word read instead, when the one typed is not in the catalogue. */
  lu: string | null;
  /** About how many offers carry it anywhere. */
  nombre: number;
  /** About how many carry it in their name. */
  nombreNom: number;
}

const MOTS_MAX = 10;
/** Empty words of French that the stemmer only knows with their accent (« à », « même »). Not « été »: it is also summer. */
const VIDES_SANS_ACCENT = new Set(["a", "meme", "etes", "etais", "etait", "etaient"]);

const morceau = (texte: string): string[] =>
  texte
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae")
    .match(/[a-z0-9]+/g) ?? [];

/** Words of a search: « vélo -enfant "auto école" ». At most ten, each once: where it was said last, since the last one may only be begun. */
export function motsCherches(recherche: string | null | undefined): MotCherche[] {
  const texte = (recherche ?? "").replace(/[«»“”]/g, '"');
  const mots: MotCherche[] = [];
  for (const [, moins, entreGuillemets, simple] of texte.matchAll(/(?:(?<=^|\s)(-))?(?:"([^"]*)"|([^\s"]+))/g)) {
    for (const mot of morceau(entreGuillemets ?? simple ?? "")) {
      if (entreGuillemets === undefined && VIDES_SANS_ACCENT.has(mot)) continue;
      mots.push({ mot: mot.slice(0, 60), exact: entreGuillemets !== undefined || moins !== undefined, exclu: moins !== undefined });
    }
  }
  const redit = ({ mot, exact, exclu }: MotCherche, i: number) =>
    mots.slice(i + 1).some((m) => m.mot === mot && m.exact === exact && m.exclu === exclu);
  return mots.filter((mot, i) => !redit(mot, i)).slice(0, MOTS_MAX);
}

/** Rank, from 1, of the word that may only be begun: the last one; 0: none. */
export function motCommence(mots: readonly MotCherche[]): number {
  const dernier = mots.at(-1);
  return dernier && !dernier.exact ? mots.length : 0;
}

/** A search by words, ready for the index. `null` where nothing can answer. */
export interface RequeteDeMots {
  /** Words that count, in the order they were typed. */
  mots: MotLu[];
  /** All of them anywhere, without those left out. */
  partout: string;
  /** All in the name; all in the name, structure, commune, thématiques or type, one at least in the name; all there. */
  niveaux: { nom: string; mixte: string; titre: string };
  /** For each word: in the name, in the rest of the title, anywhere. */
  parMot: { nom: string[]; titre: string[]; partout: string[] };
}

const ou = (formes: readonly string[], prefixes: readonly string[]): string =>
  `(${formes.flatMap((forme) => prefixes.map((prefixe) => `'${prefixe}${forme}'`)).join("|")})`;
const et = (parties: readonly string[]): string => parties.join("&");
/** At least `nombre` of them. */
const auMoins = (parties: readonly string[], nombre: number): string =>
  nombre >= parties.length ? et(parties) : `(${choix(parties, nombre).map(et).join("|")})`;
const choix = <T>(parmi: readonly T[], nombre: number): T[][] =>
  nombre === 0 ? [[]] : parmi.flatMap((premier, i) => choix(parmi.slice(i + 1), nombre - 1).map((reste) => [premier, ...reste]));

/** Words that count and that the catalogue knows: two that are read alike (« permis », « permi ») are one. */
export function motsConnus(lus: readonly MotLu[]): MotLu[] {
  const connus = lus.filter((m) => !m.vide && !m.exclu && m.formes.length > 0);
  const lecture = ({ formes }: MotLu) => [...formes].sort().join(" ");
  return connus.filter((m, i) => connus.findIndex((autre) => lecture(autre) === lecture(m)) === i);
}

/** The query of some words that were read. Undefined: no word counts, the search does not filter. Null: no word is known, nothing answers.
 * `combien`: at least that many of them; null: all. */
export function requeteDeMots(lus: readonly MotLu[], combien: number | null = null): RequeteDeMots | null | undefined {
  const pleins = lus.filter((m) => !m.vide && !m.exclu);
  const connus = motsConnus(lus);
  const exclus = lus.filter((m) => m.exclu && m.formes.length > 0).map((m) => `!${ou(m.formes, [""])}`);
  if (pleins.length === 0 && exclus.length === 0) return undefined;
  if (connus.length === 0 && pleins.length > 0) return null;
  const tous = (prefixes: readonly string[]) => connus.map((m) => ou(m.formes, prefixes));
  const n = combien ?? connus.length;
  const [nom, titre, partout] = [tous(["a"]), tous(["a", "b"]), tous([""])];
  return {
    mots: connus,
    partout: et([...(connus.length > 0 ? [auMoins(partout, n)] : []), ...exclus]),
    niveaux: { nom: auMoins(nom, n), mixte: `${auMoins(titre, n)}&(${nom.join("|")})`, titre: auMoins(titre, n) },
    parMot: { nom, titre: tous(["b"]), partout },
  };
}
