import { Command } from "commander";

export const SECTIONS = [
  "vitrine",
  "bombe",
  "confiance",
  "caf",
  "annee",
  "listes",
  "identites",
  "echanges",
  "catalogue",
  "creneaux",
  "demarrage",
  "webhooks",
  "indicateurs",
] as const;
export type Section = (typeof SECTIONS)[number];

export interface Options {
  sections: readonly Section[];
  /** Foyers of the territory that the showcase query reads. */
  foyers: number;
  /** Seconds of each measure, and how many rounds. */
  secondes: number;
  tours: number;
  connexions: number;
  /** Writes of each round, with trust and without. */
  ecritures: number;
  /** Foyers of the two CAF files. */
  caf: [petit: number, grand: number];
  /** Foyers of the simulated year of a département, whose lists are read too. */
  annee: number;
  /** People of the labelled set on which identity resolution is measured. */
  identites: number;
  /** Orientation results delivered to the simulated SI Plateforme. */
  echanges: number;
  /** Services of the imported catalogue, and searches of each kind. */
  catalogue: number;
  recherches: number;
  /** Places of the month of slots, and people who ask for the same hour at once. */
  sites: number;
  prises: number;
  /** Signed messages of appointments posted to the hub, and the foyers of its territory. */
  webhooks: number;
  foyersWebhooks: number;
  /** People whose year of events indicators count; reads of each figure; decisions whose lag is measured. */
  personnes: number;
  lectures: number;
  decisions: number;
  /** Foyers of the demo territory of the first start; null: those of `npm start`. */
  demarrage: number | null;
}

const RAPIDE: Omit<Options, "sections" | "connexions"> = {
  foyers: 300,
  secondes: 2,
  tours: 1,
  ecritures: 20,
  caf: [500, 5_000],
  annee: 1_000,
  identites: 1_000,
  echanges: 200,
  catalogue: 5_000,
  recherches: 10,
  sites: 10,
  prises: 20,
  demarrage: 300,
  webhooks: 2_000,
  foyersWebhooks: 200,
  personnes: 2_000,
  lectures: 2,
  decisions: 3,
};
const ENTIER: typeof RAPIDE = {
  foyers: 2_000,
  secondes: 5,
  tours: 3,
  ecritures: 100,
  caf: [10_000, 200_000],
  annee: 43_000,
  identites: 20_000,
  echanges: 10_000,
  catalogue: 100_000,
  recherches: 100,
  sites: 40,
  prises: 200,
  demarrage: null,
  webhooks: 20_000,
  foyersWebhooks: 2_000,
  personnes: 100_000,
  lectures: 10,
  decisions: 20,
};

/** Reads the command line; `--help` and a wrong usage end the process. */
export function lireOptions(argv: readonly string[]): Options {
  const programme = new Command("npm run bench --")
    .description(
      "mesure le hub et l’écrit en rapports : requête vitrine, bombe de fragments, prix de la confiance (droits, journal, quota, porte), import CAF, année d’un département, listes, identités, échanges avec France Travail, import et recherche du catalogue, créneaux d’un mois, indicateurs, démarrages",
    )
    .option("--foyers <N>", "foyers du territoire de la requête vitrine (2 000)")
    .option("--secondes <N>", "durée de chaque mesure (5)")
    .option("--catalogue <N>", "services du catalogue (100 000)")
    .option("--personnes <N>", "personnes dont les indicateurs comptent l’année (100 000)")
    .option("--rapide", "petites tailles, un seul tour : pour un coup d’œil, les chiffres ne valent rien")
    .option("--seulement <section>", `une seule section : ${SECTIONS.join(", ")}`)
    .helpOption("-h, --help", "affiche cette aide")
    .configureHelp({ styleTitle: (titre) => titre.replace("Usage:", "Usage :").replace("Options:", "Options :") });
  programme.parse([...argv], { from: "user" });
  const lues = programme.opts<{
    foyers?: string;
    secondes?: string;
    catalogue?: string;
    personnes?: string;
    rapide?: boolean;
    seulement?: string;
  }>();
  const entier = (nom: "foyers" | "secondes" | "catalogue" | "personnes") => {
    const valeur = Number(lues[nom]);
    if (!Number.isInteger(valeur) || valeur < 1) programme.error(`--${nom} attend un nombre entier d’au moins 1.`, { exitCode: 2 });
    return valeur;
  };
  const voulue = SECTIONS.filter((section) => lues.seulement === undefined || section === lues.seulement);
  if (voulue.length === 0) programme.error(`--seulement attend ${SECTIONS.join(", ")}.`, { exitCode: 2 });
  return {
    sections: voulue,
    connexions: 16,
    ...(lues.rapide ? RAPIDE : ENTIER),
    ...(lues.foyers === undefined ? {} : { foyers: entier("foyers") }),
    ...(lues.secondes === undefined ? {} : { secondes: entier("secondes") }),
    ...(lues.catalogue === undefined ? {} : { catalogue: entier("catalogue") }),
    ...(lues.personnes === undefined ? {} : { personnes: entier("personnes") }),
  };
}
