import type { CategorieParcours, Frein, Impact } from "../../shared/contrat/enums";
import { nomDuPublic, publicVise } from "../offre/age-et-public";
import { NOM_DE_CATEGORIE, NOM_DU_FREIN } from "../offre/frein";
import type { Offre } from "../offre/offre";
import { phraseDeZone } from "../offre/zone";
import { type Constats, FRANCAIS_DEMANDE, reserves } from "./constats";
import type { ContrainteConnue } from "./criteres";
import { jourEnLettres } from "./jour-en-lettres";

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
  constats: Constats;
}

export interface OffreProposee {
  offre: Offre;
  score: number;
  /** Never what the diagnostic says: whoever reads a prescription may read it. */
  pourquoi: string[];
  /** What the diagnostic says of it: health. */
  pourquoiDiagnostic: string[];
  distanceKm: number | null;
}

const NOM_DE_PARCOURS: Record<CategorieParcours, string> = {
  EMPLOI: "un parcours emploi",
  EQUILIBRE: "un parcours socio-professionnel",
  REMOBILISATION: "un parcours social",
};
const NOM_DE_L_IMPACT: Partial<Record<Impact, string>> = { FORT: "d’impact fort", MOYEN: "d’impact moyen", FAIBLE: "d’impact faible" };

const heuresEnLettres = (heures: number): string => `${heures.toLocaleString("fr-FR")} h`;

/** Dit pourquoi une offre est proposée, sans rien dire du diagnostic : parcours, lieu, public à vérifier, places, session, quinze heures ; puis ce qui la
 * fait reculer. */
export function pourquoi(t: Trouvee): string[] {
  const { offre, constats } = t;
  const raisons = t.parFrein
    ? [t.cles.length === 1 ? "Répond à un frein du diagnostic" : `Répond à ${t.cles.length} freins du diagnostic`]
    : [sansFrein(t)];
  raisons.push(phraseDeZone(t.zone));
  if (t.distanceKm !== null) raisons.push(`À environ ${t.distanceKm.toLocaleString("fr-FR")} km`);
  const { aVerifier } = publicVise(offre.publics);
  if (aVerifier.length > 0) raisons.push(`Public à vérifier : ${aVerifier.map(nomDuPublic).join(", ")}`);
  if (t.placesDisponibles !== null && t.placesDisponibles > 0)
    raisons.push(t.placesDisponibles === 1 ? "Une place disponible" : `${t.placesDisponibles} places disponibles`);
  if (constats.session) raisons.push(phraseDeSession(constats.session));
  if (constats.manqueHeures !== null && offre.volumeHoraireHebdomadaire !== null) {
    const manque = `il en manque au moins ${heuresEnLettres(constats.manqueHeures)} cette semaine`;
    raisons.push(`Compte dans les quinze heures : ${heuresEnLettres(offre.volumeHoraireHebdomadaire)} par semaine, ${manque}`);
  }
  return [...raisons, ...reserves(constats)];
}

/** Ce que le diagnostic en dit : les freins que l’offre lève, leur poids ; puis celui de la langue, s’il la fait reculer. */
export function pourquoiDiagnostic({ parFrein, cles, constats }: Trouvee, contraintes: readonly ContrainteConnue[]): string[] {
  const leves = parFrein ? cles.map((cle) => parLeFrein(cle as Frein, contraintes)) : [];
  return constats.francaisDemande ? [...leves, FRANCAIS_DEMANDE] : leves;
}

function parLeFrein(frein: Frein, contraintes: readonly ContrainteConnue[]): string {
  const contrainte = contraintes.find((c) => c.frein === frein);
  const poids = contrainte ? [contrainte.prioritaire ? "prioritaire" : null, NOM_DE_L_IMPACT[contrainte.impact]].filter(Boolean) : [];
  return [`Lève le frein « ${NOM_DU_FREIN[frein]} » repéré au diagnostic`, ...poids].join(", ");
}

function phraseDeSession({ debut, places }: { debut: Date; places: number | null }): string {
  const reste = places === null ? "" : places === 1 ? ", une place libre" : `, ${places} places libres`;
  return `Prochaine session le ${jourEnLettres(debut)}${reste}`;
}

function sansFrein({ cles, categorie }: Trouvee): string {
  const but = cles.map((cle) => NOM_DE_CATEGORIE[cle] ?? cle).join(", ");
  const parcours = categorie ? ` pour ${NOM_DE_PARCOURS[categorie]}` : "";
  return `Aucun frein connu : proposée${parcours} (${but})`;
}
