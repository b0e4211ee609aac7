import { iso } from "../calendrier";
import type { Contexte } from "../contexte";
import { type BilanFichier, Fichier } from "../fichier";
import { Hasard } from "../hasard";
import { OFFRE_EMPLOI } from "./offre-emploi";
import { OFFRE_FREINS } from "./offre-freins";
import type { ModeleService } from "./offre-modele";
import { STRUCTURES } from "./offre-structures";

const MODELES = { ...OFFRE_FREINS, ...OFFRE_EMPLOI };

interface Lieu {
  codeInsee: string;
  nom: string;
  codePostal: string;
  longitude: number;
  latitude: number;
}

const lieu = (codeInsee: string, nom: string, codePostal: string, longitude: number, latitude: number): Lieu => ({
  codeInsee,
  nom,
  codePostal,
  longitude,
  latitude,
});

/** Communes around those of the simulation, by département. */
const VOISINES: Record<string, readonly Lieu[]> = {
  "94": [
    lieu("94068", "Saint-Maur-des-Fossés", "94100", 2.4856, 48.7998),
    lieu("94046", "Maisons-Alfort", "94700", 2.4383, 48.8053),
    lieu("94011", "Bonneuil-sur-Marne", "94380", 2.4893, 48.7708),
    lieu("94002", "Alfortville", "94140", 2.4204, 48.7961),
    lieu("94042", "Joinville-le-Pont", "94340", 2.4728, 48.8196),
    lieu("94019", "Chennevières-sur-Marne", "94430", 2.5391, 48.7964),
    lieu("94015", "Bry-sur-Marne", "94360", 2.5198, 48.8407),
    lieu("94081", "Vitry-sur-Seine", "94400", 2.3917, 48.7882),
    lieu("94041", "Ivry-sur-Seine", "94200", 2.3853, 48.8129),
  ],
  "93": [
    lieu("93005", "Aulnay-sous-Bois", "93600", 2.4953, 48.9386),
    lieu("93046", "Livry-Gargan", "93190", 2.5349, 48.9193),
    lieu("93078", "Villepinte", "93420", 2.5413, 48.9627),
    lieu("93010", "Bondy", "93140", 2.4834, 48.9022),
  ],
};

/** Writes the catalogue in the schema v1 of data·inclusion: every value is invented but the codes. */
export async function ecrireOffre(contexte: Contexte, dossier: string): Promise<Map<string, BilanFichier>> {
  const structures: Record<string, unknown>[] = [];
  const services: Record<string, unknown>[] = [];
  for (let rang = 0; rang < contexte.territoire.catalogue.structures; rang++) {
    const h = new Hasard(contexte.graine, contexte.territoire.departement, "structure", rang);
    const { structure, modeles, ou } = structureDe(contexte, rang, h);
    structures.push(structure);
    services.push(...modeles.map((modele, i) => serviceDe(contexte, { structure, ou, rang: i }, modele, h)));
  }
  return new Map([
    ["data-inclusion/structures.json", await ecrireListe(dossier, "data-inclusion/structures.json", structures)],
    ["data-inclusion/services.json", await ecrireListe(dossier, "data-inclusion/services.json", services)],
  ]);
}

async function ecrireListe(dossier: string, nom: string, liste: Record<string, unknown>[]): Promise<BilanFichier> {
  const fichier = new Fichier(dossier, nom);
  await fichier.ecrire("[\n");
  for (const [i, element] of liste.entries()) await fichier.ecrire(`${i === 0 ? "" : ",\n"}${JSON.stringify(element)}`);
  await fichier.ecrire("\n]\n");
  return fichier.fermer(liste.length);
}

interface StructureFaite {
  structure: Record<string, unknown>;
  modeles: readonly ModeleService[];
  ou: Lieu;
}

/** Two structures in three are in the communes of the simulation, where the people are. */
function structureDe(contexte: Contexte, rang: number, h: Hasard): StructureFaite {
  const { territoire } = contexte;
  const genre = STRUCTURES[rang % STRUCTURES.length] as (typeof STRUCTURES)[number];
  const tour = Math.floor(rang / STRUCTURES.length);
  const ou: Lieu = h.oui(0.66) ? h.choix(territoire.communes) : h.choix(VOISINES[territoire.departement] as readonly Lieu[]);
  const id = `simulation--${territoire.departement}-structure-${rang + 1}`;
  const structure = {
    id,
    source: "simulation",
    nom: `${genre.nom} ${ou.nom}${tour === 0 ? "" : ` ${tour + 1}`}`,
    siret: null,
    commune: ou.nom,
    code_postal: ou.codePostal,
    code_insee: ou.codeInsee,
    adresse: `${h.entier(1, 120)} ${h.choix(["rue", "avenue", "allée"])} ${h.choix(["des Lilas", "du Marché", "de la Gare", "Jean-Jaurès", "du Port", "des Écoles"])}`,
    longitude: decale(ou.longitude, h),
    latitude: decale(ou.latitude, h),
    telephone: telephone(h),
    courriel: `accueil-${rang + 1}@simulation-${territoire.departement}.example`,
    description: `Structure fictive du territoire simulé (${territoire.nom}).`,
    reseaux_porteurs: [...genre.reseaux],
    date_maj: dateMaj(contexte, h),
  };
  const offerts = genre.offres.flatMap((offre) => MODELES[offre] as readonly ModeleService[]);
  const debut = h.entier(0, offerts.length - 1);
  const nombre = Math.min(offerts.length, parStructure(contexte, rang));
  return { structure, modeles: Array.from({ length: nombre }, (_, i) => offerts[(debut + i) % offerts.length] as ModeleService), ou };
}

/** Number of services of a structure, so that the total is that of the territory. */
const parStructure = (contexte: Contexte, rang: number): number => {
  const { structures, services } = contexte.territoire.catalogue;
  return Math.floor(((rang + 1) * services) / structures) - Math.floor((rang * services) / structures);
};

const decale = (degres: number, h: Hasard) => Math.round((degres + (h.reel() - 0.5) * 0.02) * 1e5) / 1e5;

/** A number of the range that the regulator keeps for fiction (01 99 00 xx xx). */
const telephone = (h: Hasard) => `+3319900${String(h.entier(0, 9999)).padStart(4, "0")}`;

const dateMaj = (contexte: Contexte, h: Hasard) => iso(contexte.fin - h.entier(1, 360));

function serviceDe(
  contexte: Contexte,
  de: { structure: Record<string, unknown>; ou: Lieu; rang: number },
  modele: ModeleService,
  h: Hasard,
): Record<string, unknown> {
  const { departement } = contexte.territoire;
  const s = de.structure;
  const zone = h.pese([[departement], [de.ou.codeInsee], contexte.territoire.communes.map((c) => c.codeInsee), ["france"]], (z) =>
    z[0] === departement ? 5 : z[0] === "france" ? 1 : 2,
  );
  const lien = h.oui(0.25);
  return {
    id: `${s.id}-service-${de.rang + 1}`,
    source: "simulation",
    structure_id: s.id,
    nom: modele.nom,
    description: modele.description,
    type: modele.type,
    thematiques: [...modele.thematiques],
    publics: [...modele.publics],
    frais: modele.payant ? "payant" : "gratuit",
    frais_precisions: modele.payant ?? null,
    commune: s.commune,
    code_postal: s.code_postal,
    code_insee: s.code_insee,
    adresse: s.adresse,
    longitude: s.longitude,
    latitude: s.latitude,
    telephone: s.telephone,
    courriel: s.courriel,
    modes_accueil: modele.aDistance ? ["a-distance", "en-presentiel"] : ["en-presentiel"],
    zone_eligibilite: zone,
    mobilisable_par: h.oui(0.7) ? ["usagers", "professionnels"] : ["professionnels"],
    modes_mobilisation: lien ? ["utiliser-lien-mobilisation"] : ["telephoner", "envoyer-un-courriel"],
    lien_mobilisation: lien ? `https://simulation-${departement}.example/services/${de.rang + 1}` : null,
    volume_horaire_hebdomadaire: modele.heures?.[0] ?? null,
    nombre_semaines: modele.heures?.[1] ?? null,
    date_maj: dateMaj(contexte, h),
  };
}
