import { NOM_DU_FREIN, thematiquesDeLObjectif } from "../offre/frein";
import { phraseDeZone, zonesDeLaCommune, zonesDeLOffre } from "../offre/zone";
import { libelle } from "./decompte/libelles";
import type { Filtre } from "./filtre/filtre-offres";
import { type MotLu, motsConnus } from "./mots/mots-cherches";
import type { Trouvee } from "./page.repository";

const OU = { 3: "dans le nom", 2: "dans la structure, la commune ou les thématiques", 1: "dans la description" } as const;

/** Dit pourquoi une offre répond à la recherche, critère par critère : mots (et fautes pardonnées), zone, distance, freins, thématiques, publics,
 * places… ; sans critère, la qualité de la fiche, qui ordonne la liste. Jamais vide. `mots` : ceux lus. */
export function pourquoi(offre: Trouvee, filtre: Filtre, mots: readonly MotLu[]): string[] {
  const raisons = [
    ...motsTrouves(offre, mots),
    ...lieu(offre, filtre),
    ...(filtre.freins ?? [])
      .filter((frein) => offre.cles.includes(frein))
      .map((frein) => `Aide à lever le frein « ${NOM_DU_FREIN[frein]} »`),
    ...themes(offre, filtre),
    ...criteres(offre, filtre),
    ...placesDe(offre, filtre),
  ];
  return raisons.length > 0 ? raisons : [qualite(offre)];
}

function motsTrouves({ ou }: Trouvee, mots: readonly MotLu[]): string[] {
  const comptes = mots.filter((m) => !m.vide && !m.exclu);
  const connus = motsConnus(mots);
  const dit = (m: MotLu) => `« ${m.lu ?? m.mot} »`;
  const trouves = ([3, 2, 1] as const).flatMap((place) => {
    const ici = unique(connus.filter((_, i) => ou[i] === place).map(dit));
    return ici.length === 0 ? [] : [`${ici.join(", ")} ${OU[place]}`];
  });
  return [
    ...trouves,
    ...connus.filter((_, i) => ou[i] === 0).map((m) => `${dit(m)} n’y est pas`),
    ...connus.filter((m, i) => m.lu !== null && ou[i] !== 0).map((m) => `« ${m.mot} » lu « ${m.lu} »`),
    ...comptes.filter((m) => m.formes.length === 0).map((m) => `« ${m.mot} » absent du catalogue, laissé de côté`),
    ...mots.filter((m) => m.exclu).map((m) => `Sans le mot « ${m.mot} »`),
  ];
}

const unique = (textes: string[]): string[] => [...new Set(textes)];

function lieu(offre: Trouvee, { codeInsee }: Filtre): string[] {
  if (!codeInsee) return [];
  const siennes = new Set(zonesDeLOffre(offre.zoneEligibilite));
  const zone = zonesDeLaCommune(codeInsee).find((z) => siennes.has(z.zone));
  const distance = offre.distanceKm === null ? [] : [`À environ ${offre.distanceKm.toLocaleString("fr-FR")} km`];
  const aDistance = offre.modesAccueil.includes("a-distance") ? ["Possible à distance"] : [];
  return [...(zone ? [phraseDeZone(zone.zone)] : []), ...distance, ...aDistance];
}

function themes(offre: Trouvee, { thematiques, objectifs }: Filtre): string[] {
  const voulues = new Set([...(thematiques ?? []), ...(objectifs ?? []).flatMap(thematiquesDeLObjectif)]);
  const siennes = [...new Set(offre.thematiques.flatMap((t) => [t, t.split("--")[0]!]))];
  return siennes.filter((t) => voulues.has(t)).map((t) => `Thématique « ${libelle(t)} »`);
}

/** The filters on a value of the record. */
function criteres(offre: Trouvee, filtre: Filtre): string[] {
  const siennes = (voulues: string[] | null | undefined, valeurs: (string | null)[], nom: string) =>
    unique(valeurs.filter((v) => v !== null && (voulues ?? []).includes(v)).map((v) => `${nom} « ${libelle(v!)} »`));
  const score = filtre.scoreQualiteMinimum ?? 0;
  return [
    ...(filtre.publics ? siennes([...filtre.publics, "tous-publics"], offre.publics, "Public") : []),
    ...siennes(filtre.types, [offre.type], "Type"),
    ...siennes(filtre.frais, [offre.frais], "Frais"),
    ...siennes(filtre.modesAccueil, offre.modesAccueil, "Accueil"),
    ...siennes(filtre.origines, [offre.origine], "Origine"),
    ...siennes(filtre.dispositifs, [offre.dispositif], "Dispositif"),
    ...(filtre.structure ? ["Proposée par la structure demandée"] : []),
    ...(filtre.parcours ? ["Ouverte à un parcours demandé"] : []),
    ...(filtre.compteDansLes15Heures ? ["Son temps compte dans les quinze heures d’activité"] : []),
    ...(score > 0 ? [qualite(offre)] : []),
  ];
}

const qualite = ({ scoreQualite }: Trouvee): string => `Qualité de la fiche : ${Math.floor(scoreQualite * 100)} %`;

function placesDe({ placesDisponibles }: Trouvee, { avecPlaces }: Filtre): string[] {
  if (placesDisponibles !== null) return [places(placesDisponibles)];
  return avecPlaces ? ["Rien ne dit qu’elle soit complète"] : [];
}

const places = (nombre: number): string => {
  if (nombre <= 0) return "Aucune place disponible";
  return nombre === 1 ? "Une place disponible" : `${nombre} places disponibles`;
};
