import fs from "node:fs";
import { parse } from "csv-parse/sync";
import { projectFile } from "../../subgraphs/shared/project-folder";
import { iso } from "../calendrier";
import { type BilanFichier, Fichier } from "../fichier";
import { Hasard } from "../hasard";
import { OFFRE_EMPLOI } from "./offre-emploi";
import { OFFRE_FREINS } from "./offre-freins";
import type { ModeleService } from "./offre-modele";
import { STRUCTURES } from "./offre-structures";

const MODELES = { ...OFFRE_FREINS, ...OFFRE_EMPLOI };
const TOUS = Object.values(MODELES).flat();
const PAR_STRUCTURE = 4;
/** Share of the services that are put in the Val-de-Marne, above what chance gives it. */
const DU_94 = 0.02;
const MODES = [
  { modes: ["en-presentiel"], poids: 75 },
  { modes: ["en-presentiel", "a-distance"], poids: 13 },
  { modes: ["a-distance"], poids: 7 },
  { modes: null, poids: 5 },
];

interface Commune {
  code: string;
  nom: string;
  epci: string;
  longitude: number;
  latitude: number;
}

/** A catalogue of the size of data·inclusion: every commune of France, invented places and words. `fin`: day number of the last update. */
export interface CatalogueNational {
  services: number;
  graine: string;
  fin: number;
  dossier: string;
}

/** Streams structures.json and services.json, schema v1. The same seed gives the same bytes. */
export async function ecrireCatalogueNational(c: CatalogueNational): Promise<{ structures: BilanFichier; services: BilanFichier }> {
  const departements = communesParDepartement();
  const structures = new Fichier(c.dossier, "structures.json");
  const services = new Fichier(c.dossier, "services.json");
  const nombre = Math.ceil(c.services / PAR_STRUCTURE);
  await structures.ecrire("[\n");
  await services.ecrire("[\n");
  for (let rang = 0; rang < nombre; rang++) {
    const h = new Hasard(c.graine, rang);
    const communes = h.oui(DU_94) ? departements.get("94")! : h.choix([...departements.values()]);
    const ou = h.choix(communes);
    const genre = STRUCTURES[rang % STRUCTURES.length]!;
    const structure = structureDe(c, genre, ou, rang, h);
    await structures.ecrire(`${rang === 0 ? "" : ",\n"}${JSON.stringify(structure)}`);
    for (let i = rang * PAR_STRUCTURE; i < Math.min(c.services, (rang + 1) * PAR_STRUCTURE); i++) {
      const service = serviceDe(c, structure, h.choix(MODELES[h.choix(genre.offres)]!), { ou, communes, rang: i }, h);
      await services.ecrire(`${i === 0 ? "" : ",\n"}${JSON.stringify(service)}`);
    }
  }
  await structures.ecrire("\n]\n");
  await services.ecrire("\n]\n");
  return { structures: await structures.fermer(nombre), services: await services.fermer(c.services) };
}

/** Communes of metropolitan France; those of a département are put in a square of its own: only distances count. */
function communesParDepartement(): Map<string, Commune[]> {
  const lues = parse(fs.readFileSync(projectFile("data", "decoupage-administratif", "communes.csv")), { from_line: 2 }) as string[][];
  const parDepartement = new Map<string, Commune[]>();
  for (const [code, nom, epci] of lues as [string, string, string][]) {
    if (code.startsWith("97") || code.startsWith("98")) continue;
    const departement = code.slice(0, 2);
    const rang = Number.parseInt(departement.replace("2A", "20").replace("2B", "96"), 10);
    const h = new Hasard("commune", code);
    const centre = departement === "94" ? [2.45, 48.79] : [-1 + (rang % 10) * 0.9, 43.4 + Math.floor(rang / 10) * 0.65];
    const etendue = departement === "94" ? 0.2 : 0.8;
    const commune = {
      code,
      nom,
      epci,
      longitude: centre[0]! + (h.reel() - 0.5) * etendue,
      latitude: centre[1]! + (h.reel() - 0.5) * etendue,
    };
    parDepartement.set(departement, [...(parDepartement.get(departement) ?? []), commune]);
  }
  return parDepartement;
}

function structureDe(c: CatalogueNational, genre: (typeof STRUCTURES)[number], ou: Commune, rang: number, h: Hasard) {
  return {
    id: `banc--structure-${rang + 1}`,
    source: "banc",
    nom: `${genre.nom} ${ou.nom}`,
    date_maj: iso(c.fin - h.entier(1, 700)),
    siret: null,
    commune: ou.nom,
    code_insee: ou.code,
    adresse: `${h.entier(1, 120)} rue des ${h.choix(["Lilas", "Écoles", "Tilleuls", "Peupliers"])}`,
    longitude: arrondi(ou.longitude + (h.reel() - 0.5) * 0.02),
    latitude: arrondi(ou.latitude + (h.reel() - 0.5) * 0.02),
    reseaux_porteurs: [...genre.reseaux],
  };
}

interface Place {
  ou: Commune;
  communes: readonly Commune[];
  rang: number;
}

function serviceDe(c: CatalogueNational, s: ReturnType<typeof structureDe>, m: ModeleService, place: Place, h: Hasard) {
  const complet = h.oui(0.7);
  return {
    id: `banc--service-${place.rang + 1}`,
    source: "banc",
    structure_id: s.id,
    nom: h.pese([m.nom, `${m.nom} à ${place.ou.nom}`, `${m.nom} ${motRare(h)}`], (nom) => (nom === m.nom ? 3 : 1)),
    description: description(m, h),
    date_maj: iso(c.fin - h.entier(1, 900)),
    type: complet || h.oui(0.5) ? m.type : null,
    thematiques: [...new Set([...m.thematiques, ...(h.oui(0.15) ? h.choix(TOUS).thematiques : [])])],
    publics: h.oui(0.2) ? null : [...m.publics],
    frais: m.payant ? "payant" : "gratuit",
    frais_precisions: m.payant ?? null,
    commune: s.commune,
    code_insee: s.code_insee,
    adresse: s.adresse,
    longitude: h.oui(0.93) ? s.longitude : null,
    latitude: s.latitude,
    telephone: complet ? "+33199000000" : null,
    courriel: h.oui(0.6) ? "accueil@banc.example" : null,
    contact_nom_prenom: null,
    modes_accueil: h.pese(MODES, ({ poids }) => poids).modes,
    zone_eligibilite: zoneDe(place, h),
    mobilisable_par: complet ? ["usagers", "professionnels"] : null,
    modes_mobilisation: h.oui(0.8) ? ["telephoner", "envoyer-un-courriel"] : null,
    volume_horaire_hebdomadaire: m.heures?.[0] ?? null,
    nombre_semaines: m.heures?.[1] ?? null,
  };
}

function zoneDe({ ou, communes }: Place, h: Hasard): string[] | null {
  const tirage = h.reel();
  if (tirage < 0.6) return [ou.code.slice(0, 2)];
  if (tirage < 0.7) return [...new Set(Array.from({ length: h.entier(1, 5) }, () => h.choix(communes).code))];
  if (tirage < 0.82) return [ou.epci || ou.code];
  return tirage < 0.9 ? ["france"] : null;
}

/** What the kind of service says, what another one says, and rarer words: two hundred words at most, as the records of producers. */
function description(m: ModeleService, h: Hasard): string {
  const phrases = [m.description, ...Array.from({ length: h.entier(0, 5) }, () => h.choix(TOUS).description)];
  const rares = Array.from({ length: h.entier(2, 12) }, () => motRare(h)).join(" ");
  return `${phrases.join("\n")}\n${rares}.`;
}

const SYLLABES = "ba be bi co cra da de fo ga gri ja ke la lo ma mi no pa pe pra qui ra re sa sti ta to tu va vo".split(" ");

/** A word among forty thousand, the rank of the draw to the power three: a few are everywhere, most are nearly alone. */
function motRare(h: Hasard): string {
  const rang = Math.floor(40_000 * h.reel() ** 3);
  return [rang % 32, Math.floor(rang / 32) % 32, Math.floor(rang / 1024) % 40, 7].map((i) => SYLLABES[i % SYLLABES.length]).join("");
}

const arrondi = (degres: number) => Math.round(degres * 1e5) / 1e5;
