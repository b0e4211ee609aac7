import { type Financement, placesLibres } from "./pdie";

/** What a fiche action, or a whole programme, holds for a year. Amounts in centimes; null where nothing says it. */
export interface Bilan {
  /** Offers of the PDIE. */
  offres: number;
  placesFinancees: number | null;
  placesOccupees: number;
  placesDisponibles: number | null;
  /** Places financed × unit cost, where both are known. */
  coutPrevuCentimes: number | null;
  /** Places taken × unit cost. */
  coutEngageCentimes: number | null;
  /** Of the year. */
  financeurs: Financement[];
  /** Sum of these funders. */
  financeCentimes: number;
}

export interface BilanFiche extends Bilan {
  /** Null: the offers that name no fiche. */
  ficheAction: string | null;
  intitule: string | null;
  programme: string | null;
  axe: string | null;
  budgetCentimes: number | null;
}

/** An offer in a year. */
export interface OffreDeLAnnee {
  ficheAction: string | null;
  placesFinancees: number | null;
  placesOccupees: number;
  coutUnitaireCentimes: number | null;
}

export interface FicheDuBilan {
  ficheAction: string;
  intitule: string | null;
  programme: string | null;
  axe: string | null;
  budgetCentimes: number | null;
}

const somme = (valeurs: (number | null)[]): number | null => {
  const connues = valeurs.filter((v) => v !== null);
  return connues.length === 0 ? null : connues.reduce((a, b) => a + b, 0);
};

/** Adds up offers and funders. Who funds two of them for a year counts once, with the sum. */
export function bilanDe(offres: readonly OffreDeLAnnee[], financements: readonly Financement[]): Bilan {
  const parFinanceur = new Map<string, Financement>();
  for (const f of financements) {
    const cle = `${f.type} ${f.nom} ${f.exercice}`;
    parFinanceur.set(cle, { ...f, montantCentimes: f.montantCentimes + (parFinanceur.get(cle)?.montantCentimes ?? 0) });
  }
  const cout = (places: number | null, unitaire: number | null) => (places === null || unitaire === null ? null : places * unitaire);
  return {
    offres: offres.length,
    placesFinancees: somme(offres.map((o) => o.placesFinancees)),
    placesOccupees: somme(offres.map((o) => o.placesOccupees)) ?? 0,
    placesDisponibles: somme(offres.map((o) => placesLibres(o.placesFinancees, o.placesOccupees))),
    coutPrevuCentimes: somme(offres.map((o) => cout(o.placesFinancees, o.coutUnitaireCentimes))),
    coutEngageCentimes: somme(offres.map((o) => cout(o.placesOccupees, o.coutUnitaireCentimes))),
    financeurs: [...parFinanceur.values()].sort((a, b) => (`${a.type} ${a.nom}` < `${b.type} ${b.nom}` ? -1 : 1)),
    financeCentimes: somme([...parFinanceur.values()].map((f) => f.montantCentimes)) ?? 0,
  };
}

/** One line a fiche action, those that only offers name and the offers without a fiche included, by code. */
export function bilanParFiche(
  fiches: readonly FicheDuBilan[],
  offres: readonly OffreDeLAnnee[],
  financements: readonly (Financement & { ficheAction: string | null })[],
): BilanFiche[] {
  const connues = new Map(fiches.map((fiche) => [fiche.ficheAction, fiche]));
  const codes = new Set<string | null>([...connues.keys(), ...offres.map((o) => o.ficheAction), ...financements.map((f) => f.ficheAction)]);
  const ordre = (code: string | null) => (code === null ? "1" : `0 ${code}`);
  return [...codes]
    .sort((a, b) => (ordre(a) < ordre(b) ? -1 : 1))
    .map((code) => {
      const { intitule = null, programme = null, axe = null, budgetCentimes = null } = (code !== null && connues.get(code)) || {};
      const siens = financements.filter((f) => f.ficheAction === code).map(({ ficheAction: _, ...financement }) => financement);
      const siennes = offres.filter((o) => o.ficheAction === code);
      return { ficheAction: code, intitule, programme, axe, budgetCentimes, ...bilanDe(siennes, siens) };
    });
}
