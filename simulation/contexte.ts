import { iso, type Jour, joursOuvres } from "./calendrier";
import { Hasard } from "./hasard";
import { type Agenda, agendaCollectif } from "./rendez-vous/reunions";
import { type Commune, type Organisme, PART_DES_CATEGORIES, type Territoire } from "./territoire/territoire";

/** What every part of a simulation reads: the territory, the year, and where each foyer stands in it. */
export interface Contexte {
  graine: string;
  territoire: Territoire;
  foyers: number;
  /** Day of the first stock: one year before `fin`. */
  debut: Jour;
  /** Last day, `jusque`. */
  fin: Jour;
  /** Last day of what people do: the day before `fin`, so that nothing is later than the moment of the import. */
  veille: Jour;
  /** Working days of the daily files. */
  joursDeFlux: Jour[];
  /** The daily file that tells a fact of that day: the first on or after it, or null after the last. */
  jourDeFlux(jour: Jour): Jour | null;
  /** Working day of the monthly file of each month after the stock; none without the option `annee`. */
  mensuels: Jour[];
  /** The flows of a whole year, and all that they tell. */
  annee: boolean;
  /** Free offset of the numbers, from the seed. */
  decalage: number;
  /** Share of the newcomers whose right is older than a year: it came from another caisse. */
  partMutations: number;
  /** Population and commune of a foyer. */
  place(index: number): { flux: boolean; commune: Commune };
  /** Place of a foyer in its block, in [0, 1[: from the most recent right to the oldest in the stock, from the first day to the last among newcomers. */
  quantile(index: number): number;
  agenda: Agenda;
  referents: ReadonlyMap<string, number>;
}

interface Bloc {
  commune: Commune;
  flux: boolean;
  debut: number;
  taille: number;
}

export interface OptionsContexte {
  graine: string;
  territoire: Territoire;
  foyers: number;
  debut: Jour;
  fin: Jour;
  annee?: boolean;
}

export function contexteDe(options: OptionsContexte): Contexte {
  const { graine, territoire, foyers, debut, fin, annee = false } = options;
  const blocs = decouper(territoire.communes, foyers);
  const bloc = (index: number) => blocs.findLast((b) => b.debut <= index) as Bloc;
  const joursDeFlux = joursOuvres(debut + 1, fin);
  const fichiers = Array.from({ length: fin - debut }, (_, i) => joursDeFlux.find((jour) => jour > debut + i) ?? null);
  const entrants = somme(territoire.communes, (c) => c.entrants);
  return {
    ...options,
    annee,
    mensuels: annee ? joursDeFlux.filter((jour, i) => iso(jour).slice(0, 7) !== iso(joursDeFlux[i - 1] ?? debut).slice(0, 7)) : [],
    veille: fin - 1,
    joursDeFlux,
    jourDeFlux: (jour) => fichiers[Math.max(0, jour - debut - 1)] ?? null,
    decalage: new Hasard(graine, territoire.departement, "numeros").entier(0, 999_999),
    partMutations: 1 - somme(territoire.communes, (c) => c.ouvertureMoins1An) / entrants,
    place: (index) => bloc(index),
    quantile: (index) => (index - bloc(index).debut + 0.5) / bloc(index).taille,
    agenda: agendaCollectif({ graine, territoire, foyers, debut, fin }),
    referents: new Map(territoire.organismes.map((o) => [o.code, nombreDeReferents(territoire, foyers, o)])),
  };
}

const somme = (communes: readonly Commune[], de: (c: Commune) => number) => communes.reduce((total, c) => total + de(c), 0);

/** Foyers in blocks: the stock of each commune, then its newcomers, in the proportions of the contract and without loss by rounding. */
function decouper(communes: readonly Commune[], foyers: number): Bloc[] {
  const parts = [
    ...communes.map((commune) => ({ commune, flux: false, poids: commune.foyers - commune.entrants })),
    ...communes.map((commune) => ({ commune, flux: true, poids: commune.entrants })),
  ];
  const total = somme(communes, (c) => c.foyers);
  let cumul = 0;
  return parts
    .map(({ commune, flux, poids }) => {
      const debut = Math.round((foyers * cumul) / total);
      cumul += poids;
      return { commune, flux, debut, taille: Math.round((foyers * cumul) / total) - debut };
    })
    .filter((bloc) => bloc.taille > 0);
}

/** Share of the people of a territory whom an organisme follows, from the weights of the parcours. */
function nombreDeReferents(territoire: Territoire, foyers: number, organisme: Organisme): number {
  if (organisme.portefeuille === 0) return 0;
  return Math.min(99, Math.max(1, Math.round((0.6 * foyers * partSuivie(territoire, organisme.code)) / organisme.portefeuille)));
}

function partSuivie(territoire: Territoire, organisme: string): number {
  const total = somme(territoire.communes, (c) => c.foyers);
  let part = 0;
  for (const parcours of territoire.parcours) {
    const freres = territoire.parcours.filter((p) => p.categorie === parcours.categorie);
    const duParcours = ((PART_DES_CATEGORIES[parcours.categorie] / 100) * parcours.poids) / freres.reduce((s, p) => s + p.poids, 0);
    for (const commune of territoire.communes) {
      const porteurs = parcours.porteurs.filter((p) => p.ageMax === undefined && (p.communes?.includes(commune.codeInsee) ?? true));
      const poids = porteurs.find((p) => p.organisme === organisme)?.poids ?? 0;
      part +=
        (duParcours * (commune.foyers / total) * poids) /
        Math.max(
          1,
          porteurs.reduce((s, p) => s + p.poids, 0),
        );
    }
  }
  return part;
}
