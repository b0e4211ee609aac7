import type { Nature } from "../validation";
import { valeursV0 } from "./v0-valeurs";

type Fiche = Record<string, unknown>;

/** A value of v0 that v1 has no word for: kept in the record, and told. */
export interface SansEquivalent {
  champ: string;
  valeur: string;
}

/** A record in the words of v1. `v0`, in the record: what was received under a name that v1 uses otherwise, when it is not what v1 now says. */
export interface Adaptee {
  fiche: Fiche;
  sansEquivalent: SansEquivalent[];
}

/** Fields that only v0 has (those of data·inclusion, and those of DORA's feed). They stay in the record, which keeps what v1 does not name. */
export const CHAMPS_V0: Record<Nature, readonly string[]> = {
  structure: [
    "typologie",
    "labels_nationaux",
    "labels_autres",
    "presentation_resume",
    "presentation_detail",
    "horaires_ouverture",
    "accessibilite",
    "rna",
    "antenne",
    "parent_siret",
    "thematiques",
  ],
  service: [
    "types",
    "profils",
    "profils_precisions",
    "presentation_resume",
    "presentation_detail",
    "prise_rdv",
    "formulaire_en_ligne",
    "page_web",
    "frais_autres",
    "pre_requis",
    "justificatifs",
    "cumulable",
    "recurrence",
    "date_creation",
    "date_suspension",
    "contact_public",
    "zone_diffusion_type",
    "zone_diffusion_code",
    "zone_diffusion_nom",
    "modes_orientation_beneficiaire",
    "modes_orientation_beneficiaire_autres",
    "modes_orientation_accompagnateur",
    "modes_orientation_accompagnateur_autres",
    "temps_passe_duree_hebdomadaire",
    "temps_passe_semaines",
  ],
};
/** Fields that only v1 has: one of them is enough for a record to be v1. */
const CHAMPS_V1: Record<Nature, readonly string[]> = {
  structure: ["reseaux_porteurs", "horaires_accueil", "accessibilite_lieu"],
  service: [
    "type",
    "zone_eligibilite",
    "modes_mobilisation",
    "mobilisable_par",
    "conditions_acces",
    "frais_precisions",
    "lien_mobilisation",
  ],
};

/** True for a record whose fields are those of v0. */
export const estV0 = (nature: Nature, fiche: Fiche): boolean =>
  CHAMPS_V0[nature].some((champ) => champ in fiche) && !CHAMPS_V1[nature].some((champ) => champ in fiche);

/** Puts a record of v0 in the words of v1. Nothing is lost, nothing is shortened: the checks of v1 then apply to it as to any other. */
export function adapterV0(nature: Nature, recue: Fiche): Adaptee {
  const sansEquivalent: SansEquivalent[] = [];
  const dire = (champ: string, valeurs: string[]) => sansEquivalent.push(...valeurs.map((valeur) => ({ champ, valeur })));
  const deduits = { ...COMMUNS, ...(nature === "structure" ? STRUCTURE : SERVICE) };
  const fiche: Fiche = { ...recue };
  const remplaces: Fiche = {};
  for (const [champ, deduire] of Object.entries(deduits)) {
    const valeur = deduire(recue, dire);
    if (valeur === undefined) continue;
    if (recue[champ] !== undefined && recue[champ] !== null && JSON.stringify(recue[champ]) !== JSON.stringify(valeur))
      remplaces[champ] = recue[champ];
    fiche[champ] = valeur;
  }
  if (Object.keys(remplaces).length > 0) fiche.v0 = remplaces;
  return { fiche, sansEquivalent };
}

type Dire = (champ: string, valeurs: string[]) => void;
/** The value of a field of v1; undefined leaves it as it is. */
type Deduction = (f: Fiche, dire: Dire) => unknown;

const texte = (valeur: unknown): string | null => (typeof valeur === "string" && valeur.trim() !== "" ? valeur : null);
const premier =
  (...champs: string[]): Deduction =>
  (f) =>
    champs.map((champ) => texte(f[champ])).find((valeur) => valeur !== null) ?? null;
const liste = (valeur: unknown): string[] =>
  (Array.isArray(valeur) ? valeur : valeur === null || valeur === undefined || valeur === "" ? [] : [valeur]).filter(
    (element): element is string => typeof element === "string" && element !== "",
  );
/** A blank is nothing, in the fields that v1 checks. */
const sansBlanc =
  (champ: string): Deduction =>
  (f) =>
    typeof f[champ] === "string" && f[champ].trim() === "" ? null : undefined;

/** Values of a field of v0 in v1: the same when v1 has it, those of the table otherwise; the rest is kept and told. */
function enV1(champ: string, f: Fiche, dire: Dire): string[] {
  const connues = valeursV0().get(champ)!;
  return liste(f[champ]).flatMap((valeur) => {
    const v1 = connues.get(valeur);
    if (v1?.length === 0) dire(champ, [valeur]);
    return v1 ?? [valeur];
  });
}
const uniques = (valeurs: string[]): string[] | null => (valeurs.length > 0 ? [...new Set(valeurs)].sort() : null);
/** Lists of v1 whose value is already there win; otherwise they are made of a field of v0. */
const ouBien =
  (champ: string, deduire: Deduction): Deduction =>
  (f, dire) =>
    liste(f[champ]).length > 0 ? undefined : deduire(f, dire);

const avecSource =
  (champ: string): Deduction =>
  (f) => {
    const id = f[champ];
    return typeof id === "string" && typeof f.source === "string" && id !== "" && !id.includes("--") ? `${f.source}--${id}` : undefined;
  };

const COMMUNS: Record<string, Deduction> = {
  id: avecSource("id"),
  // DORA writes an instant, v1 wants a date.
  date_maj: (f) => (typeof f.date_maj === "string" && /^\d{4}-\d\d-\d\dT/.test(f.date_maj) ? f.date_maj.slice(0, 10) : undefined),
  ...Object.fromEntries(["code_postal", "code_insee", "courriel", "lien_source"].map((champ) => [champ, sansBlanc(champ)])),
};

const STRUCTURE: Record<string, Deduction> = {
  description: premier("description", "presentation_detail", "presentation_resume"),
  siret: sansBlanc("siret"),
  site_web: sansBlanc("site_web"),
  horaires_accueil: premier("horaires_accueil", "horaires_ouverture"),
  accessibilite_lieu: premier("accessibilite_lieu", "accessibilite"),
  reseaux_porteurs: (f, dire) =>
    uniques([...liste(f.reseaux_porteurs), ...enV1("typologie", f, dire), ...enV1("labels_nationaux", f, dire)]),
};

const SERVICE: Record<string, Deduction> = {
  structure_id: avecSource("structure_id"),
  description: premier("description", "presentation_detail", "presentation_resume"),
  type: (f, dire) => typeDe(enV1("types", f, dire)),
  thematiques: (f, dire) => uniques(enV1("thematiques", f, dire)),
  frais: (f, dire) => fraisDe(enV1("frais", f, dire)),
  frais_precisions: premier("frais_precisions", "frais_autres"),
  publics: ouBien("publics", (f, dire) => uniques(enV1("profils", f, dire))),
  publics_precisions: premier("publics_precisions", "profils_precisions"),
  conditions_acces: (f) => [...liste(f.pre_requis), ...liste(f.justificatifs)].join("\n") || null,
  lien_mobilisation: premier("prise_rdv", "formulaire_en_ligne"),
  modes_mobilisation: (f, dire) => modesDeMobilisation(f, dire),
  mobilisable_par: (f) =>
    uniques([
      ...(liste(f.modes_orientation_accompagnateur).length > 0 ? ["professionnels"] : []),
      ...(liste(f.modes_orientation_beneficiaire).length > 0 ? ["usagers"] : []),
    ]),
  mobilisation_precisions: (f) =>
    [texte(f.modes_orientation_beneficiaire_autres), texte(f.modes_orientation_accompagnateur_autres)]
      .filter((precision) => precision !== null)
      .join("\n") || null,
  volume_horaire_hebdomadaire: (f) => f.volume_horaire_hebdomadaire ?? f.temps_passe_duree_hebdomadaire ?? null,
  // v0 writes 0 for less than a week, which v1 refuses.
  nombre_semaines: (f) => ((n) => (n === 0 ? 1 : (n ?? null)))(f.nombre_semaines ?? f.temps_passe_semaines),
  zone_eligibilite: (f) => zoneDe(f),
};

/** v1 has one type: the first of these that the service has, as data·inclusion chose. A type that v1 does not know is kept as it is. */
const TYPES = ["aide-financiere", "aide-materielle", "formation", "atelier", "accompagnement", "information"];
const typeDe = (types: string[]): string | null => TYPES.find((type) => types.includes(type)) ?? types[0] ?? null;

/** Free and paid at once: paid, which surprises nobody. */
const fraisDe = (frais: string[]): string | null => (frais.includes("payant") ? "payant" : (frais[0] ?? null));

function modesDeMobilisation(f: Fiche, dire: Dire): string[] | null {
  const liens = texte(f.prise_rdv) || texte(f.formulaire_en_ligne) ? ["utiliser-lien-mobilisation"] : [];
  const modes = ["modes_orientation_beneficiaire", "modes_orientation_accompagnateur"].flatMap((champ) => enV1(champ, f, dire));
  return uniques([...modes, ...liens]);
}

function zoneDe(f: Fiche): string[] | null {
  const code = texte(f.zone_diffusion_code);
  if (f.zone_diffusion_type === "pays") return ["france"];
  if (code === null) return null;
  return f.zone_diffusion_type === "region" ? (valeursV0().get("zone_diffusion_region")!.get(code) ?? [code]) : [code];
}
