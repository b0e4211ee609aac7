import type { CategorieParcours, Frein } from "../../shared/contrat/enums";
import { classesDAge, nomDuPublic, publicVise } from "../offre/age-et-public";
import { CATEGORIES_SANS_FREIN, NOM_DE_CATEGORIE, NOM_DU_FREIN } from "../offre/frein";
import type { Offre } from "../offre/offre";
import { phraseDeZone, zonesDeLaCommune } from "../offre/zone";

/** What the allocataires subgraph says of a person, already filtered by the rights of the caller. */
export interface Criteres {
  codeInsee: string | null;
  parcours: string | null;
  age: number | null;
  freins: readonly Frein[];
}

/** The same criteria, as the statement takes them: two people who share them share the search. */
export interface CriteresDeRecherche {
  codeInsee: string | null;
  parcours: string | null;
  freins: Frein[];
  /** Sum of age classes. */
  ages: number;
  zones: string[];
  proximites: number[];
}

export function criteresDeRecherche(criteres: Criteres): CriteresDeRecherche {
  const zones = zonesDeLaCommune(criteres.codeInsee);
  return {
    codeInsee: criteres.codeInsee,
    parcours: criteres.parcours,
    freins: [...new Set(criteres.freins)].sort(),
    ages: classesDAge(criteres.age),
    zones: zones.map((z) => z.zone),
    proximites: zones.map((z) => z.proximite),
  };
}

export const CATEGORIES_PAR_PARCOURS = CATEGORIES_SANS_FREIN;

/** An offer found for some criteria. `score`: 0 to 1. `distanceKm`: null when a position is unknown or the offer is remote. */
export interface Trouvee {
  offre: Offre;
  score: number;
  zone: string;
  distanceKm: number | null;
  /** Keys of the search that the offer answers: freins, or categories when no frein is known. */
  cles: string[];
  parFrein: boolean;
  /** Legal category of the current parcours, when it is known. */
  categorie: CategorieParcours | null;
  placesDisponibles: number | null;
}

export interface OffreProposee {
  offre: Offre;
  score: number;
  pourquoi: string[];
  distanceKm: number | null;
}

const NOM_DE_PARCOURS: Record<CategorieParcours, string> = {
  EMPLOI: "un parcours emploi",
  EQUILIBRE: "un parcours socio-professionnel",
  REMOBILISATION: "un parcours social",
};

/** Dit pourquoi une offre est proposée : freins levés ou parcours, lieu, public à vérifier, places. */
export function pourquoi(t: Trouvee): string[] {
  const raisons = t.parFrein ? t.cles.map((cle) => `Lève le frein « ${NOM_DU_FREIN[cle as Frein]} » repéré au diagnostic`) : [sansFrein(t)];
  raisons.push(phraseDeZone(t.zone));
  if (t.distanceKm !== null) raisons.push(`À environ ${t.distanceKm.toLocaleString("fr-FR")} km`);
  const { aVerifier } = publicVise(t.offre.publics);
  if (aVerifier.length > 0) raisons.push(`Public à vérifier : ${aVerifier.map(nomDuPublic).join(", ")}`);
  if (t.placesDisponibles !== null)
    raisons.push(t.placesDisponibles === 1 ? "Une place disponible" : `${t.placesDisponibles} places disponibles`);
  return raisons;
}

function sansFrein({ cles, categorie }: Trouvee): string {
  const but = cles.map((cle) => NOM_DE_CATEGORIE[cle] ?? cle).join(", ");
  const parcours = categorie ? ` pour ${NOM_DE_PARCOURS[categorie]}` : "";
  return `Aucun frein connu : proposée${parcours} (${but})`;
}
