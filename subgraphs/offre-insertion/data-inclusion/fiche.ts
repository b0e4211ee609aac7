import { createHash } from "node:crypto";
import { publicVise } from "../offre/age-et-public";
import { clesDeLOffre } from "../offre/frein";
import { zonesDeLOffre, zonesDeProposition } from "../offre/zone";
import { type FicheNotee, scoreQualite } from "./score-qualite";
import type { Nature } from "./validation";

const LIEU = [
  "commune",
  "code_postal",
  "code_insee",
  "adresse",
  "complement_adresse",
  "longitude",
  "latitude",
  "telephone",
  "courriel",
  "horaires_accueil",
] as const;

/** Fields of the schema v1, as the tables name them (`structure_id` is the column `structure`). */
export const CHAMPS: Record<Nature, readonly string[]> = {
  structure: [
    "source",
    "nom",
    "date_maj",
    "description",
    "lien_source",
    "siret",
    ...LIEU,
    "site_web",
    "accessibilite_lieu",
    "reseaux_porteurs",
  ],
  service: [
    "structure",
    "source",
    "nom",
    "description",
    "date_maj",
    "lien_source",
    "type",
    "thematiques",
    "frais",
    "frais_precisions",
    "publics",
    "publics_precisions",
    "conditions_acces",
    ...LIEU,
    "contact_nom_prenom",
    "modes_accueil",
    "zone_eligibilite",
    "lien_mobilisation",
    "modes_mobilisation",
    "mobilisable_par",
    "mobilisation_precisions",
    "volume_horaire_hebdomadaire",
    "nombre_semaines",
  ],
};

/** Columns that the hub computes from a service. */
export const CALCULES = ["score_qualite", "cles", "zones", "zones_proposition", "ages", "public_a_verifier"] as const;

/** A valid record, ready for its table: columns by name. Fields that the schema does not know are kept in `extra`. */
export interface Fiche {
  id: string;
  /** SHA-256 of the record, whatever the order of its fields. */
  empreinte: Buffer;
  colonnes: Record<string, unknown>;
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
  if (nature === "service")
    Object.assign(colonnes, { origine: "DATA_INCLUSION", ...calcules(enregistrement as FicheNotee & Lieu, aujourdhui) });
  return { id, empreinte: empreinteDe(enregistrement), colonnes };
}

interface Lieu {
  code_insee?: string | null;
  zone_eligibilite?: string[] | null;
}

function calcules(e: FicheNotee & Lieu, aujourdhui: string): Record<(typeof CALCULES)[number], unknown> {
  const zones = zonesDeLOffre(e.zone_eligibilite ?? null);
  const { ages, aVerifier } = publicVise(e.publics ?? null);
  return {
    score_qualite: scoreQualite(e, aujourdhui),
    cles: clesDeLOffre(e.thematiques ?? []),
    zones,
    zones_proposition: zonesDeProposition(zones, e.modes_accueil ?? null, e.code_insee ?? null),
    ages,
    public_a_verifier: aVerifier.length > 0,
  };
}

const empreinteDe = (valeur: unknown): Buffer => createHash("sha256").update(JSON.stringify(valeur, trie)).digest();

const trie = (_cle: string, v: unknown): unknown =>
  v !== null && typeof v === "object" && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))) : v;
