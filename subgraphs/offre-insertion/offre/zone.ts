import { departementDe } from "../../shared/contrat/commune";
import { decoupage } from "../../shared/contrat/decoupage";

/** A municipal arrondissement is also its city. */
function ville(codeInsee: string): string | null {
  if (/^751\d\d$/.test(codeInsee)) return "75056";
  if (/^6938\d$/.test(codeInsee)) return "69123";
  return /^132\d\d$/.test(codeInsee) ? "13055" : null;
}

const simple = (nom: string): string =>
  nom
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/œ/gi, "oe")
    .toLowerCase()
    .replace(/\bst(e?)\b/g, "saint$1")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
let parNom: Map<string, string | null> | null = null;

/** INSEE code of the commune of a département that has this name; null when none has, or two. */
export function communeNommee(nom: string, departement: string): string | null {
  if (parNom === null) {
    parNom = new Map();
    for (const [code, commune] of decoupage().communes) {
      const cle = `${departementDe(code)} ${simple(commune.nom)}`;
      parNom.set(cle, parNom.has(cle) ? null : code);
    }
  }
  return parNom.get(`${departement} ${simple(nom)}`) ?? null;
}

/** Is it the code of a commune of the day, or of a municipal arrondissement? */
export const communeConnue = (codeInsee: string): boolean => decoupage().communes.has(codeInsee) || ville(codeInsee) !== null;

export const FRANCE = "france";

/** A zone where a person lives, and how near it is to her: 1 is her own commune. */
export interface Zone {
  zone: string;
  proximite: number;
}

/** Zones of eligibility that hold a commune, nearest first. An unknown commune (null): the whole country only. */
export function zonesDeLaCommune(codeInsee: string | null): Zone[] {
  const national = { zone: FRANCE, proximite: 0.6 };
  if (!codeInsee) return [national];
  const commune = decoupage().communes.get(codeInsee);
  const zones = [
    { zone: codeInsee, proximite: 1 },
    { zone: ville(codeInsee), proximite: 1 },
    { zone: commune?.ept, proximite: 0.95 },
    { zone: departementDe(codeInsee), proximite: 0.9 },
    { zone: commune?.epci, proximite: 0.85 },
    national,
  ];
  return zones.filter((z): z is Zone => Boolean(z.zone));
}

/** Zone of eligibility of a record, ready to compare: `france` when it is not given, 99100 is France (before any commune code), other countries are left out. */
export function zonesDeLOffre(zoneEligibilite: readonly string[] | null): string[] {
  if (!zoneEligibilite || zoneEligibilite.length === 0) return [FRANCE];
  const zones = zoneEligibilite.map((zone) => (zone === "99100" ? FRANCE : zone)).filter((zone) => !/^99[0-5]\d\d$/.test(zone));
  return [...new Set(zones)].sort();
}

/** Where an offer is proposed: its zones; but one that is open to the whole country and only received face to face is proposed around its place
 * (its département, its EPCI). */
export function zonesDeProposition(zones: string[], modesAccueil: readonly string[] | null, codeInsee: string | null): string[] {
  const enPresentielSeulement = modesAccueil?.includes("en-presentiel") && !modesAccueil.includes("a-distance");
  if (!zones.includes(FRANCE) || !enPresentielSeulement || !codeInsee) return zones;
  const autour = zonesDeLaCommune(codeInsee)
    .map((z) => z.zone)
    .filter((zone) => zone !== FRANCE && zone !== codeInsee);
  return [...new Set([...zones.filter((zone) => zone !== FRANCE), ...autour])].sort();
}

/** « Proposée à Créteil », « Proposée dans le département 94 »… */
export function phraseDeZone(zone: string): string {
  const { communes, intercommunalites } = decoupage();
  if (zone === FRANCE) return "Proposée dans toute la France";
  const commune = zone.length === 5 ? communes.get(zone)?.nom : undefined;
  if (commune) return `Proposée ${aLaCommune(commune)}`;
  if (zone.length === 9) return `Proposée sur le territoire ${intercommunalites.get(zone) ?? zone}`;
  return zone.length <= 3 ? `Proposée dans le département ${zone}` : `Proposée dans la commune ${zone}`;
}

function aLaCommune(nom: string): string {
  if (nom.startsWith("Le ")) return `au ${nom.slice(3)}`;
  return nom.startsWith("Les ") ? `aux ${nom.slice(4)}` : `à ${nom}`;
}
