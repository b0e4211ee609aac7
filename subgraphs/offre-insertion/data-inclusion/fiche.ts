import { createHash } from "node:crypto";
import { publicVise } from "../offre/age-et-public";
import { clesDeLOffre } from "../offre/frein";
import { zonesDeLOffre, zonesDeProposition } from "../offre/zone";
import { CHAMPS } from "./champs";
import { criteresDeQualite, type FicheNotee, horsDuJour, noteDe } from "./score-qualite";
import { type Inconnue, inconnuesDe } from "./suivi/inconnues";
import type { Nature } from "./validation";

/** Columns that the hub computes from a service, and their types. */
export const TYPES_CALCULES = {
  score_qualite: "float8",
  criteres_somme: "float8",
  criteres_nombre: "int",
  cles: "text[]",
  zones: "text[]",
  zones_proposition: "text[]",
  ages: "int",
  public_a_verifier: "boolean",
} as const;
export type Calcule = keyof typeof TYPES_CALCULES;
export const CALCULES = Object.keys(TYPES_CALCULES) as Calcule[];

/** A valid record, ready for its table: columns by name. Fields that the schema does not know are kept in `extra`. */
export interface Fiche {
  id: string;
  /** SHA-256 of the record, whatever the order of its fields; a null is as no field. */
  empreinte: Buffer;
  colonnes: Record<string, unknown>;
  /** What the schema v1 does not know of it; also in the column `inconnues`. */
  inconnues: Inconnue[];
}

/** `recueLe`: instant. `aujourdhui`: civil date, Paris. The record was validated. */
export function ficheDe(nature: Nature, enregistrement: Record<string, any>, recueLe: Date, aujourdhui: string): Fiche {
  const { id, structure_id, ...reste } = enregistrement;
  const champs: Record<string, unknown> = nature === "service" ? { ...reste, structure: structure_id } : enregistrement;
  const connus = new Set(CHAMPS[nature]);
  const colonnes: Record<string, unknown> = { id, recue_le: recueLe.toISOString() };
  for (const champ of connus) colonnes[champ] = champs[champ] ?? null;
  colonnes.extra = Object.fromEntries(
    Object.entries(enregistrement).filter(([champ]) => champ !== "id" && champ !== "structure_id" && !connus.has(champ)),
  );
  const inconnues = inconnuesDe(nature, enregistrement);
  // In an order that the one of the fields does not change: the same record gives the same row.
  colonnes.inconnues = inconnues.length > 0 ? [...inconnues].sort(parNom) : null;
  if (nature === "service")
    Object.assign(colonnes, { origine: "DATA_INCLUSION", ...calcules(enregistrement as FicheNotee & Lieu, aujourdhui) });
  return { id, empreinte: empreinteDe(enregistrement), colonnes, inconnues };
}

const parNom = (a: Inconnue, b: Inconnue): number => (a.champ + a.valeur < b.champ + b.valeur ? -1 : 1);

interface Lieu {
  code_insee?: string | null;
  zone_eligibilite?: string[] | null;
}

function calcules(e: FicheNotee & Lieu, aujourdhui: string): Record<Calcule, unknown> {
  const zones = zonesDeLOffre(e.zone_eligibilite ?? null);
  const { ages, aVerifier } = publicVise(e.publics ?? null);
  const criteres = criteresDeQualite(e, aujourdhui);
  const { somme, nombre } = horsDuJour(criteres);
  return {
    score_qualite: noteDe(criteres),
    criteres_somme: somme,
    criteres_nombre: nombre,
    cles: clesDeLOffre(e.thematiques ?? []),
    zones,
    zones_proposition: zonesDeProposition(zones, e.modes_accueil ?? null, e.code_insee ?? null),
    ages,
    public_a_verifier: aVerifier.length > 0,
  };
}

const empreinteDe = (enregistrement: Record<string, unknown>): Buffer =>
  createHash("sha256")
    .update(JSON.stringify(Object.fromEntries(Object.entries(enregistrement).filter(([, v]) => v !== null)), trie))
    .digest();

const trie = (_cle: string, v: unknown): unknown =>
  v !== null && typeof v === "object" && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))) : v;
