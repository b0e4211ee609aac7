import { NOM_DU_FREIN, thematiquesDeLObjectif } from "../offre/frein";
import { phraseDeZone, zonesDeLaCommune, zonesDeLOffre } from "../offre/zone";
import { libelle } from "./decompte/libelles";
import type { Filtre } from "./filtre/filtre-offres";
import type { MotLu } from "./mots/mots-cherches";
import type { Trouvee } from "./page.repository";

const OU = { 3: "dans le nom", 2: "dans la structure, la commune ou les thématiques", 1: "dans la description" } as const;

/** Dit pourquoi une offre répond à la recherche : mots (et fautes pardonnées), zone, distance, freins, thématiques, places. `mots` : ceux lus. */
export function pourquoi(offre: Trouvee, filtre: Filtre, mots: readonly MotLu[]): string[] {
  return [
    ...motsTrouves(offre, mots),
    ...lieu(offre, filtre),
    ...(filtre.freins ?? [])
      .filter((frein) => offre.cles.includes(frein))
      .map((frein) => `Aide à lever le frein « ${NOM_DU_FREIN[frein]} »`),
    ...themes(offre, filtre),
    ...(offre.placesDisponibles === null ? [] : [places(offre.placesDisponibles)]),
  ];
}

function motsTrouves({ ou }: Trouvee, mots: readonly MotLu[]): string[] {
  const comptes = mots.filter((m) => !m.vide && !m.exclu);
  const connus = comptes.filter((m) => m.formes.length > 0);
  const trouves = ([3, 2, 1] as const).flatMap((place) => {
    const ici = connus.filter((_, i) => ou[i] === place).map((m) => `« ${m.lu ?? m.mot} »`);
    return ici.length === 0 ? [] : [`${ici.join(", ")} ${OU[place]}`];
  });
  return [
    ...trouves,
    ...connus.filter((_, i) => ou[i] === 0).map((m) => `« ${m.lu ?? m.mot} » n’y est pas`),
    ...connus.filter((m, i) => m.lu !== null && ou[i] !== 0).map((m) => `« ${m.mot} » lu « ${m.lu} »`),
    ...comptes.filter((m) => m.formes.length === 0).map((m) => `« ${m.mot} » absent du catalogue, laissé de côté`),
  ];
}

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

const places = (nombre: number): string => {
  if (nombre <= 0) return "Aucune place disponible";
  return nombre === 1 ? "Une place disponible" : `${nombre} places disponibles`;
};
