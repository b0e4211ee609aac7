import { Hasard } from "../../simulation/hasard";

/** A search of the sample: what is asked, and in which order. */
export interface RechercheDuBanc {
  genre: string;
  filtre: Record<string, unknown>;
  tri: string;
}

const VILLES = ["94028", "94017", "94081", "94046", "33063", "69123", "75113", "59350", "23096", "48095"];
const FREQUENTS = ["accompagnement", "formation", "atelier", "emploi", "aide", "personnes", "insertion", "droits"];
const COMPOSES = [
  "permis de conduire",
  "garde enfant",
  "atelier cv",
  "aide démarches en ligne",
  "français professionnel",
  "création entreprise",
];
const RARES = [
  "surendettement",
  "addictologie",
  "mdph",
  "microcredit",
  "theatre",
  "parentalite",
  "judiciaire",
  "bababe",
  "tobagabe",
  "covicobe",
];
const FAUTES = ["surendetement", "permi conduire", "addictolgie", "numerqiue ordinateur", "garderi", "parentalitte"];
const DEBUTS = ["access", "psychol", "entrepr", "mob", "écri"];
const THEMES = [
  "mobilite--preparer-un-permis",
  "famille--garde-denfants",
  "numerique",
  "sante--addictions",
  "se-former",
  "logement-hebergement",
];
const PUBLICS = ["jeunes", "femmes", "familles", "demandeurs-emploi", "personnes-en-situation-de-handicap"];
const FREINS = ["MOBILITE", "FAMILLE", "NUMERIQUE", "SANTE", "LOGEMENT", "FINANCES", "LANGUE_SAVOIRS_DE_BASE"];

type Genre = (h: Hasard) => { filtre: Record<string, unknown>; tri?: string };
/** Rare and frequent words, wide and narrow filters, every order: none weighs more than another. */
const GENRES: Record<string, Genre> = {
  "mot fréquent, toute la France": (h) => ({ filtre: { recherche: h.choix(FREQUENTS) } }),
  "plusieurs mots": (h) => ({ filtre: { recherche: h.choix(COMPOSES) } }),
  "mot rare": (h) => ({ filtre: { recherche: h.choix(RARES) } }),
  "mot mal écrit": (h) => ({ filtre: { recherche: h.choix(FAUTES) } }),
  "début de mot": (h) => ({ filtre: { recherche: h.choix(DEBUTS) } }),
  "mots, près d’une commune": (h) => ({ filtre: { recherche: h.choix([...FREQUENTS, ...COMPOSES]), codeInsee: h.choix(VILLES) } }),
  "commune seule": (h) => ({ filtre: { codeInsee: h.choix(VILLES) } }),
  "commune, frein et public": (h) => ({ filtre: { codeInsee: h.choix(VILLES), freins: [h.choix(FREINS)], publics: [h.choix(PUBLICS)] } }),
  "commune, rayon de 10 km, gratuit": (h) => ({ filtre: { codeInsee: h.choix(VILLES), rayonKm: 10, frais: ["gratuit"] } }),
  "thématique, toute la France": (h) => ({ filtre: { thematiques: [h.choix(THEMES)] } }),
  "frais et mode d’accueil (larges)": (h) => ({ filtre: { frais: [h.choix(["gratuit", "payant"])], modesAccueil: ["en-presentiel"] } }),
  "filtre étroit": (h) => ({
    filtre: { thematiques: [h.choix(THEMES)], publics: ["personnes-exilees"], types: ["aide-financiere"], scoreQualiteMinimum: 0.6 },
  }),
  "places et sans doublon, près d’une commune": (h) => ({
    filtre: { codeInsee: h.choix(VILLES), avecPlaces: true, exclureDoublons: true, freins: [h.choix(FREINS)] },
  }),
  "au plus près": (h) => ({ filtre: { codeInsee: h.choix(VILLES) }, tri: "DISTANCE" }),
  "au plus près, avec un frein": (h) => ({ filtre: { codeInsee: h.choix(VILLES), freins: [h.choix(FREINS)] }, tri: "DISTANCE" }),
  "les plus fraîches, avec un mot": (h) => ({ filtre: { recherche: h.choix([...FREQUENTS, ...RARES]) }, tri: "FRAICHEUR" }),
};

/** The same number of searches of each kind, mixed. */
export function echantillon(parGenre: number): RechercheDuBanc[] {
  const tirees = Object.entries(GENRES).flatMap(([genre, tirer]) =>
    Array.from({ length: parGenre }, (_, i) => ({ genre, tri: "PERTINENCE", ...tirer(new Hasard("recherche", genre, i)) })),
  );
  return tirees
    .map((recherche, i) => ({ recherche, rang: new Hasard("ordre", i).reel() }))
    .sort((a, b) => a.rang - b.rang)
    .map(({ recherche }) => recherche);
}
